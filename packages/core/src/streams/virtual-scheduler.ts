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
  const timers = new TimerQueue(now);
  return {
    scheduler: {
      now,
      schedule<State>(
        work: (this: SchedulerAction<State>, state?: State) => void,
        delay?: number,
        state?: State,
      ) {
        return new VirtualAction(timers, work).schedule(state, delay);
      },
    },
    timers,
  };
}

class TimerQueue implements ObserverTimers {
  readonly #now: () => number;
  readonly #waiting: Timer[] = [];
  #sequence = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get nextAt(): number | undefined {
    return this.#waiting[0]?.at;
  }

  runDue(now: number, note: () => void): void {
    for (let timer = this.#waiting[0]; timer !== undefined; timer = this.#waiting[0]) {
      if (timer.at > now) return;
      this.#waiting.shift();
      note();
      timer.run();
    }
  }

  add(delay: number, run: () => void): Timer {
    this.#sequence += 1;
    const at = this.#now() + Math.max(0, Math.ceil(delay));
    const timer: Timer = { at, sequence: this.#sequence, run };
    const position = this.#waiting.findIndex((other) => other.at > at);
    if (position < 0) this.#waiting.push(timer);
    else this.#waiting.splice(position, 0, timer);
    return timer;
  }

  remove(timer: Timer): void {
    const position = this.#waiting.indexOf(timer);
    if (position >= 0) this.#waiting.splice(position, 1);
  }
}

class VirtualAction<State> extends Subscription implements SchedulerAction<State> {
  readonly #timers: TimerQueue;
  readonly #work: (this: SchedulerAction<State>, state?: State) => void;
  #timer: Timer | undefined;

  constructor(timers: TimerQueue, work: (this: SchedulerAction<State>, state?: State) => void) {
    super(() => this.#cancel());
    this.#timers = timers;
    this.#work = work;
  }

  schedule(state?: State, delay = 0): Subscription {
    if (this.closed) return this;
    this.#cancel();
    this.#timer = this.#timers.add(delay, () => {
      this.#timer = undefined;
      this.#work.call(this, state);
    });
    return this;
  }

  #cancel(): void {
    if (this.#timer !== undefined) this.#timers.remove(this.#timer);
    this.#timer = undefined;
  }
}
