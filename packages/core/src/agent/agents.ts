/**
 * The agents of all nodes. An agent keeps a session with the managers, runs the tasks assigned to its
 * node through the engine, step by step, and reports what became of them. It sees the managers only
 * through the link, and knows nothing of services, other nodes or the store. SwarmKit: agent/.
 */
import type { Environment } from '../kernel/environment.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { Link } from '../link/link.ts';
import type { AssignmentPosition, NodeAssignments } from '../model/assignment.ts';
import { nodeUpdatePeriodMs, stopRetryPauseMs } from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import type { TaskStatus } from '../model/task.ts';
import { createAgentState } from './agent-state.ts';
import { createAgent, type Agent, type ReportEntry, type StartEntry } from './agent.ts';
import { agentDeciders, type AgentDeciders } from './agent-deciders.ts';
import type { Executor } from './executor.ts';
import type { SessionTimer } from './session.ts';
import type { TaskTimer } from './task-runner.ts';

/** Options of {@link createAgents}. */
export interface AgentsOptions {
  /** Pause after an interrupted operation, in ms. @defaultValue 1000 */
  readonly stopRetryPauseMs?: number;
  /** How often an agent looks whether its host has changed; 0: at once. @defaultValue 20000 */
  readonly nodeUpdatePeriodMs?: number;
  /**
   * True: reports go at once, and managers may miss intermediate states. False: an agent waits until
   * the manager has recorded a status before it takes the task's next step. @defaultValue true
   */
  readonly statusCoalescing?: boolean;
  readonly deciders?: Partial<AgentDeciders>;
}

/** See the head of this file. */
export interface Agents {
  /** Starts the agent of a node, which registers at once. */
  add(nodeId: NodeId, executor: Executor): void;
  /**
   * The agent stops without a word and loses its memory; unless they survive, its containers die.
   * What it wrote to disk, its tasks and their states, is there when it starts again.
   */
  crash(nodeId: NodeId, containers?: 'died' | 'survived'): void;
  /** The host starts again; one that is up loses power first. */
  restart(nodeId: NodeId): void;
  /** The engine stops, and the agent with it; both are back `downForMs` later. */
  restartEngine(nodeId: NodeId, containers: 'died' | 'survived', downForMs: number): void;
  /** The node gives up its tasks and leaves for good. */
  leave(nodeId: NodeId): void;
  /** The host has changed: when its agent next looks, it tells the managers. */
  renew(nodeId: NodeId): void;
  /** Lets a running container end by itself now; returns whether there was one. */
  exitContainer(nodeId: NodeId, taskId: string, exitCode: number): boolean;
  /** Lets the probes of a container fail; returns whether one runs that has a health check. */
  sicken(nodeId: NodeId, taskId: string): boolean;
  /** What a node holds now: nothing while its agent is down. */
  holdings(nodeId: NodeId): NodeAssignments;
  /** The last message with assignments that a node took in; undefined without a session. */
  lastTaken(nodeId: NodeId): AssignmentPosition | undefined;
  /** Name of a config or secret that a node holds; undefined where it holds none of that id. */
  nameOf(nodeId: NodeId, kind: 'config' | 'secret', id: string): string | undefined;
  /** Ids of those configs and secrets on a node that a task of it is allowed to read. */
  readable(nodeId: NodeId, taskId: string): readonly string[];
  /** The state of a task as its node knows it; undefined where the node has no such task. */
  statusOf(nodeId: NodeId, taskId: string): TaskStatus | undefined;
  isRunning(nodeId: NodeId): boolean;
  /** Whether a node left the swarm for good. */
  hasLeft(nodeId: NodeId): boolean;
  /** Nodes that have an agent, in the order in which they were added. */
  nodeIds(): readonly NodeId[];
}

/** Makes the registry of all agents. It lives in the simulation's own environment, not in a term. */
export function createAgents(env: Environment, link: Link, options: AgentsOptions = {}): Agents {
  const agents = new Map<NodeId, Agent>();
  const deciders = { ...agentDeciders, ...options.deciders };

  function agentOf(nodeId: NodeId): Agent {
    const agent = agents.get(nodeId);
    if (agent === undefined) throw new SwarmSimError('not-found', `node ${nodeId} has no agent`);
    return agent;
  }

  env.register<SessionTimer>('agent:session', ({ node, event }) =>
    agents.get(node)?.handleSessionTimer(event),
  );
  env.register<TaskTimer>('agent:task', (timer) => agents.get(timer.node)?.handleTaskTimer(timer));
  env.register<ReportEntry>('agent:report', ({ node }) => agents.get(node)?.report());

  env.register<StartEntry>('agent:start', ({ node }) => agents.get(node)?.start());

  return {
    add(nodeId, executor) {
      if (agents.get(nodeId)?.isRunning() === true) {
        throw new SwarmSimError('already-exists', `node ${nodeId} has an agent already`);
      }
      const agent = createAgent({
        env,
        link,
        nodeId,
        executor,
        state: env.cell(`agent:${nodeId}`, createAgentState()),
        stopRetryPauseMs: options.stopRetryPauseMs ?? stopRetryPauseMs,
        nodeUpdatePeriodMs: options.nodeUpdatePeriodMs ?? nodeUpdatePeriodMs,
        statusCoalescing: options.statusCoalescing ?? true,
        deciders,
      });
      agents.set(nodeId, agent);
      agent.start();
    },
    crash: (nodeId, containers = 'died') => agentOf(nodeId).crash(containers),
    restart: (nodeId) => agentOf(nodeId).restart(),
    restartEngine: (nodeId, containers, downForMs) =>
      agentOf(nodeId).restartEngine(containers, downForMs),
    leave: (nodeId) => agentOf(nodeId).leave(),
    renew: (nodeId) => agentOf(nodeId).renew(),
    exitContainer: (nodeId, taskId, exitCode) => agentOf(nodeId).exitContainer(taskId, exitCode),
    sicken: (nodeId, taskId) => agentOf(nodeId).sicken(taskId),
    holdings: (nodeId) => agents.get(nodeId)?.holdings() ?? { tasks: [], configs: [], secrets: [] },
    lastTaken: (nodeId) => agents.get(nodeId)?.lastTaken(),
    nameOf: (nodeId, kind, id) => agents.get(nodeId)?.nameOf(kind, id),
    readable: (nodeId, taskId) => agents.get(nodeId)?.readable(taskId) ?? [],
    statusOf: (nodeId, taskId) => agents.get(nodeId)?.statusOf(taskId),
    isRunning: (nodeId) => agents.get(nodeId)?.isRunning() ?? false,
    hasLeft: (nodeId) => agents.get(nodeId)?.hasLeft() ?? false,
    nodeIds: () => [...agents.keys()],
  };
}
