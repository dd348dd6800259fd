import type { Entry, Environment, TimerId } from '../kernel/environment.ts';
import type { TaskReport } from '../link/messages.ts';
import { statusBatchIntervalMs, statusBatchLimit } from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import type { Store, Tx } from '../store/store.ts';
import type { decideNodeStatus, NodeStatusChange } from './decide-node-status.ts';
import type { DecideStatus } from './decide-status.ts';

/** A change of a node's status, waiting to be recorded. */
export interface NodeUpdate extends NodeStatusChange {
  readonly nodeId: NodeId;
}

/** Reports and node states, which are recorded together every 100 ms. */
export interface StatusBatch {
  addReports(nodeId: NodeId, reports: readonly TaskReport[], confirm: boolean): void;
  addNode(update: NodeUpdate): void;
}

/** What {@link createStatusBatch} needs besides the environment and the store. */
export interface StatusBatchOptions {
  readonly decideStatus: DecideStatus;
  readonly decideNodeStatus: typeof decideNodeStatus;
  /** Called when a batch is in the store, with the calls whose node waits for that. */
  recorded(awaited: readonly ReportCall[]): void;
}

/** What one node reported in one call. */
export interface ReportCall {
  readonly nodeId: NodeId;
  readonly reports: readonly TaskReport[];
  readonly confirm: boolean;
}

interface BatchState {
  calls: ReportCall[];
  /** Reports in those calls. */
  reportCount: number;
  nodes: NodeUpdate[];
  /** A batch is due every 100 ms from here. */
  anchorAt: number;
  timer: TimerId;
}

interface CommitEntry extends Entry {
  readonly kind: 'dispatcher:record-updates';
}

const tick: CommitEntry = Object.freeze({ kind: 'dispatcher:record-updates' });

/** SwarmKit: manager/dispatcher/dispatcher.go, Run and processUpdates. */
export function createStatusBatch(
  env: Environment,
  store: Store,
  options: StatusBatchOptions,
): StatusBatch {
  const cell = env.cell<BatchState>('dispatcher:updates', {
    calls: [],
    reportCount: 0,
    nodes: [],
    anchorAt: env.now,
    timer: 0,
  });

  function awaitBatch(): void {
    const state = cell.value;
    const count = Math.max(state.reportCount, state.nodes.length);
    if (count >= statusBatchLimit) {
      if (state.timer !== 0) env.cancel(state.timer);
      // The wait for the next batch begins anew after one that was full.
      state.anchorAt = env.now;
      state.timer = env.schedule({ at: env.now, entry: tick });
    } else if (state.timer === 0) {
      const elapsed = env.now - state.anchorAt;
      const waitMs = statusBatchIntervalMs - (elapsed % statusBatchIntervalMs);
      state.timer = env.schedule({ at: env.now + waitMs, entry: tick });
    }
  }

  env.register<CommitEntry>('dispatcher:record-updates', () => {
    const { calls, nodes } = cell.value;
    cell.value = { ...cell.value, calls: [], reportCount: 0, nodes: [], timer: 0 };
    const record = (tx: Tx, report: TaskReport): void => {
      const task = tx.get('task', report.taskId);
      const status = task && options.decideStatus(task.status, report.status, env.now);
      if (task !== undefined && status !== undefined) tx.changeTask(task, { status });
    };
    store.batch(latestReports(calls), record);
    store.batch(mergeNodeUpdates(nodes), (tx, update) => {
      const node = tx.get('node', update.nodeId);
      if (node !== undefined) tx.update('node', options.decideNodeStatus(node, update));
    });
    options.recorded(calls.filter(({ confirm }) => confirm));
  });

  return {
    addReports(nodeId, reports, confirm) {
      cell.value.calls.push({ nodeId, reports, confirm });
      cell.value.reportCount += reports.length;
      awaitBatch();
    },
    addNode(update) {
      cell.value.nodes.push(update);
      awaitBatch();
    },
  };
}

/** The latest report of each task, in the order in which they were first reported. */
function latestReports(calls: readonly ReportCall[]): Iterable<TaskReport> {
  // A call names each task once, and only its own node reports it.
  const nodeIds = new Set(calls.map(({ nodeId }) => nodeId));
  if (nodeIds.size === calls.length) return calls.flatMap(({ reports }) => reports);
  const latest = new Map<string, TaskReport>();
  for (const { reports } of calls) {
    for (const report of reports) latest.set(report.taskId, report);
  }
  return latest.values();
}

/** The latest state of each node, with the latest description that came in this batch. */
function mergeNodeUpdates(updates: readonly NodeUpdate[]): Iterable<NodeUpdate> {
  const merged = new Map<NodeId, NodeUpdate>();
  for (const update of updates) {
    const description = update.description ?? merged.get(update.nodeId)?.description;
    merged.set(update.nodeId, {
      ...update,
      ...(description === undefined ? {} : { description }),
    });
  }
  return merged.values();
}
