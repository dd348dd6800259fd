/** Which nodes run a job that runs once on every node. SwarmKit: manager/orchestrator/jobs/global. */
import { matchesConstraints } from '../../constraint/match-constraints.ts';
import type { Constraint } from '../../constraint/parse-constraints.ts';
import type { Node } from '../../model/node.ts';
import { isStateAfter, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { isInvalidNode } from '../task.ts';
import type { JobDecision } from './job-decision.ts';

/** A global job, its tasks, and where it may run. */
export interface GlobalJobSnapshot {
  readonly constraints: readonly Constraint[];
  /** All nodes. */
  readonly nodes: readonly Node[];
  /** Run that the job is at. */
  readonly iteration: number;
  /** All tasks of the job, those of earlier runs included. */
  readonly tasks: readonly Task[];
}

/**
 * Decides on all nodes for one job. A node gets a task if it has none that is to complete or did; what
 * has been completed on a node is not undone when the node leaves, nor done again when it returns.
 * SwarmKit: global/reconciler.go, ReconcileService.
 */
export function decideGlobalJob(snapshot: GlobalJobSnapshot): readonly JobDecision[] {
  const { constraints, iteration, tasks } = snapshot;
  const current = tasks.filter((task) => isOfRun(task, iteration));
  const byNode = new Map<string, Task>(current.map((task) => [task.nodeId, task]));
  const nodes = snapshot.nodes.filter((node) => matchesConstraints(constraints, node));

  const decisions: JobDecision[] = [];
  for (const node of nodes) {
    if (isCandidate(node) && !byNode.has(node.id)) {
      decisions.push({ kind: 'create', slot: 0, nodeId: node.id });
    }
  }
  for (const task of current) {
    if (isStateAfter(task.status.state, 'complete')) decisions.push({ kind: 'restart', task });
  }
  for (const task of tasks)
    if (isLeftOver(task, iteration)) decisions.push({ kind: 'remove', task });
  for (const node of nodes) {
    const task = isInvalidNode(node) ? byNode.get(node.id) : undefined;
    if (task !== undefined && !isTerminalState(task.status.state)) {
      decisions.push({ kind: 'shut-down', task });
    }
  }
  return decisions;
}

/** Whether a task counts for a run: nobody has decided yet that it should stop. */
function isOfRun({ jobIteration, desiredState }: Task, iteration: number): boolean {
  return jobIteration === iteration && !isStateAfter(desiredState, 'complete');
}

/** A node on pause, or one that has not registered with this leader, gets no task. */
function isCandidate({ spec, status }: Node): boolean {
  return spec.availability === 'active' && status.state === 'ready';
}

/** Of earlier runs nothing stays, not even what was completed. */
function isLeftOver({ jobIteration, desiredState }: Task, iteration: number): boolean {
  return jobIteration !== undefined && jobIteration !== iteration && desiredState !== 'remove';
}
