import { describe, expect, it } from 'vitest';
import type { FaultPlan } from './fault-plan.ts';
import type { StruckFault } from './faults.ts';
import { toId, type NodeId } from '../model/ids.ts';
import { decideEnd, decideEnds, decideSpan, decideStrike } from './decide-strike.ts';

const crash = { kind: 'crash', node: 'A' } as const;
const cut = { kind: 'partition', node: 'B' } as const;
const first = { since: 1_000, isFirst: true };
const later = { since: 60_000, isFirst: false };
const half = (): number => 0.5;

describe('decideStrike', () => {
  it.each<{ name: string; plan: FaultPlan; last: typeof first; is: unknown }>([
    {
      name: 'strikes once, when it is due',
      plan: { at: '30s', fault: crash },
      last: first,
      is: 30_000,
    },
    {
      name: 'strikes no second time',
      plan: { at: '30s', fault: crash },
      last: later,
      is: undefined,
    },
    {
      name: 'first waits for its time',
      plan: { every: '10s', fault: crash },
      last: first,
      is: 11_000,
    },
    { name: 'strikes again', plan: { every: '10s', fault: crash }, last: later, is: 70_000 },
    {
      name: 'draws when',
      plan: { every: { min: '10s', max: '20s' }, fault: crash },
      last: later,
      is: 75_000,
    },
    {
      name: 'strikes at its last instant',
      plan: { every: '10s', until: '70s', fault: crash },
      last: later,
      is: 70_000,
    },
    {
      name: 'ends after that',
      plan: { every: '10s', until: 69_999, fault: crash },
      last: later,
      is: undefined,
    },
  ])('of a plan that $name', ({ plan, last, is }) => {
    expect(decideStrike(plan, last, half)?.at).toBe(is);
  });

  it('draws which of several', () => {
    const plan: FaultPlan = { every: '1s', oneOf: [crash, cut] };
    const drawn = [0, 0.49, 0.5, 0.99].map(
      (value) => decideStrike(plan, later, () => value)?.fault,
    );

    expect(drawn).toEqual([crash, crash, cut, cut]);
  });
});

describe('decideSpan', () => {
  it('lies within its bounds, both included', () => {
    const span = { min: 5, max: '7ms' };

    expect([0, 0.5, 0.999].map((value) => decideSpan(span, () => value))).toEqual([5, 6, 7]);
    expect(decideSpan('2s', half)).toBe(2_000);
  });
});

describe('decideEnd', () => {
  it.each([
    { fault: crash, end: { kind: 'restart', node: 'A' } },
    { fault: cut, end: { kind: 'repair', node: 'B' } },
    { fault: { kind: 'delay-messages', node: 'A', by: 5 }, end: { kind: 'repair', node: 'A' } },
    {
      fault: { kind: 'lose-messages', node: 'A', probability: 0.5 },
      end: { kind: 'repair', node: 'A' },
    },
    { fault: { kind: 'slow-pulls', by: 5 }, end: { kind: 'repair-pulls' } },
    {
      fault: { kind: 'fail-pulls', node: 'A', image: 'app' },
      end: { kind: 'repair-pulls', node: 'A', image: 'app' },
    },
    {
      fault: { kind: 'stop-controller', domain: 'contoso.com', controller: 'DC1' },
      end: { kind: 'start-controller', domain: 'contoso.com', controller: 'DC1' },
    },
    {
      fault: { kind: 'stop-controller', domain: 'contoso.com' },
      end: { kind: 'start-controller', domain: 'contoso.com' },
    },
    {
      fault: { kind: 'cut-directory', node: 'A' },
      end: { kind: 'reach-directory', node: 'A' },
    },
    { fault: { kind: 'break-trust', node: 'A' }, end: { kind: 'repair-trust', node: 'A' } },
    { fault: { kind: 'start-controller', domain: 'contoso.com' }, end: undefined },
    { fault: { kind: 'restart-engine', node: 'A' }, end: undefined },
    { fault: { kind: 'exit-task', task: 'web.1' }, end: undefined },
    { fault: { kind: 'repair', node: 'A' }, end: undefined },
  ] as const)('of $fault.kind', ({ fault, end }) => {
    expect(decideEnd<string, string>(fault)).toEqual(end);
  });

  it('ends on each node what struck there', () => {
    const struck: StruckFault[] = ['a', 'b'].map((id) => ({
      kind: 'crash',
      node: toId<NodeId>(id),
    }));

    expect(decideEnds(struck)).toEqual([
      { kind: 'restart', node: 'a' },
      { kind: 'restart', node: 'b' },
    ]);
  });
});
