import { describe, expect, it } from 'vitest';
import { aService, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import type { Service, UpdateStatus } from '../../model/service.ts';
import { completeUpdate, pauseUpdate, rollBackUpdate, startUpdate } from './update-status.ts';

function serviceIn(state: UpdateStatus['state']): Service {
  return aService({ updateStatus: { state, startedAt: 1, message: '' } });
}

// SwarmKit: manager/orchestrator/update/updater.go.
describe('update status', () => {
  it('starts only where there is none', () => {
    expect(startUpdate(aService(), 9)?.updateStatus).toEqual({
      state: 'updating',
      startedAt: 9,
      message: 'update in progress',
    });
    expect(startUpdate(serviceIn('paused'), 9)).toBeUndefined();
  });

  it('pauses an update or a rollback, unless a user has updated the service meanwhile', () => {
    expect(pauseUpdate(serviceIn('updating'), 'm')?.updateStatus?.state).toBe('paused');
    expect(pauseUpdate(serviceIn('rollback_started'), 'm')?.updateStatus?.state).toBe(
      'rollback_paused',
    );
    expect(pauseUpdate(aService(), 'm')).toBeUndefined();
  });

  it('completes an update or a rollback', () => {
    expect(completeUpdate(serviceIn('updating'), 5)?.updateStatus).toEqual({
      state: 'completed',
      startedAt: 1,
      completedAt: 5,
      message: 'update completed',
    });
    expect(completeUpdate(serviceIn('rollback_started'), 5)?.updateStatus).toMatchObject({
      state: 'rollback_completed',
      message: 'rollback completed',
    });
  });

  it('rolls back to the previous spec and its version, and forgets them', () => {
    const previousSpec = serviceSpec('old');
    const service = {
      ...serviceIn('updating'),
      specVersion: 8,
      previousSpec,
      previousSpecVersion: 3,
    };

    const rolledBack = rollBackUpdate(service, 'm');

    expect(rolledBack).toMatchObject({ spec: previousSpec, specVersion: 3 });
    expect(rolledBack?.updateStatus).toEqual({
      state: 'rollback_started',
      startedAt: 1,
      message: 'm',
    });
    expect(rolledBack).not.toHaveProperty('previousSpec');
    expect(rolledBack).not.toHaveProperty('previousSpecVersion');
  });

  it('does not roll back, or complete, what a user has updated meanwhile', () => {
    const updated = aService({ previousSpec: serviceSpec('old'), previousSpecVersion: 3 });

    expect(rollBackUpdate(updated, 'm')).toBeUndefined();
    expect(completeUpdate(updated, 5)).toBeUndefined();
  });

  it('does not roll back without a previous spec', () => {
    expect(rollBackUpdate(serviceIn('updating'), 'm')).toBeUndefined();
  });
});
