/**
 * Heartbeats that nobody sends. A healthy node beats once per period, and that changes nothing, so
 * in lazy mode a beat is worked out only when something depends on it: each draw lies within what
 * beats sent one by one would allow.
 */
import type { Random } from '../kernel/random.ts';

/** One beat of a session, as the dispatcher received it. */
export interface Beat {
  readonly session: string;
  /** When it came. */
  readonly at: number;
  /** The period that its answer gave; three of them without another beat, and the node is down. */
  readonly periodMs: number;
  /** When the next one is due. */
  readonly nextAt: number;
}

/** How often nodes beat. */
export interface BeatTiming {
  readonly periodMs: number;
  /** Each answer's period lies at most this far from it, in ms. */
  readonly epsilonMs: number;
}

/** SwarmKit: manager/dispatcher/period.go, Choose. */
export function choosePeriod(timing: BeatTiming, fraction: number): number {
  const { periodMs, epsilonMs } = timing;
  return Math.max(1, periodMs - epsilonMs + Math.floor(fraction * 2 * epsilonMs));
}

/** The beat that comes at an instant. */
export function beatAt(random: Random, timing: BeatTiming, session: string, at: number): Beat {
  const periodMs = choosePeriod(timing, random.draw('heartbeat-period', session, at));
  return { session, at, periodMs, nextAt: at + periodMs };
}

/** The last beat at or before an instant, given an earlier one and a healthy stretch between. */
export function lastBeatBefore(random: Random, timing: BeatTiming, known: Beat, at: number): Beat {
  if (at < known.nextAt) return known;
  const { session } = known;
  const periodMs = choosePeriod(timing, random.draw('heartbeat-period', session, at));
  const age = Math.floor(random.draw('heartbeat-age', session, at) * periodMs);
  const last = Math.max(known.nextAt, at - age);
  return { session, at: last, periodMs, nextAt: last + periodMs };
}
