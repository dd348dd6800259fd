import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { runApiErrors, runApiSteps, type ApiStep } from './api-errors.ts';

const recording = fileURLToPath(
  new URL('../../conformance/orchestration/api-errors.json', import.meta.url),
);

const named = (name: string): ApiStep['request'] => ({ Spec: { Name: name, Data: 'eA==' } });

describe('runApiErrors', () => {
  it('finds every answer of the recorded session', () => {
    const result = runApiErrors(recording);

    expect(result.lines).toEqual([]);
    expect(result).toMatchObject({ failed: 0, notYet: {} });
    expect(result.passed).toBeGreaterThan(100);
  });
});

describe('runApiSteps', () => {
  it('counts a step whose code or message differs as failed', () => {
    const steps: readonly ApiStep[] = [
      { id: 'a', call: 'CreateConfig', request: named('a'), judge: true, code: 'NotFound' },
      {
        id: 'b',
        call: 'GetConfig',
        request: { ID: 'x' },
        judge: true,
        code: 'NotFound',
        message: '',
      },
    ];

    const { failed, passed } = runApiSteps(steps);

    expect({ failed, passed }).toEqual({ failed: 2, passed: 0 });
  });

  it('lists calls that are not built instead of judging them', () => {
    const steps: readonly ApiStep[] = [
      { id: 'a', call: 'CreateVolume', request: {}, judge: true, code: 'OK' },
    ];

    expect(runApiSteps(steps)).toEqual({
      failed: 0,
      lines: [],
      notYet: { CreateVolume: 1 },
      passed: 0,
    });
  });

  it('puts the ids of earlier steps into expected messages', () => {
    const steps: readonly ApiStep[] = [
      { id: 'a', call: 'CreateConfig', request: named('a'), judge: false },
      { id: 'gone', call: 'RemoveConfig', request: { ID: { $ref: 'a' } }, judge: true, code: 'OK' },
      {
        id: 'again',
        call: 'GetConfig',
        request: { ID: { $ref: 'a' } },
        judge: true,
        code: 'NotFound',
        message: 'config <a> not found',
      },
    ];

    expect(runApiSteps(steps)).toMatchObject({ failed: 0, passed: 2 });
  });
});
