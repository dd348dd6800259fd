import type { NodeId } from '../model/ids.ts';

/**
 * What managers agree on: who of them leads. Components ask it, and it tells whoever made it when the
 * answer changes. Elections behind it go by bounds; a message-level raft could stand here as well.
 * SwarmKit: manager/state/raft/raft.go, Node.
 */
export interface Consensus {
  /** The member that leads, or last heard that it does; undefined while there is none. */
  readonly leaderId: NodeId | undefined;
  /** What a manager that is asked for the leader finds. */
  lookUp(): LeaderLookup;
  isMember(nodeId: NodeId): boolean;
  /** In the order in which they joined. */
  memberIds(): readonly NodeId[];
  /** Whether the leader reaches a member. */
  isReachable(nodeId: NodeId): boolean;
  /** Whether enough members would be reachable without this one. */
  canRemove(nodeId: NodeId): boolean;
  /** Adds a member; the first one ever leads at once. */
  add(nodeId: NodeId): void;
  remove(nodeId: NodeId): void;
  /** Has the leader hand over to another member. False: there is none that could. */
  transfer(): boolean;
  /** The manager process of a host came up, or went down with all it had not written to disk. */
  hostChanged(nodeId: NodeId): void;
  /** A host was cut off, or can be reached again. */
  pathChanged(): void;
}

/**
 * `found`: the leader answers. `wait`: a manager looks for one every second until its caller gives
 * up. `lost`: there has been none for so long that it says so at once.
 */
export type LeaderLookup = 'found' | 'wait' | 'lost';

/** What a consensus tells. */
export interface ConsensusEvents {
  /** A member leads from now on; whoever did before does not. */
  elected(leaderId: NodeId): void;
  /** The leader knows that it leads no more. */
  lost(): void;
  /** No majority answers the leader: nothing can be committed until one does. */
  stalled(): void;
  /** A majority answers again. */
  resumed(): void;
}

/** A host, as other hosts see it. */
export interface HostReach {
  readonly isUp: boolean;
  /** What it sends is lost. */
  readonly cutUp: boolean;
  /** What is sent to it is lost. */
  readonly cutDown: boolean;
}
