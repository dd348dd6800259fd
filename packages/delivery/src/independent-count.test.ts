/**
 * Counts once more what the report says, in a naive way: after every step all hosts are looked at, and
 * what is on one that was not there before is a copy made. The two counts share no code but the run.
 */
import type { Swarm } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCosts } from './count/delivery-costs.ts';
import {
  deliveryStrategies,
  readDeliveryOptions,
  type DeliveryOptions,
  type DeliveryStrategyName,
} from './delivery-options.ts';
import { runStrategy } from './run-strategy.ts';

/** Tasks that are recorded as running, and whose containers run and are nobody. */
function findNobodies(swarm: Swarm): readonly string[] {
  return swarm.tasks
    .list({ state: 'running' })
    .filter(({ id }) => {
      const container = swarm.containers.find(id);
      return container?.state === 'running' && container.identity().reason !== undefined;
    })
    .map(({ id }) => id);
}

interface NaiveCount {
  made: number;
  most: number;
  present: number;
  readonly hosts: Set<string>;
  readonly nobodies: Set<string>;
}

/** Everything readable on a host, by name, with its text. */
function look(swarm: Swarm): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of swarm.nodes.list()) {
    for (const { place, name, text } of node.credentialSpecs()) {
      found.set(`${node.id} ${place} ${name}`, text);
    }
    for (const name of node.holdings().configs) found.set(`${node.id} config ${name}`, '');
  }
  return found;
}

function countNaively(swarm: Swarm, writes: () => number): () => NaiveCount {
  const count: NaiveCount = { made: 0, most: 0, present: 0, hosts: new Set(), nobodies: new Set() };
  let last = { at: 0, nobodies: [] as readonly string[] };
  let before: ReadonlyMap<string, string> = new Map();
  let written = 0;
  swarm.onStep(() => {
    const now = look(swarm);
    for (const [key, text] of now) {
      if (before.get(key) === text) continue;
      count.made += 1;
      if (/ (?:file|registry) /.test(key)) written += 1;
      count.hosts.add(key.split(' ')[0] ?? '');
    }
    before = now;
    if (swarm.now > last.at) for (const id of last.nobodies) count.nobodies.add(id);
    last = { at: swarm.now, nobodies: findNobodies(swarm) };
    count.present = now.size;
    count.most = Math.max(count.most, now.size);
  });
  // A file that is written over with the same text looks as before; only the operation shows it.
  return () => ({ ...count, made: count.made + writes() - written });
}

function countWrites(swarm: Swarm): number {
  return swarm.trace.records.filter(({ kind, data }) => {
    return kind === 'operation' && (data as { kind: string }).kind === 'credential-spec-write';
  }).length;
}

const hour = 3_600_000;

const options: fc.Arbitrary<DeliveryOptions> = fc.record({
  seed: fc.integer(),
  services: fc.integer({ min: 1, max: 3 }),
  replicas: fc.integer({ min: 1, max: 4 }),
  hosts: fc.integer({ min: 1, max: 5 }),
  lasts: fc.integer({ min: hour, max: 8 * hour }),
  churn: fc.record({
    crashEvery: fc.constantFrom(0, hour / 4, hour),
    downFor: fc.constantFrom(30_000, 20 * 60_000),
    joinEvery: fc.constantFrom(0, 2 * hour),
  }),
  rotation: fc.record({
    at: fc.constantFrom(0, hour / 2),
    retireAfter: fc.constantFrom(60_000, hour),
  }),
  operator: fc.record({
    copyTakes: fc.constantFrom(0, 60_000),
    noticeAfter: fc.constantFrom(60_000, hour),
    copyTo: fc.constantFrom<('all' | number)[]>('all', 2),
  }),
});

/** The same numbers, once as the report has them and once as they are counted here. */
function countBoth(strategy: DeliveryStrategyName, chosen: DeliveryOptions): readonly object[] {
  let count: (() => NaiveCount) | undefined;
  const run = runStrategy(strategy, readDeliveryOptions(chosen), (swarm) => {
    count = countNaively(swarm, () => countWrites(swarm));
  });
  const { copies, failures, leftBehind } = countCosts(run);
  const naive = count?.();
  return [
    {
      made: copies.made,
      most: copies.most,
      hosts: copies.hosts,
      nobodies: failures.tasks,
      present: leftBehind.hosts,
      found: [leftBehind.hosts, leftBehind.managers],
    },
    {
      made: naive?.made,
      most: naive?.most,
      hosts: naive?.hosts.size,
      nobodies: naive?.nobodies.size,
      present: naive?.present,
      found: [run.found.onHosts, run.found.onManagers],
    },
  ];
}

describe('the counts of a comparison', () => {
  it.each(deliveryStrategies)('are those of whoever looks after each step: %s', (strategy) => {
    fc.assert(
      fc.property(options, (chosen) => {
        const [report, naive] = countBoth(strategy, chosen);

        expect(report).toEqual(naive);
      }),
      { numRuns: 15 },
    );
  });
});
