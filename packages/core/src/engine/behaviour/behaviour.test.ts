import { describe, expect, it } from 'vitest';
import { readBehaviours, type Behaviour } from './behaviour.ts';
import { decideBehaviour, decideDuration, type BehaviourSubject } from './decide-behaviour.ts';

const subject: BehaviourSubject = {
  service: 'web',
  image: () => 'iis:1@sha256:abc',
  slot: 2,
  hostname: 'A',
  nodeId: 'node-1',
  incarnation: 1,
};

describe('decideBehaviour', () => {
  it.each<{ match: Behaviour }>([
    { match: {} },
    { match: { service: 'web' } },
    { match: { image: 'iis:1' } },
    { match: { image: 'iis:1@sha256:abc' } },
    { match: { slot: 2 } },
    { match: { node: 'A' } },
    { match: { node: 'node-1' } },
    { match: { incarnation: 1 } },
    { match: { service: 'web', image: 'iis:1', slot: 2, node: 'A', incarnation: 1 } },
  ])('matches $match', ({ match }) => {
    const wanted = { ...match, reject: 'no' };

    expect(decideBehaviour([wanted], subject)).toBe(wanted);
  });

  it.each<{ match: Behaviour }>([
    { match: { service: 'api' } },
    { match: { image: 'iis:2' } },
    { match: { image: 'iis:10' } },
    { match: { slot: 1 } },
    { match: { node: 'B' } },
    { match: { incarnation: 0 } },
    { match: { service: 'web', slot: 3 } },
  ])('does not match $match', ({ match }) => {
    expect(decideBehaviour([{ ...match, reject: 'no' }], subject)).toEqual({});
  });

  it('takes the first that matches', () => {
    const first = { service: 'web', stopMs: 1 };

    expect(decideBehaviour([{ slot: 9 }, first, { stopMs: 2 }], subject)).toBe(first);
  });
});

describe('decideDuration', () => {
  it('is 10 ms where nothing is said, and what is said elsewhere', () => {
    const draw = (): number => {
      throw new Error('drawn in vain');
    };

    expect(decideDuration(undefined, draw)).toBe(10);
    expect(decideDuration(0, draw)).toBe(0);
  });

  it('draws from a range with both its ends', () => {
    const range = { min: 5, max: 7 };

    expect(decideDuration(range, () => 0)).toBe(5);
    expect(decideDuration(range, () => 0.5)).toBe(6);
    expect(decideDuration(range, () => 0.999999)).toBe(7);
  });
});

describe('readBehaviours', () => {
  it('spells images as the engine does', () => {
    expect(readBehaviours([{ image: 'docker.io/library/iis' }, { slot: 1 }])).toEqual([
      { image: 'iis:latest' },
      { slot: 1 },
    ]);
  });

  it.each([
    { behaviour: { service: '' }, message: 'service is empty' },
    { behaviour: { reject: '' }, message: 'reject is empty' },
    {
      behaviour: { image: 'IIS' },
      message: 'image: invalid reference format: repository name (library/IIS) must be lowercase',
    },
    { behaviour: { slot: 1.5 }, message: 'slot is 1.5' },
    { behaviour: { exitCode: -1 }, message: 'exitCode is -1' },
    { behaviour: { stopExitCode: 0.5 }, message: 'stopExitCode is 0.5' },
    {
      behaviour: { ignoresStop: 1 as never },
      message: 'ignoresStop is neither true nor false',
    },
    { behaviour: { probeMs: -1 }, message: 'probeMs is not in whole ms from 0 on' },
    {
      behaviour: { healthyAfterMs: { min: 2, max: 1 } },
      message: 'healthyAfterMs ends before it begins',
    },
    {
      behaviour: { unhealthyAfterMs: 0.5 },
      message: 'unhealthyAfterMs is not in whole ms from 0 on',
    },
    { behaviour: { prepareMs: -5 }, message: 'prepareMs is not in whole ms from 0 on' },
    { behaviour: { startMs: NaN }, message: 'startMs is not in whole ms from 0 on' },
    { behaviour: { stopMs: { min: 0.5, max: 1 } }, message: 'stopMs is not in whole ms from 0 on' },
    {
      behaviour: { exitAfterMs: { min: 2, max: 1 } },
      message: 'exitAfterMs ends before it begins',
    },
    { behaviour: { startsMs: 1 } as Behaviour, message: 'startsMs is not known' },
    { behaviour: null as never, message: 'must be an object' },
    { behaviour: { service: 5 as never }, message: 'service is no text' },
    {
      behaviour: { prepareMs: '10' as never },
      message: 'prepareMs is not in whole ms from 0 on',
    },
    { behaviour: { stopMs: null as never }, message: 'stopMs is not in whole ms from 0 on' },
    {
      behaviour: { startMs: { min: 0, max: 1e13 } },
      message: 'startMs is longer than 9223372036854 ms',
    },
  ])('refuses $behaviour', ({ behaviour, message }) => {
    expect(() => readBehaviours([{}, behaviour])).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: `behaviours[1]: ${message}`,
      }),
    );
  });
});
