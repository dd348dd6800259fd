import { describe, expect, it } from 'vitest';
import { serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { toId, type ServiceId } from '../model/ids.ts';
import type { Service } from '../model/service.ts';
import { decideManualRollback, decideSpecUpdate } from './decide-service-change.ts';

const first = serviceSpec('web', { labels: { v: '1' } });
const second = serviceSpec('web', { labels: { v: '2' } });
const service: Service = {
  id: toId<ServiceId>('s'),
  meta: { version: 9, createdAt: 0, updatedAt: 0 },
  spec: first,
  specVersion: 3,
  updateStatus: { state: 'completed', message: '' },
};

// SwarmKit: manager/controlapi/service.go, UpdateService.
describe('decideSpecUpdate', () => {
  it('keeps the old spec as the previous one, and no status of an earlier update', () => {
    const { updateStatus: _, ...rest } = service;

    expect(decideSpecUpdate(service, second, 9)).toEqual({
      ...rest,
      spec: second,
      specVersion: 9,
      previousSpec: first,
      previousSpecVersion: 3,
    });
  });
});

describe('decideManualRollback', () => {
  it('swaps the specs with their versions', () => {
    const updated = decideSpecUpdate(service, second, 9);
    const rolledBack = decideManualRollback(updated, 100);

    expect(rolledBack).toMatchObject({
      spec: first,
      specVersion: 3,
      previousSpec: second,
      previousSpecVersion: 9,
      updateStatus: { state: 'rollback_started', startedAt: 100 },
    });
  });

  it('is impossible without a previous spec', () => {
    expect(decideManualRollback(service, 100)).toBeUndefined();
  });
});
