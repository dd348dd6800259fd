import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { Store } from '../store/store.ts';
import { createSwarmStreams } from '../streams/swarm-streams.ts';
import { createVirtualScheduler } from '../streams/virtual-scheduler.ts';
import { createSwarm } from '../swarm.ts';
import { createLivelockGuard } from './livelock-guard.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** A world in which `ping` and `pong` bring each other about at once, so many times; `pong` twice as often. */
function createPingPong(rounds: number): Timeline {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  const streams = createSwarmStreams(store);
  const { timers } = createVirtualScheduler(() => kernel.now);
  let left = rounds;
  const soon = (kind: string): void =>
    void kernel.schedule({ at: kernel.now, entry: { kind }, priority: kind === 'ping' ? 1 : 0 });
  kernel.register('ping', () => {
    left -= 1;
    soon('pong');
    soon('pong');
    if (left > 0) soon('ping');
  });
  kernel.register('pong', () => {});
  kernel.schedule({ at: 700, entry: { kind: 'ping' } });
  const guard = createLivelockGuard(30);
  return createTimeline({ kernel, store, streams, timers, guard });
}

describe('createLivelockGuard', () => {
  it('tells the instant at which time stands still, and what repeats how often', () => {
    expect(() => createPingPong(Infinity).advance('1s')).toThrow(
      'simulated time stands still at 700 ms: more than 30 events at this instant; of the last 31: pong 20 times, ping 11 times',
    );
  });

  it('lets as many events happen as it was told', () => {
    expect(() => createPingPong(10).advance('1s')).not.toThrow();
    expect(() => createPingPong(11).advance('1s')).toThrow(/^simulated time stands still/);
  });

  it('counts each instant for itself', () => {
    const guard = createLivelockGuard(2);
    const note = (now: number): void => guard.note(now, 'a');

    expect(() => [1, 1, 2, 2, 3, 3].forEach(note)).not.toThrow();
    expect(() => note(3)).toThrow('of the last 3: a 3 times');
  });
});

describe('instantEventsMax', () => {
  it('ends a swarm whose observers come back at once', () => {
    const swarm = createSwarm({ instantEventsMax: 50 });
    const comeBack = (): void => void swarm.rxScheduler.schedule(comeBack);
    comeBack();

    expect(() => swarm.advance('1s')).toThrow(
      expect.objectContaining({
        code: 'livelock',
        message: expect.stringContaining('observer timer 46 times, '),
      }),
    );
  });

  it.each([0, -1, 1.5, NaN])('refuses %s', (instantEventsMax) => {
    expect(() => createSwarm({ instantEventsMax })).toThrow('instantEventsMax must be a whole');
  });
});
