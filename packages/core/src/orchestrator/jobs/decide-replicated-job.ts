/** Which tasks a job of a number of completions gets. SwarmKit: manager/orchestrator/jobs/replicated. */
import { isStateAfter, isTerminalState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import type { JobDecision } from './job-decision.ts';

/** A replicated job and its tasks. */
export interface ReplicatedJobSnapshot {
  readonly maxConcurrent: number;
  readonly totalCompletions: number;
  /** Run that the job is at. */
  readonly iteration: number;
  /** All tasks of the job, those of earlier runs included. */
  readonly tasks: readonly Task[];
}

/** What the tasks of the present run amount to. */
interface Progress {
  /** Tasks that are on their way, those to be restarted included. */
  readonly active: number;
  readonly completed: number;
  /** Slots with a task that is active or completed. */
  readonly taken: ReadonlySet<number>;
}

/**
 * Decides what brings a job closer to its completions. A slot has one task that completes; the slot of
 * a task that failed for good is free again. SwarmKit: replicated/reconciler.go, ReconcileService.
 */
export function decideReplicatedJob(snapshot: ReplicatedJobSnapshot): readonly JobDecision[] {
  const { iteration, tasks } = snapshot;
  const current = tasks.filter((task) => task.jobIteration === iteration);
  const progress = measure(current);
  const count = countNewTasks(snapshot, progress);
  // SwarmKit ends here with an error in its log, and so does nothing else either.
  if (count > snapshot.totalCompletions) return [];

  const decisions: JobDecision[] = freeSlots(snapshot, progress, count).map((slot) => ({
    kind: 'create',
    slot,
    nodeId: '',
  }));
  for (const task of current) {
    if (isActive(task) && isTerminalState(task.status.state)) {
      decisions.push({ kind: 'restart', task });
    }
  }
  for (const task of tasks)
    if (isLeftOver(task, iteration)) decisions.push({ kind: 'remove', task });
  return decisions;
}

function measure(tasks: readonly Task[]): Progress {
  const taken = new Set<number>();
  let active = 0;
  let completed = 0;
  for (const task of tasks) {
    const isCompleted = task.status.state === 'complete';
    if (isCompleted) completed += 1;
    else if (isActive(task)) active += 1;
    else continue;
    taken.add(task.slot);
  }
  return { active, completed, taken };
}

/** Whether a task is still wanted to complete, although it may have failed meanwhile. */
function isActive({ desiredState, status }: Task): boolean {
  return status.state !== 'complete' && !isStateAfter(desiredState, 'complete');
}

/** Completed and failed tasks of earlier runs stay: they hold nothing but their record. */
function isLeftOver({ jobIteration, desiredState, status }: Task, iteration: number): boolean {
  if (jobIteration === undefined || jobIteration === iteration) return false;
  return !isTerminalState(status.state) && desiredState !== 'remove';
}

function countNewTasks(snapshot: ReplicatedJobSnapshot, { active, completed }: Progress): number {
  const possible = subtract(snapshot.maxConcurrent, active);
  const allowed = subtract(snapshot.totalCompletions, completed + active);
  return Math.min(possible, allowed);
}

/**
 * Numbers are unsigned in SwarmKit: with more active tasks than there may be at once, the difference
 * is huge and limits nothing. SwarmKit: replicated/reconciler.go, possibleNewTasks and allowedNewTasks.
 */
function subtract(from: number, amount: number): number {
  return from >= amount ? from - amount : 2 ** 64 + from - amount;
}

/** The lowest free slots; when there are none left, slot 0 gets what remains. */
function freeSlots(
  { totalCompletions }: ReplicatedJobSnapshot,
  { taken }: Progress,
  count: number,
): readonly number[] {
  const free: number[] = [];
  for (let slot = 0; free.length < count; slot += 1) {
    if (slot >= totalCompletions) free.push(0);
    else if (!taken.has(slot)) free.push(slot);
  }
  return free;
}
