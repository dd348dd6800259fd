/**
 * The simulated network between every node's agent and the leader's dispatcher. Messages are kernel
 * entries, one lane per node and direction. A partition holds them back, as a broken TCP connection
 * does, until the path is repaired or the agent gives the connection up. The link tells both ends,
 * in entries of their own, when a path breaks or heals; it never looks into the store.
 */
import type { Cell, Environment } from '../kernel/environment.ts';
import { heartbeatEpsilonMs, heartbeatPeriodMs } from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import { beatAt, lastBeatBefore, type Beat, type BeatTiming } from './beats.ts';
import { decideArrival } from './decide-arrival.ts';
import type { AgentEnd, Direction, DispatcherEnd, Disturbance, LinkOptions } from './link-ends.ts';
import type { AgentMessage, DispatcherMessage } from './messages.ts';
import {
  createWire,
  isCut,
  isDisturbed,
  stopped,
  type DownEntry,
  type DrainEntry,
  type HearingEntry,
  type LinkState,
  type PathEntry,
  type UpEntry,
  type Wire,
} from './wire.ts';

export type { AgentEnd, Direction, DispatcherEnd, Disturbance, LinkOptions } from './link-ends.ts';

/** See the head of this file. */
export interface Link {
  /** Whether a node sends each heartbeat: all do in eager mode, and those whose messages come late. */
  isEager(nodeId: NodeId): boolean;
  /** Takes the managers' end; the function given back leaves it, which ends every session. */
  serve(end: DispatcherEnd): () => void;
  /** Takes a node's end; the function given back leaves it. */
  attach(nodeId: NodeId, end: AgentEnd): () => void;
  toManagers(nodeId: NodeId, message: AgentMessage): void;
  toNode(nodeId: NodeId, message: DispatcherMessage): void;
  /** The agent opens a new connection; whatever was under way on the old one is lost. */
  reconnect(nodeId: NodeId): void;
  /** Number of the node's connection; an answer belongs to the one that its question came by. */
  connectionOf(nodeId: NodeId): number;
  /** The agent keeps a session alive from now on. */
  startBeats(nodeId: NodeId, session: string): void;
  /** Ends that; the next beat would have been due at the instant given back. */
  stopBeats(nodeId: NodeId): number;
  /** When the agent's first heartbeat since its path broke is due, in lazy mode. */
  nextBeatAt(nodeId: NodeId): number;
  /** Sets how often nodes beat, from the next answer on. */
  setBeatTiming(timing: BeatTiming): void;
  /** Whether messages pass both ways. */
  isWhole(nodeId: NodeId): boolean;
  partition(nodeId: NodeId, direction?: Direction): void;
  disturb(nodeId: NodeId, disturbance: Disturbance): void;
  repair(nodeId: NodeId): void;
}

/** Makes the network of a swarm. It lives in the simulation's own environment, not in a term. */
export function createLink(env: Environment, options: LinkOptions = {}): Link {
  return new SimulatedLink(env, options);
}

class SimulatedLink implements Link {
  readonly #heartbeats: 'lazy' | 'eager';
  readonly #env: Environment;
  readonly #latencyMs: number;
  readonly #state: Cell<LinkState>;
  readonly #agents = new Map<NodeId, AgentEnd>();
  #dispatcher: DispatcherEnd | undefined;

