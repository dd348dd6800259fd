import { describe, expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmOptions } from './swarm-options.ts';

/** Four hosts in two racks, and a service with a replica on each. */
function swarmWith(options: Partial<SwarmOptions> = {}): Swarm {
  const swarm = createSwarm({
    nodes: [
      ...linuxNodes(['a', 'b'], { labels: { rack: '1' } }),
      ...linuxNodes(['c', 'd'], { labels: { rack: '2' } }),
    ],
    ...options,
  });
  swarm.services.create({ name: 'web', image: 'app', mode: 'global' });
  swarm.advanceTo('60s');
  return swarm;
}

function downNodes(swarm: Swarm): readonly string[] {
  return swarm.nodes.list().flatMap(({ name, isUp }) => (isUp ? [] : [name]));
}

/** When nodes went out of reach and came back: `30s a`, looked at each second. */
function watchReach(swarm: Swarm, seconds: number): readonly string[] {
  const seen: string[] = [];
  let before = downNodes(swarm).join(' ');
  for (let second = 1; second <= seconds; second += 1) {
    swarm.advance('1s');
    const now = downNodes(swarm).join(' ');
    if (now !== before) seen.push(`${swarm.now / 1_000} ${now}`.trim());
    before = now;
  }
  return seen;
}

describe('a fault that names a label', () => {
  it.each([
    { label: 'rack=1', struck: ['a', 'b'] },
    { label: 'rack', struck: ['a', 'b', 'c', 'd'] },
  ])('strikes all nodes with $label at once', ({ label, struck }) => {
    const swarm = swarmWith();

    swarm.faults.crash({ label });

    expect(downNodes(swarm)).toEqual(struck);
  });

  it('strikes some of them where it picks, as the seed says', () => {
    const picks = Array.from({ length: 20 }, (_, seed) => {
      const swarm = swarmWith({ seed });
      swarm.faults.partition({ label: 'rack=2', pick: 1 });
      return downNodes(swarm).join(' ');
    });

    expect(new Set(picks)).toEqual(new Set(['c', 'd']));
  });

  it('picks no node twice', () => {
    const swarm = swarmWith();

    swarm.faults.crash({ pick: 3 });

    expect(downNodes(swarm)).toHaveLength(3);
  });

  it('strikes all where it picks more than there are', () => {
    const swarm = swarmWith();

    swarm.faults.crash({ label: 'rack=1', pick: 9 });

    expect(downNodes(swarm)).toEqual(['a', 'b']);
  });
});

