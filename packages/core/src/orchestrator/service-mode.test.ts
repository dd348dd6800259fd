import { describe, expect, it } from 'vitest';
import { aService, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import type { Service, ServiceMode } from '../model/service.ts';
import {
  isGlobal,
  isGlobalJob,
  isJob,
  isNodeBound,
  isReplicated,
  isReplicatedJob,
  jobIterationOf,
} from './service-mode.ts';

function serviceOf(mode: ServiceMode): Service {
  return aService({ spec: serviceSpec('web', { mode }) });
}

// SwarmKit: manager/orchestrator/service.go, IsReplicatedService and its like.
describe('the mode of a service', () => {
  const checks = { isReplicated, isGlobal, isReplicatedJob, isGlobalJob, isJob, isNodeBound };

  it.each<{ readonly mode: ServiceMode; readonly holds: readonly (keyof typeof checks)[] }>([
    { mode: { kind: 'replicated', replicas: 1 }, holds: ['isReplicated'] },
    { mode: { kind: 'global' }, holds: ['isGlobal', 'isNodeBound'] },
    {
      mode: { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 },
      holds: ['isReplicatedJob', 'isJob'],
    },
    { mode: { kind: 'global-job' }, holds: ['isGlobalJob', 'isJob', 'isNodeBound'] },
  ])('of $mode.kind is $holds', ({ mode, holds }) => {
    const service = serviceOf(mode);

    const found = Object.entries(checks).filter(([, check]) => check(service));

    expect(found.map(([name]) => name)).toEqual(holds);
  });

  it('is none for a service that is gone, and for one without a mode', () => {
    const { mode: _none, ...spec } = aService().spec;
    const checksOfGone = [isReplicated, isGlobal, isReplicatedJob, isGlobalJob, isJob];

    expect(checksOfGone.some((check) => check(undefined))).toBe(false);
    expect(Object.values(checks).some((check) => check(aService({ spec })))).toBe(false);
  });
});

describe('jobIterationOf', () => {
  it('is the run that the status tells, or the first', () => {
    expect(jobIterationOf(aService({ jobStatus: { jobIteration: 3, lastExecutionAt: 0 } }))).toBe(
      3,
    );
    expect(jobIterationOf(aService())).toBe(0);
  });
});
