import type { FaultPlan } from '../faults/fault-plan.ts';
import type {
  Fault,
  FaultDirection,
  FaultDuration,
  NodeTarget,
  PullScope,
} from '../faults/faults.ts';
import type { Apply } from './operation.ts';

/**
 * What may go wrong. A node is named by id, host name or id prefix, or with others by a selector such
 * as `{ label: 'rack=1' }` or `{ pick: 1 }`; a task by id, name (`web.1`) or id prefix.
 */
export interface FaultsApi {
  /** Applies any fault, as plain data. */
  apply(fault: Fault): void;
  /** Lets faults strike later: at instants, or again and again as the seed says. */
  schedule(faults: readonly FaultPlan[]): void;
  /** No scheduled fault strikes any more; what has struck still ends when it was to. */
  unschedule(): void;

  /** The host dies: its containers and its memory are gone. */
  crash(node: NodeTarget): void;
  /** A host that crashed comes back, with no container. */
  restart(node: NodeTarget): void;
  /** The engine restarts, and the agent with it; containers die unless they survive. */
  restartEngine(node: NodeTarget, options?: EngineRestartOptions): void;

  /** The host and the managers no longer reach each other; its containers go on. */
  partition(node: NodeTarget, options?: { readonly direction?: FaultDirection }): void;
  /** Messages between host and managers take longer, each way. */
  delayMessages(node: NodeTarget, by: FaultDuration): void;
  /** They are lost with this probability, and sent again: they come late. */
  loseMessages(node: NodeTarget, probability: number): void;
  /** The path between host and managers is whole again, and as fast as ever. */
  repair(node: NodeTarget): void;

  /** Pulls that begin from now on take longer, by default all. */
  slowPulls(by: FaultDuration, scope?: PullScope<NodeTarget>): void;
  /** Pulls fail; an image that is on the host still serves. */
  failPulls(scope?: PullScope<NodeTarget> & { readonly error?: string }): void;
  /** Ends both, where they were said of this scope or of a part of it. */
  repairPulls(scope?: PullScope<NodeTarget>): void;

  /** A controller of a domain stops, or all of its controllers: hosts no longer reach it. */
  stopController(domain: string, controller?: string): void;
  /** It runs again. */
  startController(domain: string, controller?: string): void;
  /** The host reaches no domain controller: ports 53, 88, 389 and the like are closed to it. */
  cutDirectory(node: NodeTarget): void;
  /** It reaches those again that it reached before. */
  reachDirectory(node: NodeTarget): void;
  /**
   * The trust relationship between the host and its domain fails: the domain does not believe the host.
   *
   * @throws SwarmSimError `failed-precondition` for a host that has joined none.
   */
  breakTrust(node: NodeTarget): void;
  /** Netlogon is restarted on the host, which mends that; so does a restart of the host. */
  repairTrust(node: NodeTarget): void;

  /**
   * The container of a task ends by itself now.
   *
   * @throws SwarmSimError `failed-precondition` where it does not run.
   */
  exitTask(task: string, options?: { readonly exitCode?: number }): void;
  /** It does not stop any more when it is asked to. @throws SwarmSimError `failed-precondition`. */
  ignoreStop(task: string): void;
  /** The probes of its health check fail. @throws SwarmSimError `failed-precondition`. */
  sickenTask(task: string): void;
}

/** How an engine restarts. */
export interface EngineRestartOptions {
  /** Default `died`. */
  readonly containers?: 'died' | 'survived';
  /** Default 0: it is back at once. */
  readonly downFor?: FaultDuration;
}

/** Makes `swarm.faults`. */
export function createFaultsApi(apply: Apply): FaultsApi {
  const strike = (fault: Fault): void => apply({ kind: 'fault', fault });
  return {
    apply: strike,
    schedule: (faults) => apply({ kind: 'fault-schedule', faults }),
    unschedule: () => apply({ kind: 'fault-unschedule' }),
    crash: (node) => strike({ kind: 'crash', node }),
    restart: (node) => strike({ kind: 'restart', node }),
    restartEngine: (node, options) => strike({ ...options, kind: 'restart-engine', node }),
    partition: (node, options) => strike({ ...options, kind: 'partition', node }),
    delayMessages: (node, by) => strike({ kind: 'delay-messages', node, by }),
    loseMessages: (node, probability) => strike({ kind: 'lose-messages', node, probability }),
    repair: (node) => strike({ kind: 'repair', node }),
    slowPulls: (by, scope) => strike({ ...scope, kind: 'slow-pulls', by }),
    failPulls: (scope) => strike({ ...scope, kind: 'fail-pulls' }),
    repairPulls: (scope) => strike({ ...scope, kind: 'repair-pulls' }),
    stopController: (domain, controller) =>
      strike({ kind: 'stop-controller', domain, ...(controller !== undefined && { controller }) }),
    startController: (domain, controller) =>
      strike({ kind: 'start-controller', domain, ...(controller !== undefined && { controller }) }),
    cutDirectory: (node) => strike({ kind: 'cut-directory', node }),
    reachDirectory: (node) => strike({ kind: 'reach-directory', node }),
    breakTrust: (node) => strike({ kind: 'break-trust', node }),
    repairTrust: (node) => strike({ kind: 'repair-trust', node }),
    exitTask: (task, options) => strike({ ...options, kind: 'exit-task', task }),
    ignoreStop: (task) => strike({ kind: 'ignore-stop', task }),
    sickenTask: (task) => strike({ kind: 'sicken-task', task }),
  };
}
