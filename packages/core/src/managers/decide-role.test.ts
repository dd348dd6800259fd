import { describe, expect, it } from 'vitest';
import { toId } from '../model/ids.ts';
import type { Node, NodeRole } from '../model/node.ts';
import { decideEviction, decideRole } from './decide-role.ts';

function node(role: NodeRole, wanted: NodeRole): Node {
  return {
    id: toId('a'),
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: { role: wanted, availability: 'active' },
    status: { state: 'ready', message: '', addr: '' },
    role,
  };
}

const stranger = { isMember: false, isLeader: false, canRemove: false };
const follower = { isMember: true, isLeader: false, canRemove: true };

// SwarmKit: manager/role_manager.go, reconcileRole.
describe('decideRole', () => {
  it.each([
    {
      name: 'a worker that is to be one',
      role: 'worker',
      wanted: 'worker',
      as: stranger,
      does: 'done',
    },
    {
      name: 'a manager that is to be one',
      role: 'manager',
      wanted: 'manager',
      as: follower,
      does: 'done',
    },
    {
      name: 'a worker to be promoted',
      role: 'worker',
      wanted: 'manager',
      as: stranger,
      does: 'promote',
    },
    {
      name: 'a member to be demoted',
      role: 'manager',
      wanted: 'worker',
      as: follower,
      does: 'remove-member',
    },
    {
      name: 'the leader to be demoted',
      role: 'manager',
      wanted: 'worker',
      as: { ...follower, isLeader: true },
      does: 'transfer-leadership',
    },
    {
      name: 'a member that the quorum needs by now',
      role: 'manager',
      wanted: 'worker',
      as: { ...follower, canRemove: false },
      does: 'wait',
    },
    { name: 'a member no more', role: 'manager', wanted: 'worker', as: stranger, does: 'demote' },
  ] as const)('$name: $does', ({ role, wanted, as, does }) => {
    expect(decideRole(node(role, wanted), as)).toBe(does);
  });
});

// SwarmKit: manager/role_manager.go, evictRemovedNode.
describe('decideEviction', () => {
  it('is done with a node that is no member', () => {
    expect(decideEviction(stranger)).toBe('done');
  });

  it('removes a member', () => {
    expect(decideEviction(follower)).toBe('remove-member');
  });
});
