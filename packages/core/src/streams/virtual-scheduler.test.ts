import { debounceTime, interval, Subject, take } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createVirtualScheduler, type VirtualScheduler } from './virtual-scheduler.ts';

interface Clock {
  now: number;
  readonly rx: ReturnType<typeof createVirtualScheduler>;
  run(to: number): void;
}

interface Clock {
  now: number;
  readonly rx: VirtualScheduler;
  run(to: number): void;
}

function createClock(): Clock {
  const clock: Clock = {
    now: 0,
    rx: createVirtualScheduler(() => clock.now),
    run(to) {
      const { timers } = clock.rx;
      for (let next = timers.nextAt; next !== undefined && next <= to; next = timers.nextAt) {
        clock.now = next;
        timers.runDue(next, () => {});
      }
      clock.now = to;
    },
  };
  return clock;
}

describe('createVirtualScheduler', () => {
  it('lets interval tick on simulated time', () => {
    const clock = createClock();
    const ticks: number[] = [];
    interval(50, clock.rx.scheduler)
      .pipe(take(3))
      .subscribe(() => ticks.push(clock.now));

    clock.run(1_000);

    expect(ticks).toEqual([50, 100, 150]);
    expect(clock.rx.timers.nextAt).toBeUndefined();
  });

  it('lets debounceTime wait in simulated ms', () => {
    const clock = createClock();
    const source = new Subject<string>();
    const seen: string[] = [];
    source
      .pipe(debounceTime(50, clock.rx.scheduler))
      .subscribe((value) => seen.push(`${clock.now} ${value}`));

    source.next('a');
    clock.run(30);
    source.next('b');
    clock.run(200);

    expect(seen).toEqual(['80 b']);
  });

  it('forgets the timers of what is unsubscribed', () => {
    const clock = createClock();
    const subscription = interval(50, clock.rx.scheduler).subscribe();

    subscription.unsubscribe();

    expect(clock.rx.timers.nextAt).toBeUndefined();
  });
});
