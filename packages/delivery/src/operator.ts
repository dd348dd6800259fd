/**
 * Whoever operates the swarm: does one job after the other, each of which takes time. Jobs are
 * generators that say how long the next action takes, or for how long they wait for something.
 */

/** What a job yields before its next action. */
export type JobStep =
  /** The operator is busy for so many ms. */
  | { readonly kind: 'work'; readonly ms: number }
  /** The operator does other things, and looks again so many ms later. */
  | { readonly kind: 'wait'; readonly ms: number };

/** A job under way. */
export type Job = Generator<JobStep, void, void>;

/** Says that the next action takes time. */
export function work(ms: number): JobStep {
  return { kind: 'work', ms };
}

/** Says that the job goes on later. */
export function wait(ms: number): JobStep {
  return { kind: 'wait', ms };
}

/** See the head of this file. */
export interface Operator {
  /** When something is next to be done; undefined when nothing is. */
  readonly nextAt: number | undefined;
  /** How many ms of work were done. */
  readonly workMs: number;
  /** Gives the operator a job, to be begun at an instant or later. */
  add(at: number, job: Job): void;
  /** Does what is due at an instant, which is `nextAt`. */
  step(now: number): void;
}

interface Queued {
  readonly at: number;
  readonly job: Job;
}

/** Makes an operator without jobs. */
export function createOperator(): Operator {
  /** Ordered by instant; equal ones in the order in which they came. */
  const queue: Queued[] = [];
  let current: Queued | undefined;
  let freeAt = 0;
  let workMs = 0;

  function add(at: number, job: Job): void {
    const later = queue.findIndex((queued) => queued.at > at);
    queue.splice(later < 0 ? queue.length : later, 0, { at, job });
  }

  function goOn(job: Job, now: number): void {
    const next = job.next();
    current = undefined;
    freeAt = now;
    if (next.done === true) return;
    const { kind, ms } = next.value;
    if (kind === 'wait') {
      add(now + ms, job);
      return;
    }
    workMs += ms;
    current = { at: now + ms, job };
  }

  return {
    get nextAt() {
      if (current !== undefined) return current.at;
      const [first] = queue;
      return first === undefined ? undefined : Math.max(first.at, freeAt);
    },
    get workMs() {
      return workMs;
    },
    add,
    step(now) {
      const due = current ?? queue.shift();
      if (due !== undefined) goOn(due.job, now);
    },
  };
}

/** How often a job looks whether it is its turn. */
const turnMs = 10_000;

/** Makes what lets jobs about one thing wait for each other, in the order in which they were given. */
export function createTurns(): (about: string, job: Job) => Job {
  const waiting = new Map<string, Job[]>();

  function* takeTurn(queue: Job[], job: Job): Job {
    while (queue[0] !== job) yield wait(turnMs);
    yield* job;
    queue.shift();
  }

  return (about, job) => {
    const queue = waiting.get(about) ?? [];
    waiting.set(about, queue);
    queue.push(job);
    return takeTurn(queue, job);
  };
}
