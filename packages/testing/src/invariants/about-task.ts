import type { Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import type { Evidence, Problem } from './invariant.ts';

/** What was expected of a task, and what was there instead. */
export type Finding = Pick<Evidence, 'expected' | 'observed' | 'object'>;

/** A problem of one task; the message goes on after its name and id. */
export function taskProblem(
  cluster: ClusterState,
  task: Task,
  message: string,
  finding: Finding,
): Problem {
  const slot = cluster.slotName(task);
  const { nodeId } = cluster.task(task.id) ?? task;
  return {
    message: `task ${slot} (${task.id}) ${message}`,
    evidence: {
      task: task.id,
      slot,
      ...(task.serviceId !== '' && { service: task.serviceId }),
      ...(nodeId !== '' && { node: nodeId }),
      ...finding,
    },
  };
}
