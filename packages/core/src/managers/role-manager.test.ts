import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { NodeRole } from '../model/node.ts';
import { Store } from '../store/store.ts';
import { createRoleManager, type RaftMembers } from './role-manager.ts';

interface Room {
  readonly store: Store;
  readonly members: Set<string>;
  /** Members that the quorum can do without; all of them at first. */
  readonly needed: Set<string>;
  readonly add: (id: string, wanted: NodeRole) => void;
  readonly want: (id: string, wanted: NodeRole) => void;
  readonly remove: (id: string) => void;
  /** A leader's term begins. */
  readonly start: () => void;
  readonly runTo: (at: number) => void;
}

/** The store of a swarm, and members that do as they are told; `a` leads. */
function room(): Room {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  const members = new Set<string>();
  const needed = new Set<string>();
  const raft: RaftMembers = {
    leaderId: toId<NodeId>('a'),
    isMember: (id) => members.has(id),
    memberIds: () => [...members].map((id) => toId<NodeId>(id)),
    canRemove: (id) => !needed.has(id),
    remove: (id) => void members.delete(id),
    transfer: () => false,
  };
  return {
    store,
    members,
    needed,
    add(id, role) {
      members.add(id);
      store.update((tx) =>
        tx.create('node', {
          id: toId<NodeId>(id),
          role: 'manager',
          spec: { role, availability: 'active' },
          status: { state: 'ready', message: '', addr: '' },
        }),
      );
    },
    want(id, role) {
      store.update((tx) => {
        const node = tx.get('node', id);
        if (node !== undefined) tx.update('node', { ...node, spec: { ...node.spec, role } });
      });
    },
    remove: (id) => store.update((tx) => tx.delete('node', id)),
    start: () => void createRoleManager(kernel.openScope(), store, raft),
    runTo(at) {
      while ((kernel.nextAt ?? Infinity) <= at) kernel.step();
      kernel.moveTo(at);
    },
  };
}

// SwarmKit: manager/role_manager.go, Run and reconcileRole.
describe('a manager that is demoted', () => {
  it('is a member no more at once, and a worker at the next interval', () => {
    const { store, members, add, want, start, runTo } = room();
    for (const id of ['a', 'b']) add(id, 'manager');
    start();

    want('b', 'worker');
    runTo(4_999);
    expect([...members]).toEqual(['a']);
    expect(store.get('node', 'b')?.role).toBe('manager');
    runTo(5_000);

    expect(store.get('node', 'b')?.role).toBe('worker');
  });

  it('is a member until the quorum can do without it', () => {
    const { store, members, needed, add, want, start, runTo } = room();
    for (const id of ['a', 'b']) add(id, 'manager');
    needed.add('b');
    start();
    want('b', 'worker');
    runTo(12_000);
    expect([...members]).toEqual(['a', 'b']);

    needed.clear();
    runTo(20_000);

    expect([...members]).toEqual(['a']);
    expect(store.get('node', 'b')?.role).toBe('worker');
  });
});

// SwarmKit: manager/role_manager.go, evictRemovedNode.
describe('a member whose node is removed', () => {
  it('is a member no more', () => {
    const { members, add, start, remove, runTo } = room();
    for (const id of ['a', 'b', 'c']) add(id, 'manager');
    start();

    remove('b');
    runTo(0);

    expect([...members]).toEqual(['a', 'c']);
  });

  it('is a member until the quorum can do without it', () => {
    const { members, needed, add, start, remove, runTo } = room();
    for (const id of ['a', 'b', 'c']) add(id, 'manager');
    needed.add('b');
    start();
    remove('b');
    runTo(12_000);
    expect([...members]).toEqual(['a', 'b', 'c']);

    needed.clear();
    runTo(15_000);

    expect([...members]).toEqual(['a', 'c']);
  });

  it('is left to the next leader where the one before did not come to it', () => {
    const { members, needed, add, start, remove, runTo } = room();
    for (const id of ['a', 'b', 'c']) add(id, 'manager');
    needed.add('b');
    remove('b');

    start();
    runTo(4_000);
    expect([...members]).toEqual(['a', 'b', 'c']);
    needed.clear();
    runTo(5_000);

    expect([...members]).toEqual(['a', 'c']);
  });
});
