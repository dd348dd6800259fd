/**
 * What a user watches: rxjs Observables fed synchronously, in order, after each step of the
 * simulation, never inside a transaction. Observers may read the swarm, but not change it.
 */
import { distinctUntilChanged, map, Observable, Subject } from 'rxjs';
import { checkFunction } from '../options/check-options.ts';
import type { Change, Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';

/** A change of one object, with when and why it happened. */
export interface StoreEvent {
  /** Instant in ms since the simulation's start. */
  readonly at: number;
  /** Sequence of the entry or operation that caused it. */
  readonly causedBy: number;
  readonly change: Change;
}

/** The streams of a swarm. */
export interface SwarmStreams {
  /** One value per transaction. */
  readonly changes$: Observable<Commit>;
  /** One value per object changed. */
  readonly events$: Observable<StoreEvent>;
  /** What `read` makes of the state, now and whenever a transaction made it differ. */
  select<Value>(read: () => Value): Observable<Value>;
  /** Delivers what was committed since the last call. */
  flush(): void;
  /** Runs observers' code: a change that it asks for is refused. */
  deliver(run: () => void): void;
  /** True while observers run. */
  isDelivering(): boolean;
  /** Completes all streams. */
  complete(): void;
  /** True once they are complete. */
  isComplete(): boolean;
}

/** Makes the streams over a store. */
export function createSwarmStreams(store: Store): SwarmStreams {
  const commits = new Subject<Commit>();
  let waiting: Commit[] = [];
  let isDelivering = false;
  let isComplete = false;

  store.onCommit((commit) => {
    if (commits.observed) waiting.push(commit);
  });

  function deliver(run: () => void): void {
    isDelivering = true;
    try {
      run();
    } finally {
      isDelivering = false;
    }
  }

  return {
    changes$: commits.asObservable(),
    events$: new Observable((subscriber) =>
      commits.subscribe({
        next({ at, causedBy, changes }) {
          for (const change of changes) subscriber.next({ at, causedBy, change });
        },
        complete: () => subscriber.complete(),
      }),
    ),
    select(read) {
      checkFunction('select', read);
      return new Observable<void>((subscriber) => {
        subscriber.next();
        return commits.subscribe({
          next: () => subscriber.next(),
          complete: () => subscriber.complete(),
        });
      }).pipe(map(read), distinctUntilChanged());
    },
    isDelivering: () => isDelivering,
    flush() {
      if (waiting.length === 0 || isDelivering) return;
      deliver(() => {
        while (waiting.length > 0) {
          const delivered = waiting;
          waiting = [];
          for (const commit of delivered) commits.next(commit);
        }
      });
    },
    deliver,
    complete() {
      isComplete = true;
      commits.complete();
    },
    isComplete: () => isComplete,
  };
}
