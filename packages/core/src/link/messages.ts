/**
 * What a node's agent and the managers' dispatcher say to each other. Messages are plain data and
 * cross a simulated network, so they may be late or lost. SwarmKit: api/dispatcher.proto.
 */
import type { AssignmentChange } from '../model/assignment.ts';
import type { TaskId } from '../model/ids.ts';
import type { NodeDescription } from '../model/node.ts';
import type { TaskStatus } from '../model/task.ts';

/** From a node to the managers. */
export type AgentMessage =
  /** Opens a session, or takes up the one named; the answer is `session` or `refused`. */
  | {
      readonly kind: 'register';
      /** The node's former session; the empty text for none. */
      readonly session: string;
      readonly description: NodeDescription;
    }
  /** Asks for all assignments, and for their changes from then on. */
  | { readonly kind: 'assignments'; readonly session: string }
  /** Keeps a session alive; the answer is `heartbeat-period`. Never sent in lazy mode. */
  | { readonly kind: 'heartbeat'; readonly session: string }
  /** Reports what became of tasks. */
  | {
      readonly kind: 'status';
      readonly session: string;
      readonly updates: readonly TaskReport[];
      /** Whether the node waits for `status-recorded`. */
      readonly confirm: boolean;
    };

/** What an agent observed of one task. */
export interface TaskReport {
  readonly taskId: TaskId;
  readonly status: TaskStatus;
}

/** From the managers to a node. */
export type DispatcherMessage =
  /** The session that a registration opened, or went on with. */
  | { readonly kind: 'session'; readonly session: string }
  /** How long the node may wait until its next heartbeat. */
  | { readonly kind: 'heartbeat-period'; readonly session: string; readonly periodMs: number }
  /** `complete` replaces all the node has; `incremental` changes it. */
  | {
      readonly kind: 'assignments';
      readonly session: string;
      readonly type: 'complete' | 'incremental';
      /** Counts the messages of a session from 1. */
      readonly sequence: number;
      readonly changes: readonly AssignmentChange[];
    }
  /** Reports that the manager is done with: recorded, or found to say nothing new. */
  | {
      readonly kind: 'status-recorded';
      readonly session: string;
      readonly updates: readonly TaskReport[];
    }
  /** The call failed, and the session with it: the node has to register again. */
  | {
      readonly kind: 'refused';
      /** The session the call named; the empty text ends whichever the node has. */
      readonly session: string;
      readonly code: RefusalCode;
      readonly message: string;
    };

/** SwarmKit answers with gRPC codes. */
export type RefusalCode =
  'not-found' | 'invalid-argument' | 'permission-denied' | 'unavailable' | 'aborted' | 'unknown';
