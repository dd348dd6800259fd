import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId, TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import type { ReadTx } from '../store/store.ts';
import type { ClusterView } from './cluster-view.ts';
import { countFailures } from './failure-window.ts';
import type { Filter, FilterName } from './filters/filter.ts';
import { explainFailures, noSuitableNodeText, Pipeline } from './pipeline.ts';

/** Why a task goes, or does not go, to the nodes. */
export interface Explanation {
  readonly taskId: TaskId;
  /** One verdict per node, in the order in which the nodes joined. */
  readonly nodes: readonly NodeVerdict[];
  /** The text that the task gets if no node takes it; empty if one does. */
  readonly text: string;
}

/** What the scheduler thinks of one node for one task. */
export type NodeVerdict = RefusedNode | SuitableNode;

/** A node that a filter refuses. */
export interface RefusedNode {
  readonly kind: 'refused';
  readonly nodeId: NodeId;
  /** The first filter that says no. */
  readonly filter: FilterName;
  /** The filter's words for this one node. */
  readonly text: string;
}

/** A node that passes every filter, with what it is ranked by, most important first. */
export interface SuitableNode {
  readonly kind: 'suitable';
  readonly nodeId: NodeId;
  /** Failures of this service version in the last 5 minutes; they matter from 5 on. */
  readonly recentFailures: number;
  /** Tasks of this service on the node. */
  readonly serviceTasks: number;
  /** Tasks of all services on the node. */
  readonly totalTasks: number;
}

/** What an explanation is drawn from. */
export interface ExplainContext {
  readonly store: ReadTx;
  readonly view: ClusterView;
  readonly filters: readonly Filter[];
  readonly now: number;
}

/**
 * Asks every node about a task as if it were to be placed now; for a task that came with its node,
 * only that one.
 *
 * @throws SwarmSimError with code `not-found` for a task that is not in the store.
 */
export function explainTask(taskId: TaskId, context: ExplainContext): Explanation {
  const { store, view, filters } = context;
  const task = store.get('task', taskId);
  if (task === undefined) throw new SwarmSimError('not-found', `task ${taskId} not found`);

  const pipeline = new Pipeline(task, view.nodes, filters);
  const isPreassigned = view.trackedTask(taskId)?.isPreassigned ?? false;
  const own = isPreassigned ? view.nodes.slotOf(task.nodeId) : undefined;
  const slots = isPreassigned ? (own === undefined ? [] : [own]) : [...view.nodes.slots()];

  const refusals = new Int32Array(filters.length);
  const nodes: NodeVerdict[] = [];
  for (const slot of slots) {
    const nodeId = view.nodes.nodeAt(slot)?.id;
    if (nodeId === undefined) continue;
    const refusal = pipeline.firstRefusal(slot);
    if (refusal < 0) {
      nodes.push(rankNode(task, { nodeId, slot }, context));
    } else {
      refusals[refusal] = (refusals[refusal] ?? 0) + 1;
      const filter = pipeline.filterAt(refusal);
      nodes.push({ kind: 'refused', nodeId, filter: filter.name, text: filter.explain(1) });
    }
  }

  const reasons = explainFailures(filters, refusals);
  const refusedText = isPreassigned ? reasons : noSuitableNodeText(reasons);
  const isSuitable = nodes.some((verdict) => verdict.kind === 'suitable');
  return { taskId, nodes, text: isSuitable ? '' : refusedText };
}

function rankNode(
  task: Task,
  place: { readonly nodeId: NodeId; readonly slot: number },
  { view, now }: ExplainContext,
): SuitableNode {
  const { nodeId, slot } = place;
  return {
    kind: 'suitable',
    nodeId,
    recentFailures: countFailures(view.failures, task, { nodeId, now }),
    serviceTasks: view.nodes.countsOf(task.serviceId).get(slot) ?? 0,
    totalTasks: view.nodes.activeTasks[slot] ?? 0,
  };
}
