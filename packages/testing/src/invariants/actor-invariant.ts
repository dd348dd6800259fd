/** Who may write what of a task. */
import type { Change, Commit, Task } from '@swarmsim/core';
import type { Invariant, Problem } from './invariant.ts';
import { hasEnded, isAfter, isFrom } from './task-states.ts';

/** Who writes tasks, in the words of SwarmKit's model of a task's life. */
type Actor =
  | 'orchestrator'
  | 'allocator'
  | 'scheduler'
  | 'agent'
  | 'reaper'
  | 'constraint enforcer'
  | 'dispatcher'
  | 'user';

/** A part of what can be changed of a task; of one that is made or deleted, both are the same. */
interface TaskStep {
  isMade(before: Task, after: Task): boolean;
  /** Those whose part it is; nobody's where it must not be. */
  actorsOf(before: Task, after: Task): readonly Actor[];
  nameOf(before: Task, after: Task): string;
}

/** SwarmKit: design/tla/Tasks.tla, and the enforcers and the removal of nodes on top of it. */
export const transitionsHaveTheirActor: Invariant = {
  name: 'transitions-have-their-actor',
  rule: 'each step of a task is made by the one whose step it is',
  source: 'SwarmKit: design/tla/Tasks.tla',
  when: 'commit',
  about: ['task'],
  start:
    ({ premise }) =>
    ({ commits, tasks }) => {
      if (tasks.length === 0) return undefined;
      for (const commit of commits) {
        const problem = findWrongStep(commit, premise);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

/** Says which step of a task is not its writer's to make, or is no step of a task's life at all. */
export function findWrongTransition(commit: Commit): string | undefined {
  return findWrongStep(commit, () => undefined)?.message;
}

function findWrongStep({ changes, writtenBy }: Commit, premise: () => void): Problem | undefined {
  // A test of one component plays the others itself, outside of entries or in entries that say so.
  if (writtenBy === '' || writtenBy.startsWith('test:')) return undefined;
  const candidates = actorsOf(writtenBy);
  for (const change of changes) {
    if (change.table !== 'task') continue;
    const wrong = findWrongPart(change, candidates, premise);
    if (wrong === undefined) continue;
    const writer = candidates.length === 1 ? candidates[0] : 'new leader';
    const { name, actors } = wrong;
    return {
      message: `task ${change.id}: ${name} by ${writer} (${writtenBy})`,
      evidence: {
        task: change.id,
        expected: actors.length === 0 ? 'by nobody' : `by ${actors.join(' or ')}`,
        observed: `by ${writer} (${writtenBy})`,
      },
    };
  }
  return undefined;
}

function findWrongPart(
  change: Change,
  candidates: readonly Actor[],
  premise: () => void,
): { readonly name: string; readonly actors: readonly Actor[] } | undefined {
  const before = (change.before ?? change.after) as Task;
  const after = (change.after ?? change.before) as Task;
  let wrong: TaskStep | undefined;
  let isStep = false;
  for (const step of stepsOf(change)) {
    if (!step.isMade(before, after)) continue;
    isStep = true;
    const actors = step.actorsOf(before, after);
    if (!actors.some((actor) => candidates.includes(actor))) wrong ??= step;
  }
  if (isStep) premise();
  if (wrong === undefined) return undefined;
  return { name: wrong.nameOf(before, after), actors: wrong.actorsOf(before, after) };
}

/** SwarmKit: manager/orchestrator/task.go, NewTask. */
const making: TaskStep = {
  isMade: () => true,
  actorsOf(_, { status: { state }, desiredState }) {
    return state === 'new' && !isAfter(desiredState, 'complete') ? ['orchestrator'] : [];
  },
  nameOf: (_, { status, desiredState }) => `made ${status.state}/${desiredState}`,
};

/**
 * The reaper takes what has ended, what will never run, and what it found unassigned when its removal
 * was asked for: that may have gone on since. The others delete at will.
 * SwarmKit: manager/orchestrator/taskreaper/task_reaper.go, tick.
 */
const deleting: TaskStep = {
  isMade: () => true,
  actorsOf(task) {
    const { status, desiredState } = task;
    const willNeverRun = !isFrom(status.state, 'assigned') && isFrom(desiredState, 'complete');
    const isReaped = hasEnded(task) || willNeverRun || desiredState === 'remove';
    return isReaped ? ['orchestrator', 'user', 'reaper'] : ['orchestrator', 'user'];
  },
  nameOf: ({ status, desiredState }) => `deleted as ${status.state}/${desiredState}`,
};

const observing: TaskStep = {
  isMade: (before, after) => before.status.state !== after.status.state,
  actorsOf: actorsOfState,
  nameOf: (before, after) => `${before.status.state} to ${after.status.state}`,
};

/** What is wanted of a task never moves back. */
const wishing: TaskStep = {
  isMade: (before, after) => before.desiredState !== after.desiredState,
  actorsOf: (before, after) =>
    isAfter(after.desiredState, before.desiredState) ? ['orchestrator'] : [],
  nameOf: (before, after) => `wanted ${after.desiredState}, no more ${before.desiredState}`,
};

/** The tasks of global services come with their node. */
const placing: TaskStep = {
  isMade: (before, after) => before.nodeId !== after.nodeId,
  actorsOf: ({ nodeId }) => (nodeId === '' ? ['scheduler'] : []),
  nameOf: (before, after) => `moved from '${before.nodeId}' to '${after.nodeId}'`,
};

const steps = { make: [making], delete: [deleting], write: [observing, wishing, placing] };

function stepsOf({ before, after }: Change): readonly TaskStep[] {
  if (before === undefined) return steps.make;
  return after === undefined ? steps.delete : steps.write;
}

function actorsOfState(before: Task, after: Task): readonly Actor[] {
  const { state: from } = before.status;
  const { state: to } = after.status;
  // The agent goes on to report how a container ended that it had been told to stop.
  if (from === 'shutdown') return to === 'failed' ? ['agent'] : [];
  if (hasEnded(before)) return [];
  const isOnNode = isFrom(from, 'assigned');
  // Of a node that is removed, all tasks are orphaned; of one that is given up, those it got.
  if (to === 'orphaned') return isOnNode ? ['dispatcher', 'user'] : ['user'];
  if (to === 'rejected') return rejecting(before);
  if (from === 'new') return to === 'pending' ? ['allocator'] : [];
  if (from === 'pending') return leavingPending(before, after);
  // The record may skip states, but it never moves back.
  return isAfter(to, from) ? ['agent'] : [];
}

/** SwarmKit: manager/scheduler/scheduler.go, assigned and noSuitableNode. */
function leavingPending({ desiredState }: Task, { status, nodeId }: Task): readonly Actor[] {
  if (status.state === 'assigned') return nodeId === '' ? [] : ['scheduler'];
  const isGivenUp = status.state === 'shutdown' && isFrom(desiredState, 'shutdown');
  return isGivenUp ? ['scheduler'] : [];
}

/** An agent rejects what it has not begun to start. SwarmKit: agent/exec/controller.go, Do. */
function rejecting({ status: { state }, nodeId }: Task): readonly Actor[] {
  if (nodeId === '') return [];
  const isAgents = isFrom(state, 'assigned') && !isFrom(state, 'starting');
  return isAgents ? ['agent', 'constraint enforcer'] : ['constraint enforcer'];
}

const actors: Readonly<Record<string, Actor>> = {
  'watch:replicated': 'orchestrator',
  'watch:global': 'orchestrator',
  'watch:jobs': 'orchestrator',
  'watch:restart-gates': 'orchestrator',
  'restart-gate': 'orchestrator',
  'watch:update': 'orchestrator',
  update: 'orchestrator',
  'watch:allocator': 'allocator',
  'watch:scheduler': 'scheduler',
  'scheduler-debounced': 'scheduler',
  'dispatcher:record-updates': 'agent',
  'dispatcher:node-abandoned': 'dispatcher',
  'watch:constraint-enforcer': 'constraint enforcer',
  'task-reaper': 'reaper',
  'watch:task-reaper': 'reaper',
};

/** A new leader's components begin in the entry that elects it, where none can be told from another. */
const beginners: readonly Actor[] = [
  'orchestrator',
  'allocator',
  'scheduler',
  'reaper',
  'constraint enforcer',
];

function actorsOf(writtenBy: string): readonly Actor[] {
  if (writtenBy.startsWith('managers:')) return beginners;
  // Whatever is no entry of a component is an operation.
  return [actors[writtenBy] ?? 'user'];
}
