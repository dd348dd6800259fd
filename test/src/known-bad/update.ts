/** Bad swarms whose updates go wrong. SwarmKit: manager/orchestrator/update/updater.go. */
import { linuxNodes, type Swarm, type SwarmOptions, type UpdateOptions } from '@swarmsim/core';
import { realDeciders, type Deciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { containersOf, createStage, deploy, statesOf, tasksOf } from './stage.ts';

const { decideDirty, decideFailure, decideIsFailure, decideUpdateSettings } = realDeciders;

type Settings = ReturnType<Deciders['decideUpdateSettings']>;

function withSettings(change: (settings: Settings) => Settings): Partial<Deciders> {
  return { decideUpdateSettings: (service) => change(decideUpdateSettings(service)) };
}

/** A service of four, about to be updated. */
function createUpdatable(
  deciders: Partial<Deciders>,
  update: UpdateOptions,
  options: Omit<SwarmOptions, 'nodes' | 'deciders'> = {},
): Swarm {
  const swarm = createStage(deciders, linuxNodes(['A', 'B']), options);
  deploy(swarm, { image: 'app:1', replicas: 4, update });
  return swarm;
}

function updateTo(swarm: Swarm, image: string): void {
  swarm.services.update('web', (web) => {
    web.image = image;
  });
}

/** How far an update came, and how the tasks are. */
function progress(swarm: Swarm): string {
  return `${swarm.services.get('web').updateStatus?.state ?? 'no update'}: ${tasksOf(swarm)}`;
}

/** See the head of this file. */
export const badUpdates: readonly KnownBadSwarm[] = [
  {
    name: 'a worker that pauses between slots does not count',
    rule: 'Parallelism is the number of workers, those that pause included (updater.go, worker).',
    deciders: withSettings((settings) => {
      const { delayMs, parallelism } = settings;
      return { ...settings, parallelism: parallelism + (parallelism > 0 && delayMs > 0 ? 1 : 0) };
    }),
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, { delay: '30s' });
        updateTo(swarm, 'app:2');
        swarm.advance('10s');
        return statesOf(swarm);
      },
      real: '4 running, 1 shutdown',
      bad: '4 running, 2 shutdown',
    },
  },
  {
    name: 'a parallelism of 0 is taken for 1',
    rule: 'A parallelism of 0 updates all slots at once (updater.go, Run).',
    deciders: withSettings((settings) => ({
      ...settings,
      parallelism: Math.max(1, settings.parallelism),
    })),
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, { parallelism: 0, delay: '30s' });
        updateTo(swarm, 'app:2');
        swarm.advance('10s');
        return statesOf(swarm);
      },
      real: '4 running, 4 shutdown',
      bad: '4 running, 1 shutdown',
    },
  },
  {
    name: 'start-first stops first',
    rule: 'With start-first the old task is stopped when the new one runs (updater.go, updateTask).',
    deciders: withSettings((settings) => ({ ...settings, order: 'stop-first' })),
    story: {
      tell(deciders) {
        const behaviours = [{ image: 'app:2', prepareMs: 20_000 }];
        const swarm = createUpdatable(deciders, { order: 'start-first' }, { behaviours });
        updateTo(swarm, 'app:2');
        swarm.advance('10s');
        return `${containersOf(swarm)} running`;
      },
      real: '4 running',
      bad: '3 running',
    },
  },
  {
    name: 'the delay between slots is ignored',
    rule: 'A worker waits for the delay before its next slot (updater.go, worker).',
    deciders: withSettings((settings) => ({ ...settings, delayMs: 0 })),
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, { delay: '30s' });
        updateTo(swarm, 'app:2');
        swarm.advance('20s');
        return statesOf(swarm);
      },
      real: '4 running, 1 shutdown',
      bad: '4 running, 4 shutdown',
    },
  },
  {
    name: 'an update that goes on over failures is over with its last slot',
    rule: 'The monitoring period is waited for, failures or not (updater.go, Run).',
    deciders: withSettings((settings) =>
      settings.failureAction === 'continue' ? { ...settings, finalMonitorMs: 0 } : settings,
    ),
    story: {
      tell(deciders) {
        const update = { parallelism: 0, monitor: '20s', failureAction: 'continue' } as const;
        const swarm = createUpdatable(deciders, update);
        updateTo(swarm, 'app:2');
        swarm.advance('10s');
        return swarm.services.get('web').updateStatus?.state ?? 'none';
      },
      real: 'updating',
      bad: 'completed',
    },
  },
  {
    name: 'failures count however late they come',
    rule: 'A task fails the update within the monitoring period only (updater.go, failureTriggersAction).',
    deciders: { decideIsFailure: (upSince) => decideIsFailure(upSince, 0, Infinity) },
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, { delay: '30s', monitor: '5s' });
        updateTo(swarm, 'app:2');
        swarm.advance('20s');
        const first = swarm.tasks
          .list({ service: 'web', desiredState: 'running' })
          .find(({ incarnation }) => incarnation === 1);
        swarm.faults.exitTask(first?.id ?? '', { exitCode: 1 });
        swarm.advance('20s');
        return swarm.services.get('web').updateStatus?.state ?? 'none';
      },
      real: 'updating',
      bad: 'paused',
    },
  },
  {
    name: 'a ratio of 1 does not tolerate that all fail',
    rule: 'Only more failures than the ratio allows have a consequence (updater.go, failureTriggersAction).',
    deciders: {
      decideFailure(snapshot) {
        const { failures, settings, slots } = snapshot;
        const isEdge = settings.maxFailureRatio === 1 && failures === slots;
        return decideFailure(isEdge ? { ...snapshot, failures: failures + 1 } : snapshot);
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ image: 'app:2', incarnation: 1, exitAfterMs: 500, exitCode: 1 }];
        const update = { parallelism: 0, maxFailureRatio: 1 };
        const swarm = createUpdatable(deciders, update, { behaviours });
        updateTo(swarm, 'app:2');
        swarm.settle();
        return swarm.services.get('web').updateStatus?.state ?? 'none';
      },
      real: 'completed',
      bad: 'paused',
    },
  },
  {
    name: 'a paused update hands out its other slots',
    rule: 'After a pause no further slot is handed out, and the update is not completed (updater.go, Run).',
    deciders: {
      decideFailure(snapshot) {
        const decision = decideFailure(snapshot);
        return decision.kind === 'pause' ? { ...decision, isFinal: false } : decision;
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ image: 'app:2', exitAfterMs: 500, exitCode: 1 }];
        const swarm = createUpdatable(deciders, {}, { behaviours });
        updateTo(swarm, 'app:2');
        swarm.advance('1m');
        return swarm.services.get('web').updateStatus?.state ?? 'none';
      },
      real: 'paused',
      bad: 'completed',
    },
  },
  {
    name: 'tasks are replaced that meet the new constraints already',
    rule: 'Where only the placement changed, a task whose node meets it is up to date (orchestrator/task.go, IsTaskDirty).',
    deciders: { decideDirty: (service, task) => decideDirty(service, task, undefined) },
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, {});
        swarm.services.update('web', (web) => {
          web.constraints = ['node.role==worker'];
        });
        swarm.settle();
        return progress(swarm);
      },
      real: 'no update: 4 running/running',
      bad: 'completed: 4 running/running, 4 shutdown/shutdown',
    },
  },
  {
    name: 'an update of the ports replaces nothing',
    rule: 'A task with another endpoint spec is outdated (orchestrator/task.go, IsTaskDirty).',
    deciders: {
      decideDirty(service, task, node) {
        const { endpoint: _, ...bare } = task;
        return decideDirty(service, bare, node);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createUpdatable(deciders, {});
        swarm.services.update('web', (web) => {
          web.ports = [{ target: 80, published: 8080 }];
        });
        swarm.settle();
        return progress(swarm);
      },
      real: 'completed: 4 running/running, 4 shutdown/shutdown',
      bad: 'no update: 4 running/running',
    },
  },
];
