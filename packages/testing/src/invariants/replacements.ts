/** What a step says about tasks that replace others, worked out once for all rules about them. */
import type { Commit, Task } from '@swarmsim/core';
import { isByUpdater } from './commit-writers.ts';
import type { Step, TableChange } from './invariant.ts';
import { foundOncePerStep } from './shared-facts.ts';
import { isToRun } from './task-states.ts';

/** A task that was made to wait (wanted READY) for its turn in a slot. */
export interface Replacement {
  readonly task: Task;
  readonly commit: Commit;
  /** An updater made it; else the restart supervisor did. */
  readonly isUpdate: boolean;
  /** The tasks of its slot that the same transaction shut down, as they were before. */
  readonly replaced: readonly Task[];
  /** Which of the changes of tasks in the step it was. */
  readonly place: number;
}

/** A task that was shut down while nothing was made in its slot. */
export interface ShutDown {
  /** As it was before. */
  readonly task: Task;
  readonly commit: Commit;
  /** Which of the changes of tasks in the step it was. */
  readonly place: number;
}

/** See the head of this file. */
export interface ReplacementFacts {
  readonly replacements: readonly Replacement[];
  readonly shutDowns: readonly ShutDown[];
  /** Tasks that were let run after they had waited, as they are now. */
  readonly letRun: readonly TableChange<Task>[];
}

const nothing: ReplacementFacts = { replacements: [], shutDowns: [], letRun: [] };

/** What happened in a step. */
export function replacementFactsOf(step: Step): ReplacementFacts {
  return step.tasks.length === 0 ? nothing : findOnce(step);
}

const findOnce = foundOncePerStep(findFacts);

function findFacts(step: Step): ReplacementFacts {
  const made: Made[] = [];
  const shut: ShutDown[] = [];
  const letRun: TableChange<Task>[] = [];
  for (const [place, change] of step.tasks.entries()) {
    const { before, after, commit } = change;
    if (after === undefined) continue;
    if (before === undefined) made.push({ task: after, commit, place });
    else if (before.desiredState === after.desiredState) continue;
    else if (before.desiredState === 'ready' && isToRun(after)) letRun.push(change);
    else if (after.desiredState === 'shutdown') shut.push({ task: before, commit, place });
  }
  if (made.length === 0 && shut.length === 0) {
    return letRun.length === 0 ? nothing : { ...nothing, letRun };
  }
  return sortOut(step, { made, shut, letRun });
}

type Made = Pick<Replacement, 'task' | 'commit' | 'place'>;

interface Seen {
  readonly made: readonly Made[];
  readonly shut: readonly ShutDown[];
  readonly letRun: readonly TableChange<Task>[];
}

function sortOut(step: Step, { made, shut, letRun }: Seen): ReplacementFacts {
  const { cluster } = step;
  const keyOf = ({ task, commit }: Made): string => `${commit.version} ${cluster.slotKey(task)}`;
  const shutByKey = new Map<string, Task[]>();
  for (const one of shut) {
    const there = shutByKey.get(keyOf(one));
    if (there === undefined) shutByKey.set(keyOf(one), [one.task]);
    else there.push(one.task);
  }
  const taken = new Set<string>();
  const replacements: Replacement[] = [];
  for (const one of made) {
    const { task, commit } = one;
    const there = shutByKey.get(keyOf(one)) ?? [];
    const isUpdate = isByUpdater(commit);
    const isRestart = task.desiredState === 'ready' && !isUpdate;
    // The supervisor takes one task at a time; an update, and who fills a slot anew, all that are there.
    const replaced = isRestart ? there.slice(0, 1) : there;
    if (isRestart && there.length > 1) replaced.splice(0, 1, lastShutBefore(step, task, there));
    for (const { id } of replaced) taken.add(id);
    if (task.desiredState === 'ready') replacements.push({ isUpdate, replaced, ...one });
  }
  return { replacements, shutDowns: shut.filter(({ task }) => !taken.has(task.id)), letRun };
}

/** Of several tasks of a slot, the one that was shut down last when another was made. */
function lastShutBefore({ tasks }: Step, made: Task, shut: readonly Task[]): Task {
  let last = shut[0] as Task;
  for (const { before, after } of tasks) {
    if (after?.id === made.id) break;
    const found = shut.find(({ id }) => id === before?.id);
    if (found !== undefined) last = found;
  }
  return last;
}
