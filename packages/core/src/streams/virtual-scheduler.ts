/**
 * rxjs on simulated time. Observers' timers are closures, so they wait in a queue of their own: they
 * run after the model's entries of their instant, and are outside trace, snapshot and settling.
 */
import { Subscription, type SchedulerAction, type SchedulerLike } from 'rxjs';

/** The queue of observers' timers. */
export interface ObserverTimers {
  /** Instant of the next timer; undefined when none waits. */
  readonly nextAt: number | undefined;
  /** Runs the timers that are due at an instant, in the order in which they were set; notes each. */
  runDue(now: number, note: () => void): void;
}

interface Timer {
  readonly at: number;
  readonly sequence: number;
  readonly run: () => void;
}

/** An rxjs scheduler on virtual time, with the queue behind it. */
export interface VirtualScheduler {
  readonly scheduler: SchedulerLike;
  readonly timers: ObserverTimers;
}

/** Makes an rxjs scheduler whose clock is `now` and whose delays are simulated ms. */
export function createVirtualScheduler(now: () => number): VirtualScheduler {
  const waiting: Timer[] = [];
  let sequence = 0;

  function add(at: number, run: () => void): Timer {
    sequence += 1;
    const timer: Timer = { at, sequence, run };
    const position = waiting.findIndex((other) => other.at > at);
    if (position < 0) waiting.push(timer);
    else waiting.splice(position, 0, timer);
    return timer;
  }

  function remove(timer: Timer): void {
    const position = waiting.indexOf(timer);
    if (position >= 0) waiting.splice(position, 1);
  }

  class VirtualAction<State> extends Subscription implements SchedulerAction<State> {
    readonly #work: (this: SchedulerAction<State>, state?: State) => void;
    #timer: Timer | undefined;

    constructor(work: (this: SchedulerAction<State>, state?: State) => void) {
      super(() => this.#cancel());
      this.#work = work;
    }

    schedule(state?: State, delay = 0): Subscription {
      if (this.closed) return this;
      this.#cancel();
      this.#timer = add(now() + Math.max(0, Math.ceil(delay)), () => {
        this.#timer = undefined;
        this.#work.call(this, state);
      });
      return this;
    }

    #cancel(): void {
      if (this.#timer !== undefined) remove(this.#timer);
      this.#timer = undefined;
    }
  }

  return {
    scheduler: {
      now,
      schedule<State>(
        work: (this: SchedulerAction<State>, state?: State) => void,
        delay?: number,
        state?: State,
      ) {
        return new VirtualAction(work).schedule(state, delay);
      },
    },
    timers: {
      get nextAt() {
        return waiting[0]?.at;
      },
      runDue(at, note) {
        for (let timer = waiting[0]; timer !== undefined && timer.at <= at; timer = waiting[0]) {
          waiting.shift();
          note();
          timer.run();
        }
      },
    },
  };
}
