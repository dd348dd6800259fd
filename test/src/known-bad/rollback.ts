/** Bad swarms that roll back to the wrong thing. SwarmKit: updater.go; controlapi/service.go, UpdateService. */
import { linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { answerTo, createStage, deploy, tasksOf } from './stage.ts';

const { decideFailure, decideManualRollback, decideRollback, decideUpdatable } = realDeciders;
const { decideUpdateSettings } = realDeciders;

/** A service whose update fails, and so may its rollback. */
function failUpdate(deciders: DeciderOptions, images: readonly string[]): Swarm {
  const behaviours = images.map((image) => ({ image, exitAfterMs: 500, exitCode: 1 }));
  const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
  const restart = { condition: 'none' } as const;
  const update = { failureAction: 'rollback' } as const;
  deploy(swarm, { image: 'app:1', replicas: 2, update, rollback: update, restart });
  swarm.services.update('web', (web) => {
    web.image = 'app:2';
    web.replicas = 3;
  });
  swarm.settle();
  return swarm;
}

function describeService(swarm: Swarm): string {
  const { updateStatus } = swarm.services.get('web');
  const { image, replicas } = swarm.services.options('web');
  return `${updateStatus?.state ?? 'none'}, ${replicas} x ${image}`;
}

/** See the head of this file. */
export const badRollbacks: readonly KnownBadSwarm[] = [
  {
    name: 'an automatic rollback keeps the replicas of the failed spec',
    rule: 'A rollback puts the whole previous spec back, replicas included (updater.go, rollbackUpdate).',
    deciders: {
      decideRollback(service, message) {
        const rolledBack = decideRollback(service, message);
        const { mode } = service.spec;
        if (rolledBack === undefined || mode === undefined) return rolledBack;
        return { ...rolledBack, spec: { ...rolledBack.spec, mode } };
      },
    },
    story: {
      tell: (deciders) => describeService(failUpdate(deciders, ['app:2'])),
      real: 'rollback_completed, 2 x app:1',
      bad: 'rollback_completed, 3 x app:1',
    },
  },
  {
    name: 'a rollback asked for keeps the present number of replicas',
    rule: 'A rollback puts the whole previous spec back, replicas included (controlapi/service.go, UpdateService).',
    deciders: {
      decideManualRollback(service, now) {
        const rolledBack = decideManualRollback(service, now);
        const { mode } = service.spec;
        if (rolledBack === undefined || mode === undefined) return rolledBack;
        return { ...rolledBack, spec: { ...rolledBack.spec, mode } };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { replicas: 2 });
        swarm.services.scale('web', 3);
        swarm.settle();
        swarm.services.rollback('web');
        swarm.settle();
        return describeService(swarm);
      },
      real: 'rollback_completed, 2 x app:latest',
      bad: 'rollback_completed, 3 x app:latest',
    },
  },
  {
    name: 'a rollback forgets the spec that it leaves',
    rule: 'A rollback that is asked for swaps the specs, so that a second one goes forward (controlapi/service.go).',
    deciders: {
      decideManualRollback(service, now) {
        const rolledBack = decideManualRollback(service, now);
        if (rolledBack === undefined) return undefined;
        const { previousSpec: _, previousSpecVersion: __, ...rest } = rolledBack;
        return rest;
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
        swarm.services.rollback('web');
        swarm.settle();
        const answer = answerTo(() => swarm.services.rollback('web'));
        return answer.replace(swarm.services.get('web').id, 'web');
      },
      real: 'accepted',
      bad: 'service web does not have a previous spec',
    },
  },
  {
    name: 'a rollback that fails is rolled back',
    rule: 'A rollback is never rolled back, it pauses (updater.go, failureTriggersAction).',
    deciders: {
      decideFailure: (snapshot) =>
        decideFailure({ ...snapshot, settings: { ...snapshot.settings, isRollback: false } }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ image: 'app:1', incarnation: 2, exitAfterMs: 500, exitCode: 1 }],
        });
        const update = { failureAction: 'rollback' } as const;
        deploy(swarm, { image: 'app:1', update, rollback: update });
        swarm.services.update('web', (web) => {
          web.image = 'app:2';
        });
        swarm.settle();
        swarm.services.rollback('web');
        swarm.settle();
        return describeService(swarm);
      },
      real: 'completed, 1 x app:1',
      bad: 'rollback_completed, 1 x app:2',
    },
  },
  {
    name: 'a rollback starts and stops in the order of updates',
    rule: 'A rollback has its own settings (updater.go, Run).',
    deciders: {
      decideUpdateSettings(service) {
        const settings = decideUpdateSettings(service);
        return { ...settings, order: service.spec.update?.order ?? settings.order };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), {
          behaviours: [{ service: 'web', incarnation: 2, startMs: 60_000 }],
        });
        deploy(swarm, { image: 'app:1', rollback: { order: 'start-first' }, update: {} });
        swarm.services.update('web', (web) => {
          web.image = 'app:2';
        });
        swarm.settle();
        swarm.services.rollback('web');
        swarm.advance('30s');
        return tasksOf(swarm);
      },
      real: '1 running/running, 1 shutdown/shutdown, 1 starting/running',
      bad: '2 shutdown/shutdown, 1 starting/running',
    },
  },
  {
    name: 'slots that died for good stay empty in a rollback',
    rule: 'During a rollback slots whose tasks all ended are filled again (restart.go, UpdatableTasksInSlot).',
    deciders: {
      decideUpdatable(slot, service, ...rest) {
        const { updateStatus: _, ...other } = service;
        return decideUpdatable(slot, other, ...rest);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { replicas: 2, restart: { condition: 'none' } });
        swarm.faults.exitTask('web.2', { exitCode: 1 });
        swarm.settle();
        swarm.services.update('web', (web) => {
          web.labels = { team: 'shop' };
        });
        swarm.settle();
        swarm.services.rollback('web');
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 failed/shutdown, 2 running/running',
      bad: '1 failed/shutdown, 1 running/running',
    },
  },
  {
    name: 'a rollback asked for keeps the version of the present spec',
    rule: 'With the previous spec its version comes back (controlapi/service.go, UpdateService).',
    deciders: {
      decideManualRollback(service, now) {
        const rolledBack = decideManualRollback(service, now);
        return rolledBack && { ...rolledBack, specVersion: service.specVersion };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm);
        swarm.services.force('web');
        swarm.settle();
        swarm.services.rollback('web');
        return `version of the spec ${swarm.services.get('web').specVersion === 0 ? 'before' : 'left'}`;
      },
      real: 'version of the spec before',
      bad: 'version of the spec left',
    },
  },
];
