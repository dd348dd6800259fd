/** Moves a swarm through simulated time: runs what is due, then observers' timers, then streams. */
import { parseDuration } from '../duration/parse-duration.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkOptions, invalid } from '../options/check-options.ts';
import type { Store } from '../store/store.ts';
import type { SwarmStreams } from '../streams/swarm-streams.ts';
import type { ObserverTimers } from '../streams/virtual-scheduler.ts';
import type { LivelockGuard } from './livelock-guard.ts';
import type { Duration } from './service-options.ts';

/** When {@link Timeline.settle} is done. */
export interface SettleOptions {
  /** Simulated time without any change in the store. Default 30 s. */
  readonly quiet?: Duration;
  /** Simulated time after which to give up. Default 10 min. */
  readonly limit?: Duration;
}

/** How settling ended. */
export interface SettleResult {
  /** Whether the swarm became quiet; false when the limit came first. */
  readonly settled: boolean;
  /** Instant of the last change in the store, in ms. */
  readonly changedAt: number;
}

/** Simulated time, as a user moves it. */
export interface Timeline {
  /** Runs everything due in the next stretch of time. @throws SwarmSimError `time-reversed`. */
  advance(duration: Duration): void;
  /** Runs everything due up to an instant. @throws SwarmSimError `time-reversed`. */
  advanceTo(instant: Duration): void;
  /**
   * Advances until nothing in the store has changed for a while. It never empties the queue: a
   * 24-hour timer or a crash loop is not unsettled work.
   */
  settle(options?: SettleOptions): SettleResult;
}

/** Default of {@link SettleOptions.quiet}: longer than a node takes to be seen down. */
const quietDefault = '30s';
/** Default of {@link SettleOptions.limit}. */
const limitDefault = '10m';

/** The last instant. From there on the longest timer still has an exact instant of its own. */
const instantMax: number = 2 ** 52;

/**
 * Checks that a swarm may be changed now.
 *
 * @throws SwarmSimError `disposed` or `reentrant-call`.
 */
export function assertOpen(streams: SwarmStreams, call: string): void {
  if (streams.isComplete()) throw new SwarmSimError('disposed', `${call} called after dispose`);
  if (streams.isDelivering()) {
    throw new SwarmSimError('reentrant-call', `${call} called inside an observer`);
  }
}

/** What a timeline drives. */
export interface TimelineParts {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly streams: SwarmStreams;
  readonly timers: ObserverTimers;
  readonly guard: LivelockGuard;
}

/** Makes the timeline of a swarm. */
export function createTimeline(parts: TimelineParts): Timeline {
  const { kernel, store, streams, timers, guard } = parts;

  /** Runs the next thing due by `limit`; false when there is none. */
  function runNext(limit: number): boolean {
    const observers = timers.nextAt ?? Infinity;
    const kind = guard.isSampling() ? kernel.nextKind : '';
    if (kernel.step(Math.min(limit, observers))) {
      guard.note(kernel.now, kind);
      streams.flush();
    } else if (observers <= limit) {
      kernel.moveTo(observers);
      streams.deliver(() => timers.runDue(observers, noteTimer));
    } else return false;
    return true;
  }

  function noteTimer(): void {
    guard.note(kernel.now, 'observer timer');
  }

  function runTo(instant: number): void {
    if (instant > instantMax) throw invalid(`simulated time ends at ${instantMax} ms`);
    streams.flush();
    while (runNext(instant));
    kernel.moveTo(instant);
  }

  return {
    advance(duration) {
      assertOpen(streams, 'advance');
      const ms = parseDuration(duration);
      if (ms < 0) throw backwards(`${duration}`, kernel.now);
      runTo(Math.ceil(kernel.now + ms));
    },
    advanceTo(instant) {
      assertOpen(streams, 'advanceTo');
      const at = Math.ceil(parseDuration(instant));
      if (at < kernel.now) throw backwards(`to ${instant}`, kernel.now);
      runTo(at);
    },
    settle(options = {}) {
      assertOpen(streams, 'settle');
      checkOptions<SettleOptions>('settle', options, { quiet: 'any', limit: 'any' });
      const quiet = readDuration('quiet', options.quiet ?? quietDefault);
      const start = kernel.now;
      const limit = start + readDuration('limit', options.limit ?? limitDefault);
      for (;;) {
        const target = Math.max(store.committedAt, start) + quiet;
        if (target > limit) {
          runTo(Math.ceil(limit));
          return { settled: false, changedAt: store.committedAt };
        }
        const before = store.version;
        runUntilChange(target, before);
        if (store.version === before) return { settled: true, changedAt: store.committedAt };
      }
    },
  };

  /** Runs up to an instant, or to the first change in the store. */
  function runUntilChange(instant: number, version: number): void {
    const next = Math.min(kernel.nextAt ?? Infinity, timers.nextAt ?? Infinity);
    if (next > instant) return runTo(Math.ceil(instant));
    streams.flush();
    while (store.version === version && runNext(instant));
    if (store.version === version) kernel.moveTo(Math.ceil(instant));
  }
}

function readDuration(name: string, duration: Duration): number {
  const ms = parseDuration(duration);
  if (ms >= 0) return ms;
  throw invalid(`${name} must not be negative, not ${duration}`);
}

function backwards(wanted: string, now: number): SwarmSimError {
  const message = `cannot advance ${wanted} at ${now} ms: simulated time only moves forward`;
  return new SwarmSimError('time-reversed', message);
}
