/**
 * What a node's agent and the managers' dispatcher say to each other. Messages are plain data and
 * cross a simulated network, so they may be late or lost. SwarmKit: api/dispatcher.proto.
 */
import type { Config } from '../model/config.ts';
import type { TaskId } from '../model/ids.ts';
import type { NodeDescription } from '../model/node.ts';
import type { Secret } from '../model/secret.ts';
import type { Task, TaskStatus } from '../model/task.ts';

/** From a node to the managers. */
export type AgentMessage =
  /** Opens a session; the answer is `session`. */
  | { readonly kind: 'register'; readonly description: NodeDescription }
  /** Keeps a session alive. Sent one by one only where the link loses messages. */
  | { readonly kind: 'heartbeat'; readonly session: string }
  /** Reports what became of tasks; the answer is `status-recorded`. */
  | { readonly kind: 'status'; readonly session: string; readonly updates: readonly TaskReport[] }
  /** The node leaves the swarm in good order. */
  | { readonly kind: 'leave'; readonly session: string };

/** What an agent observed of one task. */
export interface TaskReport {
  readonly taskId: TaskId;
  readonly status: TaskStatus;
}

/** One step of an assignment set. A removal carries an id only. */
export type AssignmentChange =
  | { readonly action: 'update'; readonly item: 'task'; readonly task: Task }
  | { readonly action: 'update'; readonly item: 'config'; readonly config: Config }
  | { readonly action: 'update'; readonly item: 'secret'; readonly secret: Secret }
  | { readonly action: 'remove'; readonly item: 'task' | 'config' | 'secret'; readonly id: string };

/** From the managers to a node. */
export type DispatcherMessage =
  /** The session that a registration opened. */
  | { readonly kind: 'session'; readonly session: string }
  /** `complete` replaces all the node has; `incremental` changes it. */
  | {
      readonly kind: 'assignments';
      readonly session: string;
      readonly type: 'complete' | 'incremental';
      readonly sequence: number;
      readonly changes: readonly AssignmentChange[];
    }
  /** Reports that are in the store now. */
  | {
      readonly kind: 'status-recorded';
      readonly session: string;
      readonly updates: readonly TaskReport[];
    }
  /** The session is not known here: register again. */
  | { readonly kind: 'session-invalid'; readonly session: string };
