/** Who may write what of a task. */
import { taskStateRank, type Commit, type Task, type TaskState } from '@swarmsim/core';
import type { Invariant } from './invariant.ts';

/** Who writes tasks, in the words of SwarmKit's model of a task's life. */
type Actor =
  | 'orchestrator'
  | 'allocator'
  | 'scheduler'
  | 'agent'
  | 'reaper'
  | 'constraint enforcer'
  | 'dispatcher'
  | 'user'
  | 'new leader';

/** SwarmKit: design/tla/Tasks.tla, and the enforcers and the removal of nodes on top of it. */
export const transitionsHaveTheirActor: Invariant = {
  name: 'transitions-have-their-actor',
  rule: 'each step of a task is made by the one whose step it is',
  when: 'step',
  start:
    () =>
    ({ commits }) => {
      for (const commit of commits) {
        const problem = findProblem(commit);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

function findProblem({ changes, writtenBy }: Commit): string | undefined {
  const actor = actorOf(writtenBy);
  for (const change of changes) {
    if (change.table !== 'task') continue;
    const before = change.before as Task | undefined;
    const after = change.after as Task | undefined;
    const step = describeStep(before, after).find((name) => !isAllowed(name, actor, before, after));
    if (step !== undefined) return `task ${change.id}: ${step} by ${actor} (${writtenBy})`;
  }
  return undefined;
}

/** What a change of a task comes to: it is made or deleted, observed anew, or wanted otherwise. */
function describeStep(before: Task | undefined, after: Task | undefined): readonly string[] {
  if (before === undefined) return ['made'];
  if (after === undefined) return ['deleted'];
  const steps: string[] = [];
  const { state: from } = before.status;
  const { state: to } = after.status;
  if (from !== to) steps.push(`${from} to ${to}`);
  if (before.desiredState !== after.desiredState) steps.push('wanted otherwise');
  return steps;
}

function isAllowed(
  step: string,
  actor: Actor,
  before: Task | undefined,
  after: Task | undefined,
): boolean {
  // A new leader's components act before they are told apart by entries of their own.
  if (actor === 'new leader') return true;
  if (step === 'made' || step === 'wanted otherwise') return actor === 'orchestrator';
  if (step === 'deleted') return ['orchestrator', 'reaper', 'user'].includes(actor);
  if (before === undefined || after === undefined) return false;
  return actorsOf(before.status.state, after.status.state).includes(actor);
}

function actorsOf(from: TaskState, to: TaskState): readonly Actor[] {
  if (from === 'new') return to === 'pending' ? ['allocator'] : orphaning(to);
  if (from === 'pending') {
    return to === 'assigned' || to === 'shutdown' ? ['scheduler'] : orphaning(to);
  }
  if (to === 'orphaned') return orphaning(to);
  // The record may skip states, and SHUTDOWN may become FAILED, but nothing moves back.
  if (taskStateRank(to) <= taskStateRank(from)) return [];
  return to === 'rejected' ? ['agent', 'constraint enforcer'] : ['agent'];
}

/** Of a node that is gone or given up, tasks are orphaned. */
function orphaning(to: TaskState): readonly Actor[] {
  return to === 'orphaned' ? ['dispatcher', 'user'] : [];
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

function actorOf(writtenBy: string): Actor {
  if (writtenBy.startsWith('managers:') || writtenBy === '') return 'new leader';
  // Whatever is no entry of a component is an operation.
  return actors[writtenBy] ?? 'user';
}
