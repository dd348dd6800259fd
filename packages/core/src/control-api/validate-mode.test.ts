import { describe, expect, it } from 'vitest';
import type { ServiceMode, ServiceSpec, UpdateConfig } from '../model/service.ts';
import { validateMode, validateUpdateOfMode } from './validate-mode.ts';

const replicated = (replicas: number): ServiceMode => ({ kind: 'replicated', replicas });
const job = (maxConcurrent: number, totalCompletions: number): ServiceMode => ({
  kind: 'replicated-job',
  maxConcurrent,
  totalCompletions,
});

describe('validateMode', () => {
  // SwarmKit: manager/controlapi/service.go, validateMode. From 2^63 on an int64 is negative.
  it.each([
    { mode: replicated(0) },
    { mode: replicated(9_223_372_036_854_774_784) },
    { mode: { kind: 'global' } as const },
    { mode: { kind: 'global-job' } as const },
    { mode: job(0, 0) },
  ])('takes $mode', ({ mode }) => {
    expect(() => validateMode(mode)).not.toThrow();
  });

  it.each([
    { mode: replicated(2 ** 63), message: 'Number of replicas must be non-negative' },
    { mode: replicated(-1), message: 'Number of replicas must be non-negative' },
    { mode: job(2 ** 63, 0), message: 'Maximum concurrent jobs must not be negative' },
    { mode: job(0, 2 ** 63), message: 'Total completed jobs must not be negative' },
    { mode: replicated(NaN), message: 'Number of replicas must be non-negative' },
    { mode: undefined, message: 'Unrecognized service mode' },
  ])('refuses $mode', ({ mode, message }) => {
    expect(() => validateMode(mode)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});

describe('validateUpdateOfMode', () => {
  const update: UpdateConfig = {
    parallelism: 0,
    delayMs: -1,
    failureAction: 'pause',
    maxFailureRatio: 0,
    order: 'stop-first',
  };
  const spec: ServiceSpec = { name: 'web', task: {}, mode: replicated(1) };

  // SwarmKit: manager/controlapi/service.go, validateJob and validateServiceSpec.
  it('checks the update settings of a service that goes on', () => {
    expect(() => validateUpdateOfMode({ ...spec, update })).toThrow('update-delay');
  });

  it('refuses any update settings of a job', () => {
    expect(() => validateUpdateOfMode({ ...spec, mode: { kind: 'global-job' }, update })).toThrow(
      'Jobs may not have an update config',
    );
  });

  it('takes rollback settings as they are', () => {
    expect(() => validateUpdateOfMode({ ...spec, rollback: update })).not.toThrow();
  });
});
