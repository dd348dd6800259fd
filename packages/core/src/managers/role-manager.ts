/**
 * The role manager. It watches nodes, and brings the role in force to the one that is wanted: it
 * writes a node's role, and removes managers that are to be workers, or whose node is gone, from the
 * members of the consensus. It refuses nothing: that is for the control API, before it.
 * SwarmKit: manager/role_manager.go.
 */
import type { Component } from '../component.ts';
import type { Entry, Environment } from '../kernel/environment.ts';
import { roleReconcileIntervalMs } from '../model/defaults.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import type { Consensus } from './consensus.ts';
import { decideEviction, decideRole, type Membership } from './decide-role.ts';

/** What the role manager needs of the consensus. */
export type RaftMembers = Pick<
  Consensus,
  'leaderId' | 'isMember' | 'memberIds' | 'canRemove' | 'remove' | 'transfer'
>;

/** Options of {@link createRoleManager}. */
export interface RoleManagerOptions {
  readonly decideRole?: typeof decideRole;
}

/** Starts the role manager of a leader's term. */
export function createRoleManager(
  env: Environment,
  store: Store,
  raft: RaftMembers,
  options: RoleManagerOptions = {},
): Component {
  return new RoleManager(env, store, raft, options.decideRole ?? decideRole);
}

interface RoleState {
  isStarted: boolean;
  /** Nodes that are looked at again at the next interval. */
  pending: string[];
  /** Nodes that the commits at hand changed. */
  changed: string[];
  isTimerSet: boolean;
}

interface RoleEntry extends Entry {
  readonly kind: 'role-manager:changed' | 'role-manager:interval';
}

class RoleManager implements Component {
  readonly stop: () => void;
  readonly #env: Environment;
  readonly #store: Store;
  readonly #raft: RaftMembers;
  readonly #decide: typeof decideRole;
  readonly #state: RoleState;

  constructor(env: Environment, store: Store, raft: RaftMembers, decide: typeof decideRole) {
    this.#env = env;
    this.#store = store;
    this.#raft = raft;
    this.#decide = decide;
    this.#state = env.cell<RoleState>('role-manager', {
      isStarted: false,
      pending: [],
      changed: [],
      isTimerSet: false,
    }).value;
    env.register<RoleEntry>('role-manager:changed', () => {
      this.#reconcile(this.#state.changed.splice(0));
    });
    env.register<RoleEntry>('role-manager:interval', () => {
      this.#state.isTimerSet = false;
      this.#reconcile(this.#state.pending.splice(0));
    });
    // No mailbox: most commits touch no node, and wake nobody here.
    this.stop = store.onCommit((commit) => this.#handleCommit(commit));
    if (!this.#state.isStarted) this.#reconcile(this.#listNodes());
    this.#state.isStarted = true;
  }

  /** All nodes, and then members whose node was removed under an earlier leader. */
  #listNodes(): readonly string[] {
    const nodes = this.#store.list('node').map(({ id }) => id);
    const members = this.#raft.memberIds();
    return [...nodes, ...members.filter((id) => this.#store.get('node', id) === undefined)];
  }

  #handleCommit(commit: Commit): void {
    const { changed } = this.#state;
    const wasEmpty = changed.length === 0;
    for (const { table, action, id } of commit.changes) {
      if (table !== 'node' || action === 'create') continue;
      if (this.#isOpen(id) && !changed.includes(id)) changed.push(id);
    }
    if (!wasEmpty || changed.length === 0) return;
    const entry: RoleEntry = { kind: 'role-manager:changed' };
    this.#env.schedule({ at: this.#env.now, lane: entry.kind, entry });
  }

  /** Whether anything is left to do about a node. */
  #isOpen(id: string): boolean {
    const node = this.#store.get('node', id);
    if (node === undefined) return this.#raft.isMember(toId(id));
    return node.role !== node.spec.role;
  }

  #reconcile(ids: readonly string[]): void {
    const { pending } = this.#state;
    for (const id of ids) {
      const isDone = this.#reconcileNode(toId(id));
      if (!isDone && !pending.includes(id)) pending.push(id);
    }
    if (pending.length === 0 || this.#state.isTimerSet) return;
    this.#state.isTimerSet = true;
    const entry: RoleEntry = { kind: 'role-manager:interval' };
    this.#env.schedule({ at: this.#env.now + roleReconcileIntervalMs, entry });
  }

  /** Takes one step. True: there is no other. */
  #reconcileNode(id: NodeId): boolean {
    const node = this.#store.get('node', id);
    const membership = this.#membershipOf(id);
    const decision =
      node === undefined ? decideEviction(membership) : this.#decide(node, membership);
    switch (decision) {
      case 'done':
        return true;
      case 'promote':
        this.#writeRole(id, 'manager');
        return true;
      case 'demote':
        this.#writeRole(id, 'worker');
        return true;
      case 'transfer-leadership':
        // The next leader goes on with it.
        if (!this.#raft.transfer()) this.#raft.remove(id);
        return false;
      case 'remove-member':
        this.#raft.remove(id);
        return false;
      case 'wait':
        return false;
    }
  }

  #membershipOf(id: NodeId): Membership {
    const isMember = this.#raft.isMember(id);
    return {
      isMember,
      isLeader: this.#raft.leaderId === id,
      canRemove: isMember && this.#raft.canRemove(id),
    };
  }

  #writeRole(id: NodeId, role: 'worker' | 'manager'): void {
    this.#store.update((tx) => {
      const node = tx.get('node', id);
      if (node !== undefined) tx.update('node', { ...node, role });
    });
  }
}
