import type { Cell, Entry, Environment } from '../kernel/environment.ts';
import { certificateRenewalPauseMs, roleReconcileIntervalMs } from '../model/defaults.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import type { Consensus, HostReach } from './consensus.ts';

/** What promotions need to know. */
export interface PromotionParts {
  readonly raft: Consensus;
  hostOf(nodeId: NodeId): HostReach;
}

interface JoinEntry extends Entry {
  readonly kind: 'managers:join';
  readonly node: NodeId;
}

/**
 * Makes nodes whose role in force became manager members of the consensus: each asks for its new
 * certificate after a short pause, starts its manager with it, and joins if it is heard; if not, it
 * tries again. SwarmKit: ca/renewer.go, Start; node/node.go, superviseManager.
 */
export function followPromotions(env: Environment, store: Store, parts: PromotionParts): void {
  const { raft } = parts;
  const joining: Cell<readonly NodeId[]> = env.cell('managers:joining', []);

  function joinAfter(node: NodeId, ms: number): void {
    const entry: JoinEntry = { kind: 'managers:join', node };
    env.schedule({ at: env.now + ms, entry });
  }

  function isPromoted(nodeId: NodeId): boolean {
    const node = store.get('node', nodeId);
    const isManager = node?.role === 'manager' && node.spec.role === 'manager';
    return isManager && !raft.isMember(nodeId);
  }

  function canJoin(nodeId: NodeId): boolean {
    const { isUp, cutUp, cutDown } = parts.hostOf(nodeId);
    return isUp && !cutUp && !cutDown && raft.lookUp() === 'found';
  }

  env.register<JoinEntry>('managers:join', ({ node }) => {
    if (isPromoted(node) && !canJoin(node)) {
      joinAfter(node, roleReconcileIntervalMs);
      return;
    }
    joining.value = joining.value.filter((id) => id !== node);
    if (isPromoted(node)) raft.add(node);
  });

  // No mailbox: most commits touch no node, and wake nobody here.
  store.onCommit((commit: Commit) => {
    for (const { table, action, id } of commit.changes) {
      if (table !== 'node' || action !== 'update') continue;
      const nodeId = toId<NodeId>(id);
      if (!isPromoted(nodeId) || joining.value.includes(nodeId)) continue;
      joining.value = [...joining.value, nodeId];
      joinAfter(nodeId, certificateRenewalPauseMs);
    }
  });
}
