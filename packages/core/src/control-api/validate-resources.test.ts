import { describe, expect, it } from 'vitest';
import { validateResources } from './validate-resources.ts';

const none = { nanoCpus: 0, memoryBytes: 0 };

describe('validateResources', () => {
  // SwarmKit: manager/controlapi/service.go, validateResources. Zero is no setting.
  it.each([
    { name: 'nothing', requirements: undefined },
    { name: 'zeros', requirements: { limits: none, reservations: none } },
    { name: 'the least CPU time', requirements: { limits: { ...none, nanoCpus: 1e6 } } },
    { name: 'the least memory', requirements: { limits: { ...none, memoryBytes: 4_194_304 } } },
    {
      name: 'a named generic resource, whose error is dropped',
      requirements: {
        reservations: {
          ...none,
          generic: [{ kind: 'named', resource: 'gpu', value: 'a' } as const],
        },
      },
    },
  ])('takes $name', ({ requirements }) => {
    expect(() => validateResources(requirements)).not.toThrow();
  });

  // Go: fmt, %g.
  it.each([
    { nanoCpus: 999_999, shown: '0.000999999' },
    { nanoCpus: 1, shown: '1e-09' },
    { nanoCpus: 50_000, shown: '5e-05' },
    { nanoCpus: -1, shown: '-1e-09' },
    { nanoCpus: -2_500_000_000, shown: '-2.5' },
    { nanoCpus: -1e15, shown: '-1e+06' },
  ])('shows $nanoCpus billionths of a CPU as $shown', ({ nanoCpus, shown }) => {
    expect(() => validateResources({ limits: { ...none, nanoCpus } })).toThrow(
      `invalid cpu value ${shown}: Must be at least 0.001`,
    );
  });

  it.each([{ memoryBytes: 4_194_303 }, { memoryBytes: 1 }, { memoryBytes: -1 }])(
    'refuses $memoryBytes bytes of memory',
    ({ memoryBytes }) => {
      expect(() => validateResources({ reservations: { ...none, memoryBytes } })).toThrow(
        `invalid memory value ${memoryBytes}: Must be at least 4MiB`,
      );
    },
  );

  it('names the limits first, and of these the CPU time', () => {
    const limits = { nanoCpus: 1, memoryBytes: 1 };
    const reservations = { nanoCpus: 2, memoryBytes: 2 };

    expect(() => validateResources({ limits, reservations })).toThrow('invalid cpu value 1e-09');
  });
});
