import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { Store } from '../store/store.ts';
import { createSwarmStreams, type SwarmStreams } from '../streams/swarm-streams.ts';
import { createVirtualScheduler } from '../streams/virtual-scheduler.ts';
import { createLivelockGuard } from './livelock-guard.ts';
import { createTimeline, type Timeline } from './timeline.ts';

interface World {
  readonly kernel: Kernel;
  readonly streams: SwarmStreams;
  readonly timeline: Timeline;
  /** What ran, with its instant. */
  readonly log: readonly string[];
  /** Lets an entry run at each of these instants; with `writes` it changes the store. */
  plan(kind: 'writes' | 'idles', ...instants: readonly number[]): void;
  observeAt(instant: number, run: () => void): void;
}

function createWorld(): World {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  const streams = createSwarmStreams(store);
  const { scheduler, timers } = createVirtualScheduler(() => kernel.now);
  const log: string[] = [];
  kernel.register('idles', () => void log.push(`idles ${kernel.now}`));
  kernel.register('writes', () => {
    log.push(`writes ${kernel.now}`);
    const id = toId<ConfigId>(`c${store.version}`);
    store.update((tx) => tx.create('config', { id, spec: { name: id } }));
  });
  return {
    kernel,
    streams,
    timeline: createTimeline({
      kernel,
      store,
      streams,
      timers,
      guard: createLivelockGuard(20),
    }),
    log,
    plan(kind, ...instants) {
      for (const at of instants) kernel.schedule({ at, entry: { kind } });
    },
    observeAt(instant, run) {
      scheduler.schedule(() => {
        log.push(`observer ${kernel.now}`);
        run();
      }, instant - kernel.now);
    },
  };
}

describe('advance', () => {
  it('runs what is due by then, the last instant included, and stops there', () => {
    const { kernel, log, plan, timeline } = createWorld();
    plan('idles', 0, 10, 11);

    timeline.advance(10);

    expect(log).toEqual(['idles 0', 'idles 10']);
    expect(kernel.now).toBe(10);
  });

  it.each([
    { duration: '1m30s', now: 90_000 },
    { duration: 0.2, now: 1 },
    { duration: '0', now: 0 },
  ])('reads $duration as docker does, and rounds up', ({ duration, now }) => {
    const { kernel, timeline } = createWorld();

    timeline.advance(duration);

    expect(kernel.now).toBe(now);
  });

  it('runs observers’ timers after the model’s entries of their instant', () => {
    const { log, observeAt, plan, timeline } = createWorld();
    observeAt(10, () => undefined);
    plan('idles', 10);
    plan('idles', 11);

    timeline.advance(20);

    expect(log).toEqual(['idles 10', 'observer 10', 'idles 11']);
  });

  it.each([
    { name: 'back', act: (t: Timeline) => t.advance(-1), code: 'time-reversed' },
    { name: 'to the past', act: (t: Timeline) => t.advanceTo('4s'), code: 'time-reversed' },
    { name: 'for ever', act: (t: Timeline) => t.advance(Infinity), code: 'malformed-duration' },
    { name: 'for no time', act: (t: Timeline) => t.advance(NaN), code: 'malformed-duration' },
    { name: 'in other units', act: (t: Timeline) => t.advance('1d'), code: 'malformed-duration' },
  ])('refuses to go $name, and stays where it is', ({ act, code }) => {
    const { kernel, timeline } = createWorld();
    timeline.advanceTo('5s');

    expect(() => act(timeline)).toThrow(expect.objectContaining({ code }));

    expect(kernel.now).toBe(5_000);
  });

  it('ends before instants stop being exact', () => {
    const { kernel, timeline } = createWorld();
    const act = (): void => {
      for (let times = 0; times < 1_000; times += 1) timeline.advance('2500000h');
    };

    expect(act).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: 'simulated time ends at 4503599627370496 ms',
      }),
    );
    expect(kernel.now).toBeLessThan(2 ** 52);
  });

  it('is refused inside an observer, and once the streams have ended', () => {
    const { observeAt, streams, timeline } = createWorld();
    const codes: unknown[] = [];
    const note = (act: () => unknown): void => {
      try {
        act();
      } catch (error) {
        codes.push(Reflect.get(error as object, 'code'));
      }
    };
    observeAt(1, () => {
      note(() => timeline.advance(1));
      note(() => timeline.settle());
    });

    timeline.advance(2);
    streams.complete();
    note(() => timeline.advanceTo(5));

    expect(codes).toEqual(['reentrant-call', 'reentrant-call', 'disposed']);
  });
});

describe('settle', () => {
  it('ends when nothing has changed for 30 s, whatever else is due', () => {
    const { kernel, plan, timeline } = createWorld();
    plan('writes', 5, 20_000, 60_000);
    plan('idles', 21_000, 45_000);

    const result = timeline.settle();

    expect(result).toEqual({ settled: true, changedAt: 20_000 });
    expect(kernel.now).toBe(50_000);
  });

  it('waits as long as it is told to', () => {
    const { kernel, plan, timeline } = createWorld();
    plan('writes', 5, 2_000);

    const result = timeline.settle({ quiet: '1s' });

    expect(result).toEqual({ settled: true, changedAt: 5 });
    expect(kernel.now).toBe(1_005);
  });

  it('counts the quiet from now, not from the last change before', () => {
    const { kernel, plan, timeline } = createWorld();
    plan('writes', 5);
    timeline.advance('1h');

    timeline.settle({ quiet: '10s' });

    expect(kernel.now).toBe(3_610_000);
  });

  it('gives up at its limit, and says so', () => {
    const { kernel, plan, timeline } = createWorld();
    plan('writes', ...Array.from({ length: 100 }, (_, second) => second * 1_000));

    const result = timeline.settle({ quiet: '2s', limit: '10s' });

    expect(result).toEqual({ settled: false, changedAt: 10_000 });
    expect(kernel.now).toBe(10_000);
  });

  it('takes no time where no quiet is asked for', () => {
    const { kernel, timeline } = createWorld();

    expect(timeline.settle({ quiet: 0 }).settled).toBe(true);
    expect(kernel.now).toBe(0);
  });

  it.each([
    { name: 'negative quiet', options: { quiet: -1 }, text: 'quiet must not be negative, not -1' },
    {
      name: 'a negative limit',
      options: { limit: '-1s' },
      text: 'limit must not be negative, not -1s',
    },
    { name: 'a misspelt option', options: { quite: 1 }, text: "settle: unknown option 'quite'" },
  ])('refuses $name', ({ options, text }) => {
    const { timeline } = createWorld();

    expect(() => timeline.settle(options)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });
});