  constructor(env: Environment, options: LinkOptions) {
    this.#env = env;
    this.#latencyMs = options.latencyMs ?? 0;
    this.#heartbeats = options.heartbeats ?? 'lazy';
    this.#state = env.cell<LinkState>('link', {
      timing: { periodMs: heartbeatPeriodMs, epsilonMs: heartbeatEpsilonMs },
      wires: Object.create(null) as Record<string, Wire>,
    });
    env.register<UpEntry>('link:to-managers', (entry) => this.#deliverUp(entry));
    env.register<DownEntry>('link:to-node', (entry) => this.#deliverDown(entry));
    env.register<DrainEntry>('link:drain', (entry) => this.#deliverHeld(entry));
    env.register<HearingEntry>('link:silent', ({ node, beat }) =>
      this.#dispatcher?.silent(node, beat),
    );
    env.register<HearingEntry>('link:heard', ({ node, beat }) =>
      this.#dispatcher?.heard(node, beat.session),
    );
    env.register<PathEntry>('link:path', ({ node }) => this.#agents.get(node)?.pathChanged());
  }

  serve(end: DispatcherEnd): () => void {
    this.#dispatcher = end;
    return () => {
      if (this.#dispatcher !== end) return;
      this.#dispatcher = undefined;
      for (const node of this.#agents.keys()) {
        this.#wire(node).heard = '';
        this.toNode(node, stopped);
      }
    };
  }

  attach(nodeId: NodeId, end: AgentEnd): () => void {
    this.#agents.set(nodeId, end);
    return () => {
      if (this.#agents.get(nodeId) === end) this.#agents.delete(nodeId);
    };
  }

  isEager(nodeId: NodeId): boolean {
    return this.#heartbeats === 'eager' || isDisturbed(this.#wire(nodeId));
  }

  toManagers(nodeId: NodeId, message: AgentMessage): void {
    const wire = this.#wire(nodeId);
    const { connection } = wire;
    const entry: UpEntry = { kind: 'link:to-managers', node: nodeId, connection, message };
    wire.lastUpAt = this.#arrival(nodeId, wire, wire.lastUpAt);
    this.#env.schedule({ at: wire.lastUpAt, lane: wire.laneUp, entry });
  }

  toNode(nodeId: NodeId, message: DispatcherMessage): void {
    const wire = this.#wire(nodeId);
    const { connection } = wire;
    const entry: DownEntry = { kind: 'link:to-node', node: nodeId, connection, message };
    wire.lastDownAt = this.#arrival(nodeId, wire, wire.lastDownAt);
    this.#env.schedule({ at: wire.lastDownAt, lane: wire.laneDown, entry });
  }

  #arrival(nodeId: NodeId, wire: Wire, lastAt: number): number {
    const { now, random } = this.#env;
    wire.sent += 1;
    const { extraMs, loss, sent } = wire;
    const transit = { now, latencyMs: this.#latencyMs + extraMs, loss, lastAt };
    return decideArrival(transit, (attempt) => random.draw('loss', nodeId, sent, attempt));
  }

  connectionOf(nodeId: NodeId): number {
    return this.#wire(nodeId).connection;
  }

  reconnect(nodeId: NodeId): void {
    const wire = this.#wire(nodeId);
    wire.connection += 1;
    wire.heldUp = [];
    wire.heldDown = [];
    wire.lastUpAt = 0;
    wire.lastDownAt = 0;
  }

  startBeats(nodeId: NodeId, session: string): void {
    if (this.isEager(nodeId)) return;
    this.stopBeats(nodeId);
    const wire = this.#wire(nodeId);
    wire.beating = session;
    this.#listen(nodeId, wire);
  }

  stopBeats(nodeId: NodeId): number {
    const wire = this.#wire(nodeId);
    const { now } = this.#env;
    if (wire.beating === '') return now;
    const dueAt = wire.beat === null ? now : this.#lastBeat(wire, wire.beat).nextAt;
    wire.beating = '';
    this.#listen(nodeId, wire);
    wire.beat = null;
    return Math.max(now, dueAt);
  }

  nextBeatAt(nodeId: NodeId): number {
    return this.#wire(nodeId).beat?.nextAt ?? this.#env.now;
  }

  setBeatTiming(timing: BeatTiming): void {
    const state = this.#state.value;
    // Beats before this instant were answered with the former period.
    for (const wire of Object.values(state.wires)) {
      if (wire.beat !== null && !isCut(wire)) wire.beat = this.#lastBeat(wire, wire.beat);
    }
    state.timing = timing;
  }

  isWhole(nodeId: NodeId): boolean {
    return !isCut(this.#wire(nodeId));
  }

  partition(nodeId: NodeId, direction: Direction = 'both'): void {
    const wire = this.#wire(nodeId);
    const cutUp = wire.cutUp || direction !== 'from-managers';
    const cutDown = wire.cutDown || direction !== 'to-managers';
    if (cutUp === wire.cutUp && cutDown === wire.cutDown) return;
    if (wire.beat !== null) wire.beat = this.#lastBeat(wire, wire.beat);
    wire.cutUp = cutUp;
    wire.cutDown = cutDown;
    this.#listen(nodeId, wire);
    this.#tellAgent(nodeId);
  }

  disturb(nodeId: NodeId, { extraMs, loss }: Disturbance): void {
    const wire = this.#wire(nodeId);
    const wasEager = this.isEager(nodeId);
    wire.extraMs = extraMs ?? wire.extraMs;
    wire.loss = loss ?? wire.loss;
    if (this.isEager(nodeId) !== wasEager) this.#tellAgent(nodeId);
  }

  repair(nodeId: NodeId): void {
    const wire = this.#wire(nodeId);
    if (!isCut(wire)) return;
    wire.cutUp = false;
    wire.cutDown = false;
    // A heartbeat that was due meanwhile waits at the break and comes through now.
    const { beat } = wire;
    const { now, random } = this.#env;
    if (beat !== null && beat.nextAt <= now) {
      wire.beat = beatAt(random, this.#state.value.timing, beat.session, now);
    }
    this.#listen(nodeId, wire);
    this.#tellAgent(nodeId);
    if (wire.heldUp.length > 0) this.#drain(nodeId, 'up');
    if (wire.heldDown.length > 0) this.#drain(nodeId, 'down');
  }

  /** Compares what the dispatcher hears with what it heard, and has it told of a difference. */
  #listen(nodeId: NodeId, wire: Wire): void {
    const heard = wire.cutUp || this.#dispatcher === undefined ? '' : wire.beating;
    if (heard === wire.heard) return;
    if (wire.heard !== '' && wire.beat !== null) {
      const beat = this.#lastBeat(wire, wire.beat);
      this.#tellDispatcher({ kind: 'link:silent', node: nodeId, beat });
    }
    if (heard !== '') {
      const { now, random } = this.#env;
      wire.beat ??= beatAt(random, this.#state.value.timing, heard, now);
      this.#tellDispatcher({ kind: 'link:heard', node: nodeId, beat: wire.beat });
    }
    wire.heard = heard;
  }

  /** While answers do not come back, an agent sends one more beat and no other. */
  #lastBeat(wire: Wire, known: Beat): Beat {
    const { now, random } = this.#env;
    const { timing } = this.#state.value;
    if (!isCut(wire)) return lastBeatBefore(random, timing, known, now);
    if (wire.cutUp || known.nextAt > now) return known;
    return beatAt(random, timing, known.session, known.nextAt);
  }

  #tellDispatcher(entry: HearingEntry): void {
    this.#env.schedule({ at: this.#env.now, lane: this.#wire(entry.node).laneUp, entry });
  }

  #tellAgent(node: NodeId): void {
    const entry: PathEntry = { kind: 'link:path', node };
    this.#env.schedule({ at: this.#env.now, lane: this.#wire(node).laneDown, entry });
  }

  /** What comes to a break waits there in order, and what comes after it waits behind. */
  #deliverUp({ node, connection, message }: UpEntry): void {
    const wire = this.#wire(node);
    if (wire.connection !== connection) return;
    if (wire.cutUp || wire.heldUp.length > 0) wire.heldUp.push(message);
    else this.#handUp(node, message);
  }

  #deliverDown({ node, connection, message }: DownEntry): void {
    const wire = this.#wire(node);
    if (wire.connection !== connection) return;
    if (wire.cutDown || wire.heldDown.length > 0) wire.heldDown.push(message);
    else this.#agents.get(node)?.receive(message);
  }

  #drain(node: NodeId, way: 'up' | 'down'): void {
    const entry: DrainEntry = { kind: 'link:drain', node, way };
    const { laneUp, laneDown } = this.#wire(node);
    const lane = way === 'up' ? laneUp : laneDown;
    this.#env.schedule({ at: this.#env.now, lane, entry });
  }

  /** Lets one message through that waited at the break, and then the next. */
  #deliverHeld({ node, way }: DrainEntry): void {
    const wire = this.#wire(node);
    if (way === 'up' ? wire.cutUp : wire.cutDown) return;
    const held = way === 'up' ? wire.heldUp : wire.heldDown;
    if (held.length > 1) this.#drain(node, way);
    if (way === 'up') {
      const message = wire.heldUp.shift();
      if (message !== undefined) this.#handUp(node, message);
    } else {
      const message = wire.heldDown.shift();
      if (message !== undefined) this.#agents.get(node)?.receive(message);
    }
  }

  #handUp(node: NodeId, message: AgentMessage): void {
    // One that was sent before the node stopped to send each is worked out by now.
    if (message.kind === 'heartbeat' && !this.isEager(node)) return;
    if (this.#dispatcher !== undefined) this.#dispatcher.receive(node, message);
    else this.toNode(node, { ...stopped, session: message.session });
  }

  #wire(nodeId: NodeId): Wire {
    return (this.#state.value.wires[nodeId] ??= createWire(nodeId));
  }
}
