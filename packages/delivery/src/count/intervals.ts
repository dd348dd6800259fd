/** A span of time, in ms; its end is not part of it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What is left of a span without the intervals, which may overlap. */
export function subtract(span: Interval, intervals: readonly Interval[]): readonly Interval[] {
  const left: Interval[] = [];
  let reached = span.from;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    if (from >= span.to) break;
    if (from > reached) left.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  if (reached < span.to) left.push({ from: reached, to: span.to });
  return left;
}

/** How long intervals last together. */
export function totalMs(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The part of an interval that lies in a span; absent where none does. */
export function clip(interval: Interval, span: Interval): readonly Interval[] {
  const from = Math.max(interval.from, span.from);
  const to = Math.min(interval.to, span.to);
  return from < to ? [{ from, to }] : [];
}

/** How many intervals lasted at each instant at which that changed, in order. */
export function countOverTime(intervals: readonly Interval[]): readonly CountAt[] {
  const steps = new Map<number, number>();
  const add = (at: number, step: number): void => void steps.set(at, (steps.get(at) ?? 0) + step);
  for (const { from, to } of intervals) {
    add(from, 1);
    add(to, -1);
  }
  let count = 0;
  return [...steps]
    .sort(([a], [b]) => a - b)
    .map(([at, step]) => {
      count += step;
      return { at, count };
    });
}

/** A count from an instant on. */
export interface CountAt {
  readonly at: number;
  readonly count: number;
}

/** The highest of counts over time; 0 where there are none. */
export function highestOf(counts: readonly CountAt[]): number {
  return counts.reduce((highest, { count }) => Math.max(highest, count), 0);
}

/** The count at an instant. */
export function countAt(counts: readonly CountAt[], instant: number): number {
  let last = 0;
  for (const { at, count } of counts) {
    if (at > instant) break;
    last = count;
  }
  return last;
}
