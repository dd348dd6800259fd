import { createSwarm, linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { defaultFilters, realDeciders, type Filter } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import type { Verdict } from './invariant.ts';
import { noPlacementIsMissed, waitingTasksSayWhy } from './waiting-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

const rules = [waitingTasksSayWhy, noPlacementIsMissed];

/** Two nodes take tasks, one is paused; some services find room and some do not. */
function live(deciders: DeciderOptions = {}, act?: (swarm: Swarm) => void): readonly Verdict[] {
  const nodes = [
    ...linuxNodes(['A'], { cpus: 2, labels: { zone: 'a' } }),
    ...linuxNodes(['B'], { cpus: 8, labels: { zone: 'b' } }),
    ...linuxNodes(['C'], { cpus: 8, availability: 'pause' }),
  ];
  const swarm = createSwarm({ nodes, deciders });
  swarm.settle();
  const watch = watchInvariants(swarm, rules, { onViolation: 'collect' });
  const services = [
    { name: 'small', reserve: { cpus: 1 } },
    { name: 'big', reserve: { cpus: 99 } },
    { name: 'mixed', reserve: { cpus: 4 }, constraints: ['node.labels.zone==a'] },
    { name: 'many', replicas: 3, maxReplicasPerNode: 1 },
    { name: 'everywhere', mode: 'global', reserve: { cpus: 3 } },
  ] as const;
  for (const service of services) {
    swarm.services.create({ image: 'app', ...service });
    swarm.settle();
  }
  act?.(swarm);
  swarm.settle({ quiet: '65s' });
  watch.checkRest();
  return watch.verdicts();
}

function withFilter(name: string, change: (filter: Filter) => Filter): DeciderOptions {
  return {
    filters: defaultFilters.map((filter) => (filter.name === name ? change(filter) : filter)),
  };
}

const [sayWhy, missNone] = rules.map(({ name }) => name);

describe('rules about waiting tasks', () => {
  it('hold where tasks wait for good reasons', () => {
    const verdicts = live();

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
    expect(verdicts.map(({ premises }) => premises)).toEqual([4, 4]);
  });

  it.each([
    {
      name: 'a node too many is counted',
      deciders: withFilter('resource', (filter) => ({
        ...filter,
        explain: (nodes) => filter.explain(nodes + 1),
      })),
      expected: /insufficient resources on 2 nodes; 1 node not available/,
      observed: /insufficient resources on 3 nodes; 1 node not available/,
    },
    {
      name: 'the filters are asked in another order',
      deciders: { filters: defaultFilters.map((_, index) => defaultFilters.at(-1 - index)!) },
      expected: /\(insufficient resources on 2 nodes; 1 node not available/,
      observed: /\(insufficient resources on 3 nodes\)/,
    },
    {
      name: 'a text is left out',
      deciders: {
        decideUnplaced: (...given) => {
          const decision = realDeciders.decideUnplaced(...given);
          return decision.kind === 'retry' ? { kind: 'retry', err: 'no suitable node' } : decision;
        },
      } satisfies DeciderOptions,
      expected: /^no suitable node \(/,
      observed: /^no suitable node$/,
    },
    {
      name: 'a task that came with its node gets the wrong reason',
      deciders: {
        decidePreassigned: (...given) => {
          const decision = realDeciders.decidePreassigned(...given);
          const explanation = 'missing plugin on 1 node';
          return decision.kind === 'refuse' ? { kind: 'refuse', explanation } : decision;
        },
      } satisfies DeciderOptions,
      expected: /^(?:insufficient resources on|1 node not available)/,
      observed: /^missing plugin on 1 node$/,
    },
  ])('say so where $name', ({ deciders, expected, observed }) => {
    const broken = live(deciders).filter(({ violation }) => violation !== undefined);

    expect(broken.map(({ name }) => name)).toEqual([sayWhy]);
    expect(broken[0]?.violation?.evidence.expected).toMatch(expected);
    expect(broken[0]?.violation?.evidence.observed).toMatch(observed);
  });

  it.each([
    {
      name: 'a node is passed over',
      deciders: withFilter('ready', (filter) => ({ ...filter, prepare: () => () => false })),
      text: /^task \w{25} \(small\.1\) waits, and node A could take it: 'no suitable node \(3 nodes/,
    },
    {
      name: 'a task that came with its node is forgotten',
      deciders: {
        decidePreassigned: () => ({ kind: 'wait' }),
      } satisfies DeciderOptions,
      text: /^task \w{25} \(everywhere\.B\) waits, and node B could take it: ''$/,
    },
  ])('say so where $name', ({ deciders, text }) => {
    const verdicts = live(deciders);

    expect(verdicts.find(({ name }) => name === missNone)?.violation?.message).toMatch(text);
  });

  it('let a task wait behind one that is to end, which counts no more and holds its place', () => {
    const verdicts = live({}, (swarm) => {
      swarm.faults.partition('A');
      swarm.advance('1m');
      swarm.faults.repair('A');
      swarm.services.scale('many', 4);
    });

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
  });

  it('leave a swarm alone that has filters of its own', () => {
    const account: Filter = {
      name: 'account',
      prepare: () => () => false,
      inputs: () => '',
      explain: (nodes) => `no account on ${nodes}`,
    };

    const verdicts = live({ filters: [account] });

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
  });
});
