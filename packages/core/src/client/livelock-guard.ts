import { SwarmSimError } from '../kernel/errors.ts';
import { invalid } from '../options/check-options.ts';

/** Default of {@link readInstantEventsMax}: a thousand nodes that do a thousand things each take less. */
const eventsMaxDefault = 10_000_000;
/** Events that are looked at before the error, so that it can say what repeats. */
const sampleMax = 10_000;
/** Most kinds that the error names. */
const namedMax = 5;

/** Notices that simulated time no longer passes. */
export interface LivelockGuard {
  /** Whether the instant has had so many events that their kinds are asked for. */
  isSampling(): boolean;
  /**
   * Notes that an event has happened.
   *
   * @throws SwarmSimError `livelock` where too many have at this instant.
   */
  note(now: number, kind: string): void;
}

/** Checks the option that bounds the events of an instant. @throws SwarmSimError `invalid-argument`. */
export function readInstantEventsMax(value: number = eventsMaxDefault): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw invalid(`instantEventsMax must be a whole number from 1 on, not ${value}`);
}

/** Makes a guard that takes more than `eventsMax` events of one instant for a livelock. */
export function createLivelockGuard(eventsMax: number): LivelockGuard {
  const kinds = new Map<string, number>();
  const sampled = Math.min(sampleMax, eventsMax);
  let instant = -1;
  let count = 0;

  return {
    isSampling: () => count >= eventsMax - sampled,
    note(now, kind) {
      if (now !== instant) {
        instant = now;
        count = 0;
        if (kinds.size > 0) kinds.clear();
      }
      count += 1;
      if (count <= eventsMax - sampled) return;
      if (kind !== '') kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (count > eventsMax) throw livelock(now, eventsMax, kinds);
    },
  };
}

function livelock(now: number, eventsMax: number, kinds: Map<string, number>): SwarmSimError {
  const most = [...kinds].sort(([, one], [, other]) => other - one).slice(0, namedMax);
  const named = most
    .map(([kind, times]) => `${kind} ${times === 1 ? 'once' : `${times} times`}`)
    .join(', ');
  const total = [...kinds.values()].reduce((sum, times) => sum + times, 0);
  const message = `simulated time stands still at ${now} ms: more than ${eventsMax} events at this instant; of the last ${total}: ${named}`;
  return new SwarmSimError('livelock', message);
}
