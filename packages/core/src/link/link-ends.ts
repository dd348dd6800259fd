import type { NodeId } from '../model/ids.ts';
import type { Beat } from './beats.ts';
import type { AgentMessage, DispatcherMessage } from './messages.ts';

/** What delays the messages of a node. What is absent stays as it is. */
export interface Disturbance {
  /** Time that a message takes beyond the usual, each way, in ms. */
  readonly extraMs?: number;
  /** Probability below 1 that a message is lost and has to be sent again. */
  readonly loss?: number;
}

/** Which way a partition cuts. */
export type Direction = 'both' | 'to-managers' | 'from-managers';

/** The managers' end: whoever is the leader now. */
export interface DispatcherEnd {
  receive(nodeId: NodeId, message: AgentMessage): void;
  /** Beats of the node's session no longer come. Lazy mode only. */
  silent(nodeId: NodeId, lastBeat: Beat): void;
  /** Beats of a session come, for the first time or again. Lazy mode only. */
  heard(nodeId: NodeId, session: string): void;
}

/** A node's end. */
export interface AgentEnd {
  receive(message: DispatcherMessage): void;
  /** The path to the managers broke or healed. */
  pathChanged(): void;
}

/** Options of a link. */
export interface LinkOptions {
  /** Time a message takes one way, in ms. @defaultValue 0 */
  readonly latencyMs?: number;
  /**
   * `lazy` works heartbeats out where they matter; `eager` lets agents send each one.
   * @defaultValue lazy
   */
  readonly heartbeats?: 'lazy' | 'eager';
}
