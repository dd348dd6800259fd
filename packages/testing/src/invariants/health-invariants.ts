/** Health checks of containers. moby: daemon/health.go. */
import type { Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { connectedNodesIn, isStill } from './at-rest.ts';
import type { ClusterState } from './cluster-state.ts';
import { isByDispatcher } from './commit-writers.ts';
import type { Invariant, Step, TableChange } from './invariant.ts';

/** A health check with moby's defaults; times in ms. */
interface Check {
  readonly intervalMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
}

/** An engine that restarts takes a container that has survived for started. SwarmKit: agent/exec/errors.go, ErrTaskStarted. */
export const tasksRunOnlyOnceHealthy: Invariant = {
  name: 'tasks-run-only-once-healthy',
  rule: 'a task with a health check is running only when a probe has succeeded',
  source: 'moby: daemon/cluster/executor/container/controller.go, Start; daemon/health.go, monitor',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    (step) => {
      for (const change of step.tasks) {
        const checked = checkedTask(change, 'running');
        if (checked === undefined) continue;
        const { task, check } = checked;
        const container = step.swarm.containers.find(task.id);
        if (container?.startedAt === undefined) continue;
        // One that has ended well by itself counts as started.
        if (container.state === 'exited' && container.exitCode === 0) continue;
        if (hasNodeReturned(step.cluster, task, container.startedAt)) continue;
        premise();
        const leastMs = firstProbeAfter(check);
        const startedForMs = task.status.at - container.startedAt;
        if (startedForMs >= leastMs && container.health !== 'starting') continue;
        return taskProblem(step.cluster, task, 'is running though no probe has succeeded', {
          expected: `a probe ${leastMs} ms after the start at the earliest`,
          observed: `${startedForMs} ms after it, ${container.health ?? 'unknown'}`,
        });
      }
      return undefined;
    },
};

/** Failures within the start period do not count before the first success. */
export const unhealthyTasksFailAfterTheirRetries: Invariant = {
  name: 'unhealthy-tasks-fail-after-their-retries',
  rule: 'a task fails for its health as soon as as many probes in a row as there are retries have failed, and no sooner',
  source: 'moby: daemon/health.go, handleProbeResult',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    (step) => {
      for (const change of step.tasks) {
        const checked = checkedTask(change, 'failed');
        if (checked === undefined) continue;
        const { task, check } = checked;
        if (!task.status.err.includes('unhealthy container')) continue;
        const { startedAt, failedProbes } = step.swarm.containers.find(task.id) ?? {};
        if (startedAt === undefined) continue;
        premise();
        if (failedProbes !== undefined && failedProbes !== check.retries) {
          return taskProblem(step.cluster, task, `failed after ${failedProbes} failed probes`, {
            expected: `${check.retries} in a row`,
            observed: `${failedProbes}`,
          });
        }
        // The message is that of the state before, which the record may have skipped.
        const leastMs = unhealthyAfter(check, task.status.message === 'started');
        const lastedMs = task.status.at - startedAt;
        if (lastedMs >= leastMs) continue;
        return taskProblem(step.cluster, task, `failed for its health after ${lastedMs} ms`, {
          expected: `${check.retries} failed probes, ${leastMs} ms at least`,
          observed: `${lastedMs} ms`,
        });
      }
      return undefined;
    },
};

/** A container that is unhealthy is stopped, and its task fails. */
export const unhealthyTasksEnd: Invariant = {
  name: 'unhealthy-tasks-end',
  rule: 'at rest, no task runs whose container is unhealthy',
  source: 'moby: daemon/cluster/executor/container/controller.go, checkHealth and Wait',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { swarm, cluster, at } = step;
      const connected = connectedNodesIn(step);
      for (const task of cluster.tasks()) {
        if (task.status.state !== 'running' || checkOf(task) === undefined) continue;
        if (task.nodeId === '' || !connected.has(task.nodeId) || !isStill(task, at)) continue;
        const container = swarm.containers.find(task.id);
        if (container === undefined) continue;
        premise();
        if (container.health !== 'unhealthy') continue;
        return taskProblem(cluster, task, 'is running though its container is unhealthy', {
          expected: 'a task that has failed',
          observed: 'running',
        });
      }
      return undefined;
    },
};

/** A task that was just reported in a state, with its check. */
function checkedTask(
  { before, after, commit }: TableChange<Task>,
  state: 'running' | 'failed',
): { readonly task: Task; readonly check: Check } | undefined {
  if (after?.status.state !== state || before?.status.state === state) return undefined;
  const check = isByDispatcher(commit) ? checkOf(after) : undefined;
  return check === undefined ? undefined : { task: after, check };
}

/** moby: daemon/health.go, getProbe and timeoutWithDefault. */
function checkOf({ spec: { runtime } }: Task): Check | undefined {
  const config = runtime?.kind === 'container' ? runtime.healthcheck : undefined;
  const kind = config?.test?.[0];
  if (config === undefined || (kind !== 'CMD' && kind !== 'CMD-SHELL')) return undefined;
  return {
    intervalMs: positive(config.intervalMs, 30_000),
    retries: positive(config.retries, 3),
    startPeriodMs: positive(config.startPeriodMs, 0),
    startIntervalMs: positive(config.startIntervalMs, 5_000),
  };
}

function positive(value: number | undefined, otherwise: number): number {
  return value === undefined || value <= 0 ? otherwise : value;
}

/** moby: daemon/health.go, monitor: within the start period probes come sooner, and one at its end. */
function firstProbeAfter({ intervalMs, startPeriodMs, startIntervalMs }: Check): number {
  if (startPeriodMs === 0) return intervalMs;
  return startPeriodMs < intervalMs ? startPeriodMs : startIntervalMs;
}

/** The least time in which a container that has started can become unhealthy. */
function unhealthyAfter(check: Check, wasHealthy: boolean): number {
  const { intervalMs, retries, startPeriodMs } = check;
  if (startPeriodMs === 0) return retries * intervalMs;
  if (!wasHealthy) return startPeriodMs + (retries - 1) * intervalMs;
  // The pause before the end of the start period is a short one.
  return Math.max(0, retries - 2) * intervalMs;
}

/** Whether the node has registered anew since then, which it does when its engine was restarted. */
function hasNodeReturned(cluster: ClusterState, { nodeId }: Task, since: number): boolean {
  const node: Step['nodes'][number]['after'] = cluster.node(nodeId);
  return node === undefined || node.meta.updatedAt > since;
}
