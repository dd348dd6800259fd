import { describe, expect, it } from 'vitest';
import type { UpdateConfig } from '../model/service.ts';
import type { RestartPolicy } from '../model/task.ts';
import { validateRestartPolicy, validateUpdateConfig } from './validate-policies.ts';

const restart: RestartPolicy = { condition: 'any', maxAttempts: 0 };
const update: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};

describe('validateRestartPolicy', () => {
  // SwarmKit: manager/controlapi/service.go, validateRestartPolicy.
  it('takes durations of zero', () => {
    expect(() => validateRestartPolicy({ ...restart, delayMs: 0, windowMs: 0 })).not.toThrow();
  });

  it.each([
    { part: { delayMs: -0.000001 }, message: 'TaskSpec: restart-delay cannot be negative' },
    { part: { windowMs: -1 }, message: 'TaskSpec: restart-window cannot be negative' },
    { part: { delayMs: -1, windowMs: -1 }, message: 'TaskSpec: restart-delay cannot be negative' },
  ])('refuses $part', ({ part, message }) => {
    expect(() => validateRestartPolicy({ ...restart, ...part })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});

describe('validateUpdateConfig', () => {
  const ratioText = 'TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1';

  // SwarmKit: manager/controlapi/service.go, validateUpdate. The ratio is a float32 there.
  it.each([
    { part: { maxFailureRatio: 1 } },
    { part: { maxFailureRatio: 1.00000001 } },
    { part: { delayMs: 0, monitorMs: 0 } },
  ])('takes $part', ({ part }) => {
    expect(() => validateUpdateConfig({ ...update, ...part })).not.toThrow();
  });

  it.each([
    { part: { delayMs: -1 }, message: 'TaskSpec: update-delay cannot be negative' },
    { part: { monitorMs: -1 }, message: 'TaskSpec: update-monitor cannot be negative' },
    { part: { maxFailureRatio: -0.1 }, message: ratioText },
    { part: { maxFailureRatio: 1.1 }, message: ratioText },
    {
      part: { monitorMs: -1, maxFailureRatio: 2 },
      message: 'TaskSpec: update-monitor cannot be negative',
    },
  ])('refuses $part', ({ part, message }) => {
    expect(() => validateUpdateConfig({ ...update, ...part })).toThrow(message);
  });
});
