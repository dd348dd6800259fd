import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import { isAtPosition, isSameAssignment } from './assignment.ts';
import { toId, type NodeId, type ServiceId, type TaskId } from './ids.ts';
import type { Task } from './task.ts';

const full: Required<Task> = {
  ...aTask(),
  specVersion: 1,
  networks: [],
  endpoint: { ports: [], virtualIps: [] },
  assignedGenericResources: [],
  jobIteration: 0,
};

/** One other value for each field that counts. */
const others: { readonly [Key in Exclude<keyof Task, 'status' | 'meta'>]: Required<Task>[Key] } = {
  id: toId<TaskId>('other'),
  spec: { ...full.spec, forceUpdate: 7 },
  specVersion: 2,
  serviceId: toId<ServiceId>('other'),
  serviceName: 'other',
  slot: full.slot + 1,
  nodeId: toId<NodeId>('other'),
  incarnation: full.incarnation + 1,
  desiredState: 'remove',
  networks: [{ networkId: toId('net'), driver: 'overlay' }],
  endpoint: { ports: [], virtualIps: [{ networkId: 'net', addr: '10.0.0.1' }] },
  assignedGenericResources: [{ kind: 'named', resource: 'gpu', value: 'a' }],
  jobIteration: 1,
};

// SwarmKit: api/equality/equality.go, TasksEqualStable.
describe('isSameAssignment', () => {
  it.each(Object.entries(others))('sees another %s', (key, value) => {
    expect(isSameAssignment(full, { ...full, [key]: value })).toBe(false);
  });

  it('does not see another status or another version', () => {
    const later = {
      ...full,
      status: { ...full.status, state: 'failed', err: 'x' },
      meta: { ...full.meta, version: 99 },
    } as const;

    expect(isSameAssignment(full, later)).toBe(true);
  });

  it('compares by value what was copied', () => {
    expect(isSameAssignment(full, JSON.parse(JSON.stringify(full)) as Task)).toBe(true);
  });
});

// SwarmKit: agent/session.go, watch: a message applies to what its predecessor results in.
describe('isAtPosition', () => {
  const sent = { session: 's1', sequence: 2 };

  it.each([
    ['the last message', { ...sent }, sent, true],
    ['the message before it', { session: 's1', sequence: 1 }, sent, false],
    ['as many messages of another session', { session: 's0', sequence: 2 }, sent, false],
    ['nothing', undefined, sent, false],
    ['something, where nothing was sent', sent, undefined, false],
    ['nothing, where nothing was sent', undefined, undefined, false],
  ])('of a node that took in %s', (_, taken, last, expected) => {
    expect(isAtPosition(taken, last)).toBe(expected);
  });
});
