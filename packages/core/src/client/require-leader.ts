/**
 * Every call, reads included, is answered by the leader. While there is none, a call fails as it
 * would for a client that cannot wait: the clock never moves inside a call, and the error says how long
 * a real client would have waited for it.
 */
import type { ControlApi } from '../control-api/control-api.ts';
import { ControlApiError } from '../control-api/control-api-error.ts';
import { mapCalls } from '../control-api/map-calls.ts';
import type { LeaderLookup } from '../managers/consensus.ts';
import { clientDeadlineMs } from '../model/defaults.ts';
import type { ReadTx } from '../store/store.ts';
import type { OperationKind } from './operation.ts';

/**
 * Checks that a call finds a leader.
 *
 * @throws ControlApiError `deadline-exceeded` while a manager would still wait for one, and `unknown`
 * once it has seen none for so long that it says so at once.
 */
export function assertLed(lookup: LeaderLookup): void {
  if (lookup === 'found') return;
  if (lookup === 'wait') {
    // moby: daemon/cluster/cluster.go, lockedManagerAction: what the daemon's client gets in the end.
    throw new ControlApiError('deadline-exceeded', 'context deadline exceeded', clientDeadlineMs);
  }
  // SwarmKit: manager/state/raft/raft.go, lostQuorumMessage.
  throw new ControlApiError(
    'unknown',
    "The swarm does not have a leader. It's possible that too few managers are online. " +
      'Make sure more than half of the managers are online.',
  );
}

/** Reads that ask for a leader first. */
export function requireLeaderForReads(state: ReadTx, check: () => void): ReadTx {
  return {
    get(table, id) {
      check();
      return state.get(table, id);
    },
    list(table) {
      check();
      return state.list(table);
    },
    find(table, index, key) {
      check();
      return state.find(table, index, key);
    },
  };
}

/** A control API of which every call asks for a leader first. */
export function requireLeaderForCalls(api: ControlApi, check: () => void): ControlApi {
  return mapCalls(api, (call) => (...args) => {
    check();
    return call(...args);
  });
}

/** Whether an operation is asked of the managers; faults and machines are not. */
export function isAskedOfManagers(kind: OperationKind): boolean {
  return !besideTheSwarm.has(kind);
}

const besideTheSwarm: ReadonlySet<OperationKind> = new Set([
  'fault',
  'fault-schedule',
  'fault-unschedule',
  'node-change-host',
  'node-leave',
  'credential-spec-write',
  'credential-spec-delete',
  'image-push',
  'directory-edit',
]);