describe('scheduled faults', () => {
  it('strike at their instants, and end when they have lasted', () => {
    const swarm = swarmWith();

    swarm.faults.schedule([
      { at: '70s', fault: { kind: 'crash', node: 'a' }, lasts: '5s' },
      { at: '65s', fault: { kind: 'partition', node: { label: 'rack=2' } }, lasts: '20s' },
    ]);

    expect(watchReach(swarm, 60)).toEqual(['65 c d', '70 a c d', '75 c d', '85']);
  });

  it('strike within their stretch, at times within their bounds', () => {
    const swarm = swarmWith();

    swarm.faults.schedule([
      {
        every: { min: '10s', max: '20s' },
        from: '100s',
        until: '300s',
        fault: { kind: 'crash', node: 'a' },
        lasts: '3s',
      },
    ]);

    const crashes = watchReach(swarm, 600).filter((line) => line.endsWith('a'));
    const instants = crashes.map((line) => Number.parseFloat(line));
    const gaps = instants.map((at, index) => at - (instants[index - 1] ?? 100));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(21);
    expect(new Set(gaps).size).toBeGreaterThan(3);
    expect(instants.at(-1)).toBeGreaterThan(275);
    expect(instants.at(-1)).toBeLessThanOrEqual(301);
  });

  it('are drawn from the seed, the same each time', () => {
    const plan: FaultPlan = {
      every: { min: '1s', max: '30s' },
      oneOf: [
        { kind: 'crash', node: { pick: 1 } },
        { kind: 'partition', node: { label: 'rack=1', pick: 1 } },
      ],
      lasts: { min: '1s', max: '20s' },
    };
    const play = (seed: number): string => {
      const swarm = swarmWith({ seed });
      swarm.faults.schedule([plan]);
      return watchReach(swarm, 300).join('\n');
    };

    expect(play(1)).toBe(play(1));
    expect(play(1)).not.toBe(play(2));
  });

  it('strike no more when they are unscheduled; what has struck still ends', () => {
    const swarm = swarmWith();
    swarm.faults.schedule([
      { every: '10s', fault: { kind: 'crash', node: 'a' }, lasts: '5s' },
      { at: '90s', fault: { kind: 'crash', node: 'b' } },
    ]);
    swarm.advance('12s');

    swarm.faults.unschedule();

    expect(downNodes(swarm)).toEqual(['a']);
    expect(watchReach(swarm, 60)).toEqual(['75']);
  });

  it('do not bring a node back that was removed meanwhile', () => {
    const swarm = swarmWith({ history: true });
    const { id } = swarm.nodes.get('a');
    swarm.faults.schedule([{ at: '70s', fault: { kind: 'crash', node: 'a' }, lasts: '60s' }]);
    swarm.advance('45s');

    swarm.nodes.remove('a');
    swarm.advance('1m');

    const missed = swarm.trace.records.filter(({ kind }) => kind === 'fault-missed');
    expect(missed.map(({ data }) => (data as { reason: string }).reason)).toEqual([
      `node ${id} not found`,
    ]);
  });

  it('miss what is gone by then, and go on', () => {
    const swarm = swarmWith({ history: true });
    swarm.faults.schedule([
      { every: '10s', fault: { kind: 'crash', node: 'a' }, lasts: '1s' },
      { at: '75s', fault: { kind: 'exit-task', task: 'web.b', exitCode: 1 } },
    ]);

    swarm.services.remove('web');
    swarm.advance('12s');
    swarm.nodes.remove('a', { force: true });
    swarm.advance('30s');

    const missed = swarm.trace.records.filter(({ kind }) => kind === 'fault-missed');
    expect(missed.map(({ data }) => (data as { reason: string }).reason)).toEqual([
      'task web.b not found',
      'node a not found',
      'node a not found',
      'node a not found',
    ]);
    expect(swarm.nodes.list().map(({ name }) => name)).toEqual(['b', 'c', 'd']);
  });
});

