/** How containers are stopped. moby: daemon/cluster/executor/container. */
import type { Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import type { Invariant } from './invariant.ts';
import { isToRun } from './task-states.ts';

/** SwarmKit: api/defaults/service.go, Service.Task.Runtime.Container.StopGracePeriod. */
const defaultGraceMs = 10_000;
/** 128 and SIGKILL. */
const killedExitCode = 137;

/** Of the period whole seconds count; less than none is no limit. One that is unhealthy is stopped before it is told to. */
export const stoppedTasksGetTheirGracePeriod: Invariant = {
  name: 'stopped-tasks-get-their-grace-period',
  rule: 'a container that is told to stop is killed only when its grace period is over',
  source:
    'moby: daemon/cluster/executor/container/adapter.go, shutdown; daemon/stop.go, containerStop',
  when: 'commit',
  about: ['task'],
  start({ premise }) {
    const toldAt = new Map<string, number>();
    return ({ swarm, cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        if (before === undefined) continue;
        if (after === undefined) {
          toldAt.delete(before.id);
          continue;
        }
        if (isToRun(before) && !isToRun(after)) toldAt.set(after.id, commit.at);
        const told = toldAt.get(after.id);
        if (told === undefined || before.status === after.status) continue;
        if (after.status.container?.exitCode !== killedExitCode) continue;
        if (swarm.containers.find(after.id)?.health === 'unhealthy') continue;
        premise();
        const leastMs = graceMsOf(after);
        const hadMs = after.status.at - told;
        toldAt.delete(after.id);
        if (hadMs >= leastMs) continue;
        return taskProblem(cluster, after, `was killed ${hadMs} ms after it was told to stop`, {
          expected: `${leastMs} ms at least`,
          observed: `${hadMs} ms`,
        });
      }
      return undefined;
    };
  },
};

function graceMsOf({ spec: { runtime } }: Task): number {
  const wantedMs = runtime?.kind === 'container' ? runtime.stopGracePeriodMs : undefined;
  const graceMs = Math.trunc((wantedMs ?? defaultGraceMs) / 1_000) * 1_000;
  return graceMs < 0 ? Infinity : graceMs;
}
