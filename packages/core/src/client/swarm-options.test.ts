import { describe, expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { SwarmOptions } from './swarm-options.ts';

/** How long a node that loses power is taken for well. */
function noticedAfterMs(options: SwarmOptions, seed: number): number {
  const swarm = createSwarm({ seed, nodes: linuxNodes(['a']), ...options });
  swarm.advance('10m');
  const crashedAt = swarm.now;
  swarm.faults.crash('a');
  while (swarm.nodes.get('a').state === 'ready') swarm.advance(10);
  return swarm.now - crashedAt;
}

describe('the history of tasks', () => {
  it.each([
    { name: 'five of a slot by default', options: {}, kept: 5 },
    { name: 'as many as the option says', options: { taskHistoryLimit: 2 }, kept: 2 },
  ])('has $name, the live one included', ({ options, kept }) => {
    const swarm = createSwarm({ nodes: linuxNodes(['a']), ...options });
    swarm.services.create({ name: 'web', image: 'app', restart: { delay: '0s' } });
    swarm.settle();

    for (let count = 0; count < 8; count += 1) {
      swarm.faults.exitTask('web.1', { exitCode: 1 });
      swarm.advance('10s');
    }

    expect(swarm.tasks.list({ service: 'web' })).toHaveLength(kept);
    expect(swarm.tasks.list({ service: 'web', state: 'running' })).toHaveLength(1);
  });
});

describe('heartbeats', () => {
  it.each([
    { name: 'by default come every five seconds', options: {}, least: 9_000, most: 16_600 },
    {
      name: 'come as often as the option says',
      options: { heartbeatPeriod: '1m' },
      least: 2 * 59_500,
      most: 3 * 60_500 + 100,
    },
    {
      name: 'come exactly then where they may not be off',
      options: { heartbeatPeriod: '1m', heartbeatEpsilon: '0s' },
      least: 120_000,
      most: 180_100,
    },
  ])('$name, and three are waited for', ({ options, least, most }) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const waited = noticedAfterMs(options, seed);

      expect(waited).toBeGreaterThanOrEqual(least);
      expect(waited).toBeLessThanOrEqual(most + 10);
    }
  });

  it('are all of one length where they may not be off', () => {
    const options = {
      heartbeats: 'eager',
      heartbeatPeriod: '10s',
      heartbeatEpsilon: '0s',
    } as const;
    const swarm = createSwarm({ nodes: linuxNodes(['a']), history: true, ...options });

    swarm.advance('10m');

    const beats = swarm.trace.records.flatMap(({ at, data }) =>
      (data as { message?: { kind: string } }).message?.kind === 'heartbeat' ? [at] : [],
    );
    const gaps = beats.slice(1).map((at, index) => at - (beats[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([10_000]));
  });
});
