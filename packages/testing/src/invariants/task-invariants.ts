/** What holds of every task, read off the change stream. */
import { isTerminalState, taskStateRank, type Change, type Task } from '@swarmsim/core';
import type { Invariant, Step } from './invariant.ts';

/** SwarmKit: design/task_model.md: observed and desired state never move back. */
export const statesOnlyGrow: Invariant = {
  name: 'states-only-grow',
  rule: 'observed and desired state of a task never move back',
  when: 'step',
  start: () => (step) =>
    firstProblem(step, (before, after) => {
      if (taskStateRank(after.status.state) < taskStateRank(before.status.state)) {
        return `task ${after.id} went from ${before.status.state} to ${after.status.state}`;
      }
      if (taskStateRank(after.desiredState) < taskStateRank(before.desiredState)) {
        return `task ${after.id} was wanted ${before.desiredState}, then ${after.desiredState}`;
      }
      return undefined;
    }),
};

/** SwarmKit: design/task_model.md: a task never moves to another node. */
export const nodeNeverChanges: Invariant = {
  name: 'node-never-changes',
  rule: 'a task stays on the node it was assigned to',
  when: 'step',
  start: () => (step) =>
    firstProblem(step, (before, after) =>
      before.nodeId === '' || before.nodeId === after.nodeId
        ? undefined
        : `task ${after.id} moved from node ${before.nodeId} to '${after.nodeId}'`,
    ),
};

/** SwarmKit: every write gives an object the version of its transaction, which only grows. */
export const versionsOnlyGrow: Invariant = {
  name: 'versions-only-grow',
  rule: 'the version index of an object only grows',
  when: 'step',
  start: () => (step) => {
    for (const { before, after } of changesOf(step)) {
      if (
        before !== undefined &&
        after !== undefined &&
        after.meta.version <= before.meta.version
      ) {
        return `${after.id} went from version ${before.meta.version} to ${after.meta.version}`;
      }
    }
    return undefined;
  },
};

/** SwarmKit: agent/exec/controller.go: a task that runs was assigned to a node first. */
export const assignedHaveNode: Invariant = {
  name: 'assigned-have-node',
  rule: 'a task past ASSIGNED has a node, unless it ended without one',
  when: 'step',
  start: () => (step) =>
    firstProblem(step, (_, { id, nodeId, status }) =>
      nodeId === '' &&
      taskStateRank(status.state) >= taskStateRank('assigned') &&
      !isTerminalState(status.state)
        ? `task ${id} is ${status.state} without a node`
        : undefined,
    ),
};

function changesOf(step: Step): readonly Change[] {
  return step.commits.flatMap((commit) => commit.changes);
}

function firstProblem(
  step: Step,
  check: (before: Task, after: Task) => string | undefined,
): string | undefined {
  for (const { table, before, after } of changesOf(step)) {
    if (table !== 'task' || before === undefined || after === undefined) continue;
    const problem = check(before as Task, after as Task);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
