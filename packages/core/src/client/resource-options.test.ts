import { describe, expect, it } from 'vitest';
import { toResourceRequirements } from './resource-options.ts';

describe('toResourceRequirements', () => {
  it('is nothing where nothing is asked for', () => {
    expect(toResourceRequirements({})).toBeUndefined();
  });

  // docker/cli: opts/opts.go, ParseCPUs and MemBytes.
  it('counts CPUs in billionths and memory in bytes', () => {
    expect(toResourceRequirements({ reserve: { cpus: 0.1, memory: '1.5g' } })).toEqual({
      reservations: { nanoCpus: 100_000_000, memoryBytes: 1_610_612_736 },
    });
  });

  it('takes what is absent for none', () => {
    expect(toResourceRequirements({ reserve: {}, limit: { memory: 4096 } })).toEqual({
      reservations: { nanoCpus: 0, memoryBytes: 0 },
      limits: { nanoCpus: 0, memoryBytes: 4096 },
    });
  });

  it('limits processes, and reserves none', () => {
    expect(toResourceRequirements({ limit: { pids: 100 } })).toEqual({
      limits: { nanoCpus: 0, memoryBytes: 0, pids: 100 },
    });
  });

  it('reserves generic resources by amount, in the order given', () => {
    const requirements = toResourceRequirements({ reserve: { generic: { ssd: 0, gpu: 2 } } });

    expect(requirements?.reservations?.generic).toEqual([
      { kind: 'discrete', resource: 'ssd', value: 0 },
      { kind: 'discrete', resource: 'gpu', value: 2 },
    ]);
  });

  // docker/cli: cli/command/service/generic_resource_opts.go, ParseGenericResources.
  it.each([-1, 0.5, Number.NaN])('refuses %d of a generic resource', (value) => {
    expect(() => toResourceRequirements({ reserve: { generic: { gpu: value } } })).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: `invalid generic-resource request \`gpu=${value}\`, discrete resource expected`,
      }),
    );
  });

  it('refuses a size that is none', () => {
    expect(() => toResourceRequirements({ limit: { memory: '1 lot' } })).toThrow(
      expect.objectContaining({ code: 'malformed-size' }),
    );
  });
});
