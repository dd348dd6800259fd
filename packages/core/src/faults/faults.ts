/**
 * What may go wrong, as plain data: a fault can be written down, drawn, replayed and sent elsewhere.
 * Applying one calls those parts of the simulation that it strikes; it decides nothing itself.
 */
import { parseDuration } from '../duration/parse-duration.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId } from '../model/ids.ts';

/**
 * A fault, or the end of one. People name its node by id, host name, id prefix or selector, and its
 * task by id, name (`web.1`) or id prefix; what is struck has an id.
 */
export type Fault<Node = NodeTarget, Task = string> =
  HostFault<Node> | LinkFault<Node> | PullFault<Node> | TaskFault<Task> | DirectoryFault<Node>;

/** One node by reference, or all that a selector names. */
export type NodeTarget = string | NodeSelector;

/** Nodes by what they have in common: they are struck together. */
export interface NodeSelector {
  /** Label that the swarm keeps of the node: `rack=1`, or `rack` with any value. Default: all nodes. */
  readonly label?: string;
  /** How many of them, drawn from the seed. Default: all. */
  readonly pick?: number;
}

/** Number of ms, or a text such as `1m30s`. */
export type FaultDuration = number | string;

/** What may go wrong with a machine. */
export type HostFault<Node = NodeTarget> =
  /** The host dies: its containers, and all that its agent held in memory. */
  | { readonly kind: 'crash'; readonly node: Node }
  /** The host comes back; one that is up loses power first. */
  | { readonly kind: 'restart'; readonly node: Node }
  /**
   * The engine, and the agent with it, stops and starts again.
   * Deviation: containers may survive that, as with live-restore, which docker refuses in a swarm.
   */
  | {
      readonly kind: 'restart-engine';
      readonly node: Node;
      /** Default `died`. */
      readonly containers?: 'died' | 'survived';
      /** Default 0: it is back at once. */
      readonly downFor?: FaultDuration;
    };

/** What may go wrong between a node and the managers. */
export type LinkFault<Node = NodeTarget> =
  /** They no longer reach each other, both ways unless said otherwise. */
  | { readonly kind: 'partition'; readonly node: Node; readonly direction?: FaultDirection }
  /** Messages take longer, each way. */
  | { readonly kind: 'delay-messages'; readonly node: Node; readonly by: FaultDuration }
  /** Messages are lost, and sent again as TCP does: they come late, and all behind them. */
  | { readonly kind: 'lose-messages'; readonly node: Node; readonly probability: number }
  /** Messages pass again as they should. */
  | { readonly kind: 'repair'; readonly node: Node };

/** Which messages a partition stops. */
export type FaultDirection = 'both' | 'to-managers' | 'from-managers';

/** What may go wrong with pulling images: on all nodes and of all images unless said otherwise. */
export type PullFault<Node = NodeTarget> =
  /** Pulls that begin from now on take longer. */
  | (PullScope<Node> & { readonly kind: 'slow-pulls'; readonly by: FaultDuration })
  /** Pulls fail; an image that is on the host still serves. */
  | (PullScope<Node> & { readonly kind: 'fail-pulls'; readonly error?: string })
  /** Ends both, where they were said of this scope or of a part of it. */
  | (PullScope<Node> & { readonly kind: 'repair-pulls' });

/** Which pulls are meant. */
export interface PullScope<Node> {
  readonly node?: Node;
  readonly image?: string;
}

/** What may go wrong with the running container of a task. */
export type TaskFault<Task = string> =
  /** It ends by itself. The exit code is 0, success, unless given. */
  | { readonly kind: 'exit-task'; readonly task: Task; readonly exitCode?: number }
  /** It does not stop any more when it is asked to. */
  | { readonly kind: 'ignore-stop'; readonly task: Task }
  /** The probes of its health check fail. */
  | { readonly kind: 'sicken-task'; readonly task: Task };

/** What may go wrong between hosts and Active Directory. */
export type DirectoryFault<Node = NodeTarget> =
  /** A controller stops, by default all of the domain, which is named as DNS or NetBIOS do. */
  | { readonly kind: 'stop-controller'; readonly domain: string; readonly controller?: string }
  /** It runs again. */
  | { readonly kind: 'start-controller'; readonly domain: string; readonly controller?: string }
  /** The host reaches no controller: ports 53, 88, 389 and the like are closed to it. */
  | { readonly kind: 'cut-directory'; readonly node: Node }
  /** It reaches them again. */
  | { readonly kind: 'reach-directory'; readonly node: Node }
  /** The domain does not believe the host's account any more. */
  | { readonly kind: 'break-trust'; readonly node: Node }
  /** Netlogon is restarted, which mends that. */
  | { readonly kind: 'repair-trust'; readonly node: Node };

/** A task as it is struck: on its node, by id. */
export interface StruckTask {
  readonly node: NodeId;
  readonly id: string;
}

/** A fault of which the references are looked up. */
export type StruckFault = Fault<NodeId, StruckTask>;

