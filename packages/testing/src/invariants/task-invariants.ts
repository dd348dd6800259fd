/** What holds of every task, read off the change stream. */
import type { Task } from '@swarmsim/core';
import type { Invariant, Problem, Step } from './invariant.ts';
import { hasEnded, isFrom, stateNumber } from './task-states.ts';

/** SwarmKit: design/task_model.md: observed and desired state never move back. */
export const statesOnlyGrow: Invariant = {
  name: 'states-only-grow',
  rule: 'observed and desired state of a task never move back',
  source: 'SwarmKit: design/task_model.md; manager/dispatcher/dispatcher.go, processUpdates',
  when: 'commit',
  about: ['task-observed', 'task-wanted'],
  start: (context) => (step) =>
    firstProblem(step, (before, after) => {
      const was = before.status.state;
      const is = after.status.state;
      if (was !== is || before.desiredState !== after.desiredState) context.premise();
      if (stateNumber(is) < stateNumber(was)) {
        return problemOf(after, `went from ${was} to ${is}`, { expected: was, observed: is });
      }
      const { desiredState } = after;
      if (stateNumber(desiredState) >= stateNumber(before.desiredState)) return undefined;
      return problemOf(after, `was wanted ${before.desiredState}, then ${desiredState}`, {
        expected: before.desiredState,
        observed: desiredState,
      });
    }),
};

/** SwarmKit: design/task_model.md: a task never moves to another node. */
export const nodeNeverChanges: Invariant = {
  name: 'node-never-changes',
  rule: 'a task stays on the node it was assigned to',
  source: 'SwarmKit: design/task_model.md',
  when: 'commit',
  about: ['task'],
  start: (context) => (step) =>
    firstProblem(step, (before, after) => {
      if (before.nodeId === '') return undefined;
      context.premise();
      if (before.nodeId === after.nodeId) return undefined;
      return problemOf(after, `moved from node ${before.nodeId} to '${after.nodeId}'`, {
        node: before.nodeId,
        expected: before.nodeId,
        observed: after.nodeId,
      });
    }),
};

/** SwarmKit: agent/exec/controller.go: a task that runs was assigned to a node first. */
export const assignedHaveNode: Invariant = {
  name: 'assigned-have-node',
  rule: 'a task past ASSIGNED has a node, unless it ended without one',
  source: 'SwarmKit: design/tla/Tasks.tla',
  when: 'commit',
  about: ['task'],
  start: (context) => (step) =>
    firstProblem(step, (_, task) => {
      const { state } = task.status;
      if (!isFrom(state, 'assigned') || hasEnded(task)) return undefined;
      context.premise();
      if (task.nodeId !== '') return undefined;
      return problemOf(task, `is ${state} without a node`, { expected: 'a node', observed: '' });
    }),
};

function problemOf({ id }: Task, what: string, evidence: Problem['evidence']): Problem {
  return { message: `task ${id} ${what}`, evidence: { task: id, ...evidence } };
}

function firstProblem(
  { tasks }: Step,
  check: (before: Task, after: Task) => Problem | undefined,
): Problem | undefined {
  for (const { before, after } of tasks) {
    if (before === undefined || after === undefined) continue;
    const problem = check(before, after);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
