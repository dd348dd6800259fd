/** Bad swarms that keep too much or too little of what was. SwarmKit: manager/orchestrator/taskreaper. */
import { linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, tasksOf } from './stage.ts';

const { decideHistoryLimit, decideReap, decideRemovable } = realDeciders;

/** A task that fails ten times. */
function failOften(deciders: DeciderOptions, maxAttempts: number): Swarm {
  const behaviours = Array.from({ length: 10 }, (_, incarnation) => {
    return { service: 'web', incarnation, exitAfterMs: 100, exitCode: 1 };
  });
  const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
  deploy(swarm, { restart: { delay: '1s', maxAttempts } });
  return swarm;
}

/** See the head of this file. */
export const badHistories: readonly KnownBadSwarm[] = [
  {
    name: 'one dead task too many is kept',
    rule: 'A slot keeps as many tasks as the limit says, the live one included (task_reaper.go, tick).',
    deciders: {
      decideHistoryLimit(service, clusterLimit) {
        const limit = decideHistoryLimit(service, clusterLimit);
        return limit < 0 ? limit : limit + 1;
      },
    },
    story: {
      tell: (deciders) => `${failOften(deciders, 0).services.tasks('web').length} tasks`,
      real: '5 tasks',
      bad: '6 tasks',
    },
  },
  {
    name: 'a limit of restarts does not change the limit of history',
    rule: 'With maxAttempts a slot keeps one task more than that (task_reaper.go, tick).',
    deciders: { decideHistoryLimit: (_service, clusterLimit) => clusterLimit },
    story: {
      tell: (deciders) => `${failOften(deciders, 12).services.tasks('web').length} tasks`,
      real: '11 tasks',
      bad: '5 tasks',
    },
  },
  {
    name: 'tasks that are still stopping are reaped',
    rule: 'Only tasks that ended, or will never run, are deleted (task_reaper.go, tick).',
    deciders: {
      decideReap(snapshot) {
        const { slot } = snapshot;
        const ended = slot.map((task) =>
          task.desiredState === 'shutdown' && task.status.state === 'running'
            ? { ...task, status: { ...task.status, state: 'shutdown' as const } }
            : task,
        );
        const plan = decideReap({ ...snapshot, slot: ended });
        const ids = new Set(plan.deletions.map(({ id }) => id));
        return { ...plan, deletions: slot.filter(({ id }) => ids.has(id)) };
      },
    },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', ignoresStop: true }];
        const options = { behaviours, taskHistoryLimit: 1 };
        const swarm = createStage(deciders, linuxNodes(['A']), options);
        deploy(swarm, { stopGracePeriod: '30s' });
        swarm.services.force('web');
        swarm.advance('5s');
        return tasksOf(swarm);
      },
      real: '1 ready/ready, 1 running/shutdown',
      bad: '1 ready/ready',
    },
  },
  {
    name: 'removed tasks are deleted before they have stopped',
    rule: 'A task whose removal was asked for is deleted when it has ended (task_reaper.go, Run).',
    deciders: {
      decideRemovable: (task) => decideRemovable(task) || task.desiredState === 'remove',
    },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', stopMs: 5_000 }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        deploy(swarm, { replicas: 2 });
        swarm.services.scale('web', 1);
        swarm.advance('3s');
        return tasksOf(swarm);
      },
      real: '1 running/remove, 1 running/running',
      bad: '1 running/running',
    },
  },
];