/** What faults strike: agents, engines, the link between nodes and managers, and the directory. */
export interface FaultTargets {
  readonly agents: {
    crash(nodeId: NodeId): void;
    restart(nodeId: NodeId): void;
    restartEngine(nodeId: NodeId, containers: 'died' | 'survived', downForMs: number): void;
    exitContainer(nodeId: NodeId, taskId: string, exitCode: number): boolean;
    sicken(nodeId: NodeId, taskId: string): boolean;
  };
  readonly link: {
    partition(nodeId: NodeId, direction?: FaultDirection): void;
    disturb(nodeId: NodeId, disturbance: { extraMs?: number; loss?: number }): void;
    repair(nodeId: NodeId): void;
  };
  readonly directory: {
    logOn(nodeId: NodeId): void;
    stopController(domain: string, controller?: string): void;
    startController(domain: string, controller?: string): void;
    checkController(domain: string, controller?: string): void;
    cutOff(nodeId: NodeId): void;
    reach(nodeId: NodeId): void;
    breakTrust(nodeId: NodeId): void;
    repairTrust(nodeId: NodeId): void;
    checkJoined(nodeId: NodeId): void;
  };
  readonly engines: { ignoreStop(nodeId: NodeId, taskId: string): boolean };
  readonly pulls: {
    add(fault: { node?: string; image?: string; delayMs?: number; error?: string }): void;
    repair(scope: { node?: string; image?: string }): void;
  };
}

/**
 * Applies a fault now. A fault that is in force already changes nothing.
 *
 * @throws SwarmSimError `failed-precondition` where a task has no running container.
 */
export function applyFault(fault: StruckFault, targets: FaultTargets): void {
  const { agents, link } = targets;
  switch (fault.kind) {
    case 'crash':
      return agents.crash(fault.node);
    case 'restart':
      targets.directory.logOn(fault.node);
      return agents.restart(fault.node);
    case 'restart-engine': {
      const { node, containers = 'died', downFor = 0 } = fault;
      return agents.restartEngine(node, containers, parseDuration(downFor));
    }
    case 'partition':
      return link.partition(fault.node, fault.direction ?? 'both');
    case 'delay-messages':
      return link.disturb(fault.node, { extraMs: parseDuration(fault.by) });
    case 'lose-messages':
      return link.disturb(fault.node, { loss: fault.probability });
    case 'repair':
      link.disturb(fault.node, { extraMs: 0, loss: 0 });
      return link.repair(fault.node);
    case 'slow-pulls':
    case 'fail-pulls':
    case 'repair-pulls':
      return strikePulls(fault, targets);
    case 'exit-task':
    case 'ignore-stop':
    case 'sicken-task':
      return strikeTask(fault, targets);
    case 'stop-controller':
    case 'start-controller':
    case 'cut-directory':
    case 'reach-directory':
    case 'break-trust':
    case 'repair-trust':
      return strikeDirectory(fault, targets);
    default:
      throw new SwarmSimError('invalid-argument', `unknown fault '${kindOf(fault)}'`);
  }
}

/**
 * Checks that a fault of the directory has something to strike, so that one of several nodes is not
 * struck where another cannot be.
 *
 * @throws SwarmSimError `not-found`, or `failed-precondition` for a host that has joined no domain.
 */
export function checkFaultTarget(fault: StruckFault, { directory }: FaultTargets): void {
  if (fault.kind === 'break-trust') directory.checkJoined(fault.node);
  if ('domain' in fault) directory.checkController(fault.domain, fault.controller);
}

function strikeDirectory(fault: DirectoryFault<NodeId>, { directory }: FaultTargets): void {
  switch (fault.kind) {
    case 'stop-controller':
      return directory.stopController(fault.domain, fault.controller);
    case 'start-controller':
      return directory.startController(fault.domain, fault.controller);
    case 'cut-directory':
      return directory.cutOff(fault.node);
    case 'reach-directory':
      return directory.reach(fault.node);
    case 'break-trust':
      return directory.breakTrust(fault.node);
    case 'repair-trust':
      return directory.repairTrust(fault.node);
  }
}

function strikePulls(fault: PullFault<NodeId>, { pulls }: FaultTargets): void {
  const { node, image } = fault;
  const scope = { ...(node !== undefined && { node }), ...(image !== undefined && { image }) };
  if (fault.kind === 'repair-pulls') pulls.repair(scope);
  else if (fault.kind === 'fail-pulls') pulls.add({ ...scope, error: fault.error ?? '' });
  else pulls.add({ ...scope, delayMs: parseDuration(fault.by) });
}

function strikeTask(fault: TaskFault<StruckTask>, { agents, engines }: FaultTargets): void {
  const { node, id } = fault.task;
  if (fault.kind === 'sicken-task') {
    if (agents.sicken(node, id)) return;
    throw notRunning(`task ${id} has no running container with a health check`);
  }
  const isStruck =
    fault.kind === 'exit-task'
      ? agents.exitContainer(node, id, fault.exitCode ?? 0)
      : engines.ignoreStop(node, id);
  if (!isStruck) throw notRunning(`task ${id} has no running container`);
}

function notRunning(message: string): SwarmSimError {
  return new SwarmSimError('failed-precondition', message);
}

/** Faults may come from callers without types. */
function kindOf(fault: never): string {
  return String((fault as { readonly kind?: unknown } | null)?.kind);
}
