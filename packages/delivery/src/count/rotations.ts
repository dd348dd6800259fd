import type { DeliveryRun, RotationWish } from '../run-strategy.ts';
import type { TaskHistory } from './follow-tasks.ts';
import { clip, countAt, countOverTime, type CountAt, type Interval } from './intervals.ts';

/** What all replacements of credential specs came to. Times are in ms. */
export interface RotationCosts {
  readonly count: number;
  /** Of those, how many were not over at the end of the time that is looked at. */
  readonly unfinished: number;
  /** The longest, from the wish until no task ran any more with another credential spec. */
  readonly longestMs: number;
  /** Tasks that ran when the wish came up, and did not run any more when it was fulfilled. */
  readonly tasksReplaced: number;
  /** Replicas that ran when the wish came up, and then did not, times how long. */
  readonly downtimeMs: number;
}

/** Counts what replacing credential specs came to. */
export function countRotations(run: DeliveryRun, tasks: readonly TaskHistory[]): RotationCosts {
  const rotations = run.rotations.map((wish) => followRotation(wish, run, tasks));
  return {
    count: rotations.length,
    unfinished: rotations.filter(({ isOver }) => !isOver).length,
    longestMs: rotations.reduce((longest, { span }) => Math.max(longest, lengthOf(span)), 0),
    tasksReplaced: rotations.reduce((sum, { replaced }) => sum + replaced, 0),
    downtimeMs: rotations.reduce((sum, { missingMs }) => sum + missingMs, 0),
  };
}

interface Rotation {
  readonly span: Interval;
  readonly isOver: boolean;
  readonly replaced: number;
  readonly missingMs: number;
}

function followRotation(
  { service, at, text }: RotationWish,
  { handed, to }: DeliveryRun,
  tasks: readonly TaskHistory[],
): Rotation {
  const own = tasks.filter((task) => task.service === service && task.running !== undefined);
  const ran = own.map(({ taskId, running = nowhere }) => ({ taskId, running }));
  const former = ran.filter(
    ({ taskId, running }) => running.to > at && handed.get(taskId) !== text,
  );
  const lastEnd = former.reduce((last, { running }) => Math.max(last, running.to), at);
  const counts = countOverTime(ran.map(({ running }) => running));
  const wanted = countAt(counts, at);
  const isOver = lastEnd < to;
  const span = { from: at, to: isOver ? findRecovery(counts, lastEnd, wanted) : to };
  const atFirst = ran.filter(({ running }) => running.from <= at && running.to > at);
  return {
    span,
    isOver,
    replaced: atFirst.filter(({ running }) => running.to <= span.to).length,
    missingMs: measureGaps(
      ran.flatMap(({ running }) => clip(running, span)),
      span,
      wanted,
    ),
  };
}

const nowhere: Interval = { from: 0, to: 0 };

/** The first instant from another one on at which as many run as should. */
function findRecovery(counts: readonly CountAt[], from: number, wanted: number): number {
  if (countAt(counts, from) >= wanted) return from;
  return counts.find(({ at, count }) => at > from && count >= wanted)?.at ?? from;
}

/** How many of those wanted did not run, times how long, within a span. */
function measureGaps(running: readonly Interval[], span: Interval, wanted: number): number {
  let missing = 0;
  let last = { at: span.from, count: 0 };
  for (const next of [...countOverTime(running), { at: span.to, count: 0 }]) {
    missing += Math.max(0, wanted - last.count) * (next.at - last.at);
    last = next;
  }
  return missing;
}

function lengthOf({ from, to }: Interval): number {
  return to - from;
}
