import type { Entry } from '../kernel/environment.ts';
import type { NodeId } from '../model/ids.ts';
import type { Beat, BeatTiming } from './beats.ts';
import type { AgentMessage, DispatcherMessage } from './messages.ts';

/** One node's connection, as plain data. */
export interface Wire {
  /** Lanes of its messages, by direction. */
  readonly laneUp: string;
  readonly laneDown: string;
  connection: number;
  cutUp: boolean;
  cutDown: boolean;
  /** Time that messages take beyond the usual. */
  extraMs: number;
  /** Probability that a message is lost and has to be sent again. */
  loss: number;
  /** When the last message of this connection arrives, by direction. */
  lastUpAt: number;
  lastDownAt: number;
  /** Counts messages, so that each has draws of its own. */
  sent: number;
  heldUp: AgentMessage[];
  heldDown: DispatcherMessage[];
  /** Session that the agent keeps alive; the empty text for none. */
  beating: string;
  /** Session whose beats reach the dispatcher; the empty text for none. */
  heard: string;
  /** A beat of the session that is kept alive; the first one may not have come yet. */
  beat: Beat | null;
}

/** The state of all connections. */
export interface LinkState {
  timing: BeatTiming;
  wires: Record<string, Wire>;
}

/** A message on its way to the managers. */
export interface UpEntry extends Entry {
  readonly kind: 'link:to-managers';
  readonly node: NodeId;
  readonly connection: number;
  readonly message: AgentMessage;
}

/** A message on its way to a node. */
export interface DownEntry extends Entry {
  readonly kind: 'link:to-node';
  readonly node: NodeId;
  readonly connection: number;
  readonly message: DispatcherMessage;
}

/** The dispatcher is told that beats end or begin. */
export interface HearingEntry extends Entry {
  readonly kind: 'link:silent' | 'link:heard';
  readonly node: NodeId;
  readonly beat: Beat;
}

/** A message that waited at a break goes on. */
export interface DrainEntry extends Entry {
  readonly kind: 'link:drain';
  readonly node: NodeId;
  readonly way: 'up' | 'down';
}

/** The agent is told that its path broke or healed. */
export interface PathEntry extends Entry {
  readonly kind: 'link:path';
  readonly node: NodeId;
}

/** A connection that was never used. */
export function createWire(node: string): Wire {
  return {
    laneUp: `up/${node}`,
    laneDown: `down/${node}`,
    connection: 0,
    cutUp: false,
    cutDown: false,
    extraMs: 0,
    loss: 0,
    lastUpAt: 0,
    lastDownAt: 0,
    sent: 0,
    heldUp: [],
    heldDown: [],
    beating: '',
    heard: '',
    beat: null,
  };
}

/** Whether messages come late, so that each heartbeat counts. */
export function isDisturbed(wire: Wire): boolean {
  return wire.extraMs > 0 || wire.loss > 0;
}

/** Whether messages are stopped, one way or both. */
export function isCut(wire: Wire): boolean {
  return wire.cutUp || wire.cutDown;
}

/** What a node hears where nobody serves. SwarmKit: manager/dispatcher/dispatcher.go, isRunningLocked. */
export const stopped: DispatcherMessage & { readonly kind: 'refused' } = {
  kind: 'refused',
  code: 'aborted',
  message: 'dispatcher is stopped',
  session: '',
};