describe('faults that make no sense', () => {
  const crash = { kind: 'crash', node: 'a' } as const;

  it.each<{ name: string; plan: unknown; code?: string; text: string }>([
    {
      name: 'strike in the past',
      plan: { at: '59s', fault: crash },
      code: 'time-reversed',
      text: 'past',
    },
    {
      name: 'begin in the past',
      plan: { every: '1s', from: 5, fault: crash },
      code: 'time-reversed',
      text: 'from is 5, which is past at 60000 ms',
    },
    {
      name: 'end before they begin',
      plan: { every: '1s', from: '80s', until: '70s', fault: crash },
      text: 'until 70s is before from 80s',
    },
    {
      name: 'never come to an end',
      plan: { every: 0, fault: crash },
      text: 'every must be at least 1 ms, not 0',
    },
    {
      name: 'come between no two instants',
      plan: { every: { min: 5, max: 4 }, fault: crash },
      text: 'ends before it begins',
    },
    {
      name: 'come at no time',
      plan: { at: 'soon', fault: crash },
      code: 'malformed-duration',
      text: 'soon',
    },
    { name: 'come never', plan: { fault: crash }, text: "needs 'at' or 'every'" },
    { name: 'strike nothing', plan: { at: '70s' }, text: "needs either 'fault' or 'oneOf'" },
    { name: 'strike one of none', plan: { at: '70s', oneOf: [] }, text: 'oneOf is empty' },
    {
      name: 'last for a negative time',
      plan: { at: '70s', fault: crash, lasts: -1 },
      text: 'lasts must be at least 0 ms, not -1',
    },
    {
      name: 'cannot last',
      plan: { at: '70s', fault: { kind: 'repair', node: 'a' }, lasts: 1 },
      text: "'repair' does not last",
    },
    {
      name: 'strike an unknown node',
      plan: { at: '70s', fault: { kind: 'crash', node: 'x' } },
      code: 'not-found',
      text: 'node x not found',
    },
    {
      name: 'strike an unknown task',
      plan: { at: '70s', fault: { kind: 'exit-task', task: 'x.1' } },
      code: 'not-found',
      text: 'task x.1 not found',
    },
    {
      name: 'strike an unknown rack',
      plan: { every: '1s', oneOf: [crash, { kind: 'crash', node: { label: 'rack=3' } }] },
      code: 'not-found',
      text: 'no node has the label rack=3',
    },
    {
      name: 'are misspelt',
      plan: { at: '70s', fault: crash, last: 5 },
      text: "unknown option 'last'",
    },
  ])('are refused where they $name', ({ plan, code = 'invalid-argument', text }) => {
    const swarm = swarmWith();
    const schedule = (): void =>
      swarm.faults.schedule([{ at: '65s', fault: crash }, plan as FaultPlan]);

    expect(schedule).toThrow(expect.objectContaining({ code }));
    expect(schedule).toThrow(text);
    expect(watchReach(swarm, 30)).toEqual([]);
  });

  it.each<{ fault: unknown; code?: string; text: string }>([
    {
      fault: { kind: 'lose-messages', node: 'a', probability: 1 },
      text: 'probability must be above 0 and below 1, not 1',
    },
    { fault: { kind: 'lose-messages', node: 'a', probability: Number.NaN }, text: 'not NaN' },
    { fault: { kind: 'lose-messages', node: 'a' }, text: 'not undefined' },
    {
      fault: { kind: 'delay-messages', node: 'a', by: -5 },
      text: 'by must be at least 1 ms, not -5',
    },
    { fault: { kind: 'delay-messages', node: 'a' }, text: 'by must be a text, not undefined' },
    { fault: { kind: 'slow-pulls', by: '300y' }, code: 'malformed-duration', text: '300y' },
    { fault: { kind: 'slow-pulls', by: 5, image: 'IIS' }, text: "image 'IIS'" },
    { fault: { kind: 'fail-pulls', error: 5 }, text: "option 'error' must be a text" },
    {
      fault: { kind: 'restart-engine', node: 'a', containers: 'fled' },
      text: "unknown fate 'fled'",
    },
    {
      fault: { kind: 'restart-engine', node: 'a', downFor: -1 },
      text: 'downFor must be at least 0 ms',
    },
    { fault: { kind: 'crash', node: {} }, text: 'needs a label, or how many to pick' },
    { fault: { kind: 'crash', node: { label: '=1' } }, text: "label '=1' has no name" },
    { fault: { kind: 'crash', node: { pick: 0 } }, text: 'pick must be at least 1' },
    { fault: { kind: 'crash', node: { pick: 1.5 } }, text: 'pick must be a whole number' },
    { fault: { kind: 'crash', node: { rack: '1' } }, text: "unknown option 'rack'" },
    { fault: { kind: 'crash', node: { label: 'rack=9' } }, code: 'not-found', text: 'rack=9' },
    {
      fault: { kind: 'exit-task', task: 'web.a', exitCode: -1 },
      text: 'exit code must be a whole number',
    },
    { fault: { kind: 'exit-task' }, text: 'task must be a text' },
    { fault: { kind: 'ignore-stop', task: 'x.1' }, code: 'not-found', text: 'task x.1 not found' },
    {
      fault: { kind: 'sicken-task', task: 'web.a' },
      code: 'failed-precondition',
      text: 'no running container with a health check',
    },
  ])('are refused: $fault', ({ fault, code = 'invalid-argument', text }) => {
    const swarm = swarmWith();
    const before = swarm.stateHash();
    const strike = (): void => swarm.faults.apply(fault as never);

    expect(strike).toThrow(expect.objectContaining({ code }));
    expect(strike).toThrow(text);
    expect([swarm.stateHash(), downNodes(swarm)]).toEqual([before, []]);
  });
});
