/**
 * Where the managers' end of the link is: on the host of the leader. It knows which hosts run and
 * which are cut off, and cuts a node's path when the node or the leader cannot be reached; what is
 * said on that host itself never crosses the network. It never reads the store.
 */
import type { Cell, Environment } from '../kernel/environment.ts';
import type { Direction, Link } from '../link/link.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { HostReach } from './consensus.ts';
import { decidePath, type Cut } from './decide-path.ts';

/** See the head of this file. */
export interface LeaderPath {
  /** The link as hosts and faults use it. */
  readonly link: Link;
  hostOf(nodeId: NodeId): HostReach;
  /** The managers' end has moved: cuts every path anew. */
  leaderMoved(): void;
}

/** What {@link createLeaderPath} asks, and what it tells. */
export interface LeaderPathParts {
  leaderId(): NodeId | undefined;
  hostChanged(nodeId: NodeId): void;
  pathChanged(): void;
}

interface Host extends HostReach {
  /** What of its path to the leader is cut now. */
  readonly path: Cut;
}

const whole: Cut = { cutUp: false, cutDown: false };
const absent: Host = { isUp: false, ...whole, path: whole };

/** Makes the path over a link. */
export function createLeaderPath(env: Environment, link: Link, parts: LeaderPathParts): LeaderPath {
  const hosts: Cell<Record<string, Host>> = env.cell(
    'managers:hosts',
    Object.create(null) as Record<string, Host>,
  );
  const hostOf = (nodeId: NodeId): Host => hosts.value[nodeId] ?? absent;

  function cutPath(nodeId: NodeId): void {
    const host = hostOf(nodeId);
    const leaderId = parts.leaderId();
    const leader = leaderId === undefined ? undefined : hostOf(leaderId);
    const path = decidePath(host, leader, leaderId === nodeId);
    const { cutUp, cutDown } = host.path;
    if (path.cutUp === cutUp && path.cutDown === cutDown) return;
    hosts.value[nodeId] = { ...host, path };
    if ((cutUp && !path.cutUp) || (cutDown && !path.cutDown)) link.repair(nodeId);
    if (path.cutUp) link.partition(nodeId, 'to-managers');
    if (path.cutDown) link.partition(nodeId, 'from-managers');
  }

  function leaderMoved(): void {
    for (const nodeId of Object.keys(hosts.value)) cutPath(toId(nodeId));
  }

  function setCut(nodeId: NodeId, cut: Cut): void {
    hosts.value[nodeId] = { ...hostOf(nodeId), ...cut };
    if (parts.leaderId() === nodeId) leaderMoved();
    else cutPath(nodeId);
    parts.pathChanged();
  }

  function setUp(nodeId: NodeId, isUp: boolean): void {
    if (hostOf(nodeId).isUp === isUp) return;
    hosts.value[nodeId] = { ...hostOf(nodeId), isUp };
    parts.hostChanged(nodeId);
  }

  const partition = (nodeId: NodeId, direction: Direction = 'both'): void => {
    const { cutUp, cutDown } = hostOf(nodeId);
    setCut(nodeId, {
      cutUp: cutUp || direction !== 'from-managers',
      cutDown: cutDown || direction !== 'to-managers',
    });
  };

  return {
    link: {
      isEager: (nodeId) => link.isEager(nodeId),
      serve: (end) => link.serve(end),
      attach(nodeId, end) {
        const detach = link.attach(nodeId, end);
        setUp(nodeId, true);
        return () => {
          detach();
          setUp(nodeId, false);
        };
      },
      toManagers: (nodeId, message) => link.toManagers(nodeId, message),
      toNode: (nodeId, message) => link.toNode(nodeId, message),
      reconnect: (nodeId) => link.reconnect(nodeId),
      connectionOf: (nodeId) => link.connectionOf(nodeId),
      startBeats: (nodeId, session) => link.startBeats(nodeId, session),
      stopBeats: (nodeId) => link.stopBeats(nodeId),
      nextBeatAt: (nodeId) => link.nextBeatAt(nodeId),
      setBeatTiming: (timing) => link.setBeatTiming(timing),
      isWhole: (nodeId) => link.isWhole(nodeId),
      partition,
      disturb: (nodeId, disturbance) => link.disturb(nodeId, disturbance),
      repair: (nodeId) => setCut(nodeId, whole),
    },
    hostOf,
    leaderMoved,
  };
}
