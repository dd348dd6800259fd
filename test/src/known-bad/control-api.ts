/** Bad swarms that accept what should be refused. SwarmKit: manager/controlapi. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { answerTo, createStage, deploy, statesOf } from './stage.ts';

const { decideNodeRemoval, decideObjectRemoval, decidePortConflict, decideSpecUpdate } =
  realDeciders;

/** See the head of this file. */
export const badControlApis: readonly KnownBadSwarm[] = [
  {
    name: 'a config that two services use may be removed',
    rule: 'A config that any service references cannot be removed (controlapi/config.go, RemoveConfig).',
    deciders: {
      decideObjectRemoval: (users) => (users.length === 1 ? decideObjectRemoval(users) : undefined),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.configs.create({ name: 'page', data: 'x' });
        deploy(swarm, { name: 'first', configs: ['page'] });
        deploy(swarm, { name: 'second', configs: ['page'] });
        return answerTo(() => swarm.configs.remove('page'));
      },
      real: "config 'page' is in use by the following services: first, second",
      bad: 'accepted',
    },
  },
  {
    name: 'versions are not compared',
    rule: 'An update from an outdated version is refused (store/memory.go, ErrSequenceConflict).',
    deciders: { decideVersion: () => true },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm);
        const { id, meta, spec } = swarm.services.get('web');
        swarm.services.scale('web', 2);
        return answerTo(() => swarm.controlApi.services.update(id, meta.version, spec));
      },
      real: 'update out of sequence',
      bad: 'accepted',
    },
  },
  {
    name: 'two services may publish the same port',
    rule: 'A port on the routing mesh belongs to one service (controlapi/service.go, checkPortConflicts).',
    deciders: {
      decidePortConflict: (endpoint, others) =>
        decidePortConflict(
          endpoint,
          others.filter(({ spec }) => spec.mode?.kind !== 'global'),
        ),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        const ports = [{ published: 80, target: 80 }];
        deploy(swarm, { name: 'first', mode: 'global', ports });
        const { id } = swarm.services.get('first');
        return answerTo(() => deploy(swarm, { ports })).replace(id, 'first');
      },
      real: "port '80' is already in use by service 'first' (first) as an ingress port",
      bad: 'accepted',
    },
  },
  {
    name: 'a drained node that is ready may be removed',
    rule: 'Without force a node is removed only if it is not ready (controlapi/node.go, RemoveNode).',
    deciders: {
      decideNodeRemoval: (removal) => {
        const isDrained = removal.node.spec.availability === 'drain';
        return decideNodeRemoval({ ...removal, force: removal.force || isDrained });
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        const { id } = swarm.nodes.update('A', { availability: 'drain' });
        swarm.settle();
        return answerTo(() => swarm.nodes.remove('A')).replace(id, 'A');
      },
      real: "node A is not down and can't be removed",
      bad: 'accepted',
    },
  },
  {
    name: 'a fixed spec does not end the pause of an update',
    rule: 'A new spec clears the status of the last update (controlapi/service.go, UpdateService).',
    deciders: {
      decideSpecUpdate(service, spec, version) {
        const updated = decideSpecUpdate(service, spec, version);
        const { updateStatus } = service;
        return updateStatus?.state === 'paused' ? { ...updated, updateStatus } : updated;
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ image: 'app:2', exitAfterMs: 500, exitCode: 1 }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        const restart = { condition: 'none' } as const;
        deploy(swarm, { image: 'app:1', restart });
        for (const image of ['app:2', 'app:3']) {
          swarm.services.update('web', (web) => {
            web.image = image;
          });
          swarm.settle();
        }
        return `${swarm.services.get('web').updateStatus?.state ?? 'none'}: ${statesOf(swarm)}`;
      },
      real: 'completed: 1 failed, 1 running, 1 shutdown',
      bad: 'paused: 1 failed, 1 shutdown',
    },
  },
  {
    name: 'a change of replicas is not remembered as the previous spec',
    rule: 'Every update keeps the spec before it as the previous one (controlapi/service.go, UpdateService).',
    deciders: {
      decideSpecUpdate(service, spec, version) {
        const updated = decideSpecUpdate(service, spec, version);
        const { previousSpec, previousSpecVersion } = service;
        const isScaling = JSON.stringify({ ...spec, mode: service.spec.mode });
        if (isScaling !== JSON.stringify(service.spec) || previousSpec === undefined) {
          return updated;
        }
        return {
          ...updated,
          previousSpec,
          ...(previousSpecVersion !== undefined && { previousSpecVersion }),
        };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { image: 'app:1' });
        swarm.services.update('web', (web) => {
          web.image = 'app:2';
        });
        swarm.settle();
        swarm.services.scale('web', 3);
        swarm.settle();
        swarm.services.rollback('web');
        const { image, replicas } = swarm.services.options('web');
        return `${replicas} x ${image}`;
      },
      real: '1 x app:2',
      bad: '1 x app:1',
    },
  },
];
