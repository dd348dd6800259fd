import type { Swarm } from '@swarmsim/core';
import { describeTask } from './describe-task.ts';
import { judge, type MatchResult } from './match-result.ts';
import { isToRun } from '../invariants/task-states.ts';

/** So many tasks of a service run now. No simulated time passes. */
export function toRun(swarm: Swarm, service: string, count: number): MatchResult {
  const tasks = swarm.tasks.list({ service }).filter(isToRun);
  const running = tasks.filter(({ status }) => status.state === 'running');
  const problems =
    running.length === count
      ? []
      : [
          `${running.length} run`,
          ...tasks.flatMap((task) => describeTask(swarm, task).map((line) => `  ${line}`)),
        ];
  return judge(`run ${count} tasks of ${service}`, problems, `${running.length} run`);
}
