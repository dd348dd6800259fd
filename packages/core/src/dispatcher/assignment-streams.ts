import type { Cell, Entry, Environment } from '../kernel/environment.ts';
import type { DispatcherMessage } from '../link/messages.ts';
import type { AssignmentPosition, NodeAssignments } from '../model/assignment.ts';
import { assignmentBatchIntervalMs, assignmentBatchLimit } from '../model/defaults.ts';
import { emptyRecord } from '../model/empty-record.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { isChangeOf, type Change, type Commit } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import {
  applyTaskChange,
  createNodeSet,
  listAssignments,
  takePending,
  type NodeSet,
} from './assignment-set.ts';
import type { ClusterObjects, DecideAssignments, TaskChange } from './decide-assignments.ts';

/** The assignments of every node with a session, kept up to date commit by commit. */
export interface AssignmentStreams {
  /** Begins a node's stream with its whole set. */
  open(nodeId: NodeId, session: string): void;
  close(nodeId: NodeId): void;
  handleCommit(commit: Commit): void;
  /** Whether it is a change of a task whose node has a stream. */
  isFollowing(change: Change): boolean;
  /** What is assigned to a node, as its stream sees it; undefined without a stream. */
  assignmentsOf(nodeId: NodeId): NodeAssignments | undefined;
  /** The last message of a node's stream; undefined without one, and while it has more to send. */
  lastSent(nodeId: NodeId): AssignmentPosition | undefined;
  /** The task as the node's stream saw it last. */
  assignedTask(nodeId: NodeId, taskId: string): Task | undefined;
}

/** What {@link createAssignmentStreams} needs besides the environment and the store. */
export interface AssignmentStreamOptions {
  readonly decideAssignments: DecideAssignments;
  send(nodeId: NodeId, message: DispatcherMessage): void;
}

interface Stream {
  readonly session: string;
  /** Version of the store that the set was built from; older commits are in it already. */
  readonly builtFrom: number;
  readonly set: NodeSet;
  sequence: number;
  /** Modifications since the last message. */
  modifications: number;
  /** When they are sent, unless more come first. */
  dueAt: number;
  /** Whether an entry that looks after `dueAt` is queued. */
  isAwaited: boolean;
}

interface FlushEntry extends Entry {
  readonly kind: 'dispatcher:send-assignments';
  readonly node: NodeId;
  readonly session: string;
}

/** SwarmKit: manager/dispatcher/dispatcher.go, Assignments. */
export function createAssignmentStreams(
  env: Environment,
  store: Store,
  options: AssignmentStreamOptions,
): AssignmentStreams {
  const streams: Cell<Record<string, Stream>> = env.cell('dispatcher:streams', emptyRecord());
  const objects: ClusterObjects = {
    config: (id) => store.get('config', id),
    secret: (id) => store.get('secret', id),
    configs: () => store.list('config'),
    secrets: () => store.list('secret'),
  };

  function modify(stream: Stream, change: TaskChange): boolean {
    const decided = options.decideAssignments(stream.set, change, objects);
    applyTaskChange(stream.set, change, decided);
    return decided.length > 0;
  }

  function send(nodeId: NodeId, stream: Stream, type: 'complete' | 'incremental'): void {
    stream.sequence += 1;
    stream.modifications = 0;
    const { session, sequence } = stream;
    const changes = takePending(stream.set);
    options.send(nodeId, { kind: 'assignments', session, type, sequence, changes });
  }

  function noteModification(nodeId: NodeId, stream: Stream): void {
    stream.modifications += 1;
    if (stream.modifications >= assignmentBatchLimit) {
      send(nodeId, stream, 'incremental');
      return;
    }
    stream.dueAt = env.now + assignmentBatchIntervalMs;
    if (!stream.isAwaited) awaitFlush(nodeId, stream);
  }

  function awaitFlush(node: NodeId, stream: Stream): void {
    stream.isAwaited = true;
    const { session } = stream;
    const entry: FlushEntry = { kind: 'dispatcher:send-assignments', node, session };
    env.schedule({ at: stream.dueAt, entry });
  }

  env.register<FlushEntry>('dispatcher:send-assignments', ({ node, session }) => {
    const stream = streams.value[node];
    if (stream === undefined || stream.session !== session) return;
    stream.isAwaited = false;
    if (stream.modifications === 0) return;
    if (stream.dueAt > env.now) awaitFlush(node, stream);
    else send(node, stream, 'incremental');
  });

  return {
    open(nodeId, session) {
      const former = streams.value[nodeId];
      const stream: Stream = {
        session,
        builtFrom: store.version,
        set: createNodeSet(),
        sequence: former?.session === session ? former.sequence : 0,
        modifications: 0,
        dueAt: 0,
        isAwaited: former?.session === session && former.isAwaited,
      };
      streams.value[nodeId] = stream;
      for (const task of store.find('task', 'node', nodeId)) modify(stream, { id: task.id, task });
      send(nodeId, stream, 'complete');
    },

    close(nodeId) {
      delete streams.value[nodeId];
    },

    handleCommit(commit) {
      for (const change of commit.changes) {
        if (!isChangeOf(change, 'task')) continue;
        const nodeId = nodeOf(change);
        const stream = streams.value[nodeId];
        if (stream === undefined || commit.version <= stream.builtFrom) continue;
        const isModified = modify(stream, { id: change.id, task: change.after });
        if (isModified) noteModification(toId<NodeId>(nodeId), stream);
      }
    },

    isFollowing: (change) =>
      isChangeOf(change, 'task') && streams.value[nodeOf(change)] !== undefined,

    assignmentsOf(nodeId) {
      const stream = streams.value[nodeId];
      return stream === undefined ? undefined : listAssignments(stream.set);
    },

    lastSent(nodeId) {
      const stream = streams.value[nodeId];
      if (stream === undefined || stream.modifications > 0) return undefined;
      return { session: stream.session, sequence: stream.sequence };
    },

    assignedTask: (nodeId, taskId) => streams.value[nodeId]?.set.tasks[taskId]?.task,
  };
}

function nodeOf({ before, after }: Change<'task'>): string {
  return (after ?? before)?.nodeId ?? '';
}
