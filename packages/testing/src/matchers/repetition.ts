/** What a swarm does again and again that never comes to rest. */
import type { Duration, Swarm, Task } from '@swarmsim/core';
import { describeTask } from './describe-task.ts';

/** Counts how tasks end while it watches. */
export interface Repetition {
  /** Of each slot whose tasks ended: how often, and the last of them. */
  readonly ends: ReadonlyMap<string, { readonly count: number; readonly last: Task }>;
  stop(): void;
}

/** Begins to watch. */
export function watchRepetition(swarm: Swarm): Repetition {
  const ends = new Map<string, { count: number; last: Task }>();
  const stop = swarm.onStep(({ commits }) => {
    for (const { changes } of commits) {
      for (const { table, before, after } of changes) {
        if (table !== 'task' || before === undefined || after === undefined) continue;
        const task = after as Task;
        const { state } = task.status;
        if ((before as Task).status.state === state) continue;
        if (state !== 'failed' && state !== 'rejected' && state !== 'complete') continue;
        const slot = `${task.serviceId}.${task.slot === 0 ? task.nodeId : task.slot}`;
        const count = (ends.get(slot)?.count ?? 0) + 1;
        ends.set(slot, { count, last: task });
      }
    }
  });
  return { ends, stop };
}

/** Says what kept the swarm from rest, the most frequent first. */
export function describeRepetition(
  swarm: Swarm,
  { ends }: Repetition,
  within: Duration,
): readonly string[] {
  const given = typeof within === 'number' ? `${within} ms` : within;
  const counted = [...ends.values()].filter(({ count }) => count > 1);
  const head = `it did not come to rest within ${given}`;
  if (counted.length === 0) return [head];
  const most = counted.sort((a, b) => b.count - a.count).slice(0, shownMax);
  return [
    `${head}; what repeats:`,
    ...most.map(({ count, last }) => `  ${count} times: ${describeTask(swarm, last)[0]}`),
  ];
}

/** Most repetitions that are told. */
const shownMax = 5;
