/** Bad swarms that deliver too much, or take too little back. SwarmKit: manager/dispatcher/assignments.go. */
import { linuxNodes, windowsNodes, type AssignmentChange } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, statesOf } from './stage.ts';

const { decideAssignments, decideContainerFiles, decideRemovals, restrictDependencies } =
  realDeciders;

/** See the head of this file. */
export const badDeliveries: readonly KnownBadSwarm[] = [
  {
    name: 'a config is not taken back when its task fails',
    rule: 'A config is released when its last user is past running, however it ended (assignments.go, releaseDependency).',
    deciders: {
      decideAssignments(set, change, objects) {
        const changes = decideAssignments(set, change, objects);
        if (change.task?.status.state !== 'failed') return changes;
        return changes.filter(({ action, item }) => !(action === 'remove' && item === 'config'));
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.configs.create({ name: 'page', data: 'x' });
        deploy(swarm, { configs: ['page'], restart: { condition: 'none' } });
        swarm.faults.exitTask('web.1', { exitCode: 1 });
        swarm.settle();
        return `A holds ${swarm.nodes.get('A').holdings().configs.join() || 'none'}`;
      },
      real: 'A holds none',
      bad: 'A holds page',
    },
  },
  {
    name: 'a config is taken back while another task uses it',
    rule: 'A config is released when its last user goes (assignments.go, releaseDependency).',
    deciders: {
      decideAssignments(set, change, objects) {
        const config = Object.fromEntries(Object.keys(set.users.config).map((id) => [id, 1]));
        const isRelease =
          change.task === undefined ||
          !['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'].includes(
            change.task.status.state,
          );
        const users = isRelease ? { ...set.users, config } : set.users;
        return decideAssignments({ ...set, users }, change, objects);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.configs.create({ name: 'page', data: 'x' });
        deploy(swarm, { replicas: 2, configs: ['page'] });
        swarm.services.scale('web', 1);
        swarm.settle();
        return `A holds ${swarm.nodes.get('A').holdings().configs.join() || 'none'}`;
      },
      real: 'A holds page',
      bad: 'A holds none',
    },
  },
  {
    name: 'a node with two tasks of a service gets every config',
    rule: 'A node gets the configs that its tasks reference, and no others (assignments.go, assignmentsForTask).',
    deciders: {
      decideAssignments(set, change, objects) {
        const changes = decideAssignments(set, change, objects);
        const { id, task } = change;
        const isSecond = Object.values(set.tasks).some(
          (other) => other.task.id !== id && other.task.serviceId === task?.serviceId,
        );
        if (!isSecond || task?.status.state !== 'assigned') return changes;
        const all = objects.configs().map((config): AssignmentChange => {
          return { action: 'update', item: 'config', config };
        });
        return [...all, ...changes];
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.configs.create({ name: 'page', data: 'x' });
        deploy(swarm, { replicas: 2 });
        return `A holds ${swarm.nodes.get('A').holdings().configs.join() || 'none'}`;
      },
      real: 'A holds none',
      bad: 'A holds page',
    },
  },
  {
    name: 'secrets stay on a node for good',
    rule: 'A secret is released when its last user is past running (assignments.go, releaseDependency).',
    deciders: {
      decideAssignments: (...given) =>
        decideAssignments(...given).filter(
          ({ action, item }) => !(action === 'remove' && item === 'secret'),
        ),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.secrets.create({ name: 'key', data: 'x' });
        deploy(swarm, { secrets: ['key'] });
        swarm.services.remove('web');
        swarm.settle();
        return `A holds ${swarm.nodes.get('A').holdings().secrets.join() || 'none'}`;
      },
      real: 'A holds none',
      bad: 'A holds key',
    },
  },
  {
    name: 'a secret that a second task needs is not sent',
    rule: 'A task brings what the node does not hold yet, whatever else it shares (assignments.go, assignSecret).',
    deciders: {
      decideAssignments(set, change, objects) {
        const isKnown = set.tasks[change.id] !== undefined;
        const hasUsers = Object.keys(set.users.secret).length > 0;
        return decideAssignments(set, change, objects).filter(
          ({ action, item }) => isKnown || !hasUsers || action === 'remove' || item !== 'secret',
        );
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.secrets.create({ name: 'key', data: 'x' });
        swarm.secrets.create({ name: 'token', data: 'y' });
        deploy(swarm, { name: 'first', secrets: ['key'] });
        swarm.services.create({ name: 'web', image: 'app', secrets: ['token'] });
        swarm.advance('2s');
        return statesOf(swarm);
      },
      real: '1 running',
      bad: '1 failed, 1 ready',
    },
  },
  {
    name: 'tasks may read every secret of their node',
    rule: 'A task reads the secrets that it references (agent/secrets/secrets.go, Restrict).',
    deciders: {
      restrictDependencies(held, task) {
        const restricted = restrictDependencies(held, task);
        return {
          ...restricted,
          secret: (id) => held().secrets[id] ?? restricted.secret(id),
        };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.secrets.create({ name: 'key', data: 'x' });
        deploy(swarm, { name: 'other', secrets: ['key'] });
        deploy(swarm);
        const readable = swarm.containers.readable(swarm.tasks.get('web.1').id);
        return `web reads ${readable.length} secrets`;
      },
      real: 'web reads 0 secrets',
      bad: 'web reads 1 secrets',
    },
  },
  {
    name: 'a credential spec becomes a file beside another config',
    rule: 'A config with the runtime as its target is never a file (moby: daemon/container_operations_windows.go).',
    deciders: {
      decideContainerFiles(spec, os) {
        const files = spec.configs?.filter(({ target }) => target?.kind === 'file') ?? [];
        if (files.length === 0) return decideContainerFiles(spec, os);
        const configs = (spec.configs ?? []).map((reference) =>
          reference.target?.kind === 'runtime'
            ? { ...reference, target: { kind: 'file' as const, name: reference.configName } }
            : reference,
        );
        return decideContainerFiles({ ...spec, configs }, os);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, windowsNodes(['A']));
        swarm.configs.create({ name: 'page', data: 'x' });
        swarm.configs.create({ name: 'credspec', data: {} });
        deploy(swarm, { credentialSpec: 'config://credspec', configs: ['page'] });
        const { files } = swarm.containers.of('web.1');
        return files.map(({ path }) => path).join(' ');
      },
      real: 'C:\\page',
      bad: 'C:\\page C:\\credspec',
    },
  },
  {
    name: 'a node keeps the tasks that are taken back from it',
    rule: 'A task that is taken back is closed, and its container removed (agent/worker.go, reconcileTaskState).',
    deciders: {
      decideRemovals: (snapshot) =>
        snapshot.type === 'incremental' ? [] : decideRemovals(snapshot),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm);
        swarm.services.remove('web');
        swarm.settle();
        return `A has ${swarm.nodes.get('A').holdings().tasks.length} tasks`;
      },
      real: 'A has 0 tasks',
      bad: 'A has 1 tasks',
    },
  },
];
