import { SwarmSimError } from '../kernel/errors.ts';
import type { NodeId, TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { Task } from '../model/task.ts';
import type { ReadTx } from '../store/store.ts';
import type { ClusterView } from './cluster-view.ts';
import { countFailures } from './failure-window.ts';
import type { Filter, FilterName } from './filters/filter.ts';
import { NodeSet } from './node-set.ts';
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
 * only that one. What the task itself takes on the node that it has does not count against it.
 *
 * @throws SwarmSimError with code `not-found` for a task that is not in the store.
 */
export function explainTask(taskId: TaskId, context: ExplainContext): Explanation {
  const { store, view, filters } = context;
  const task = store.get('task', taskId);
  if (task === undefined) throw new SwarmSimError('not-found', `task ${taskId} not found`);

  const everywhere = { nodes: view.nodes, pipeline: new Pipeline(task, view.nodes, filters) };
  const isPreassigned = view.trackedTask(taskId)?.isPreassigned ?? false;
  const own = view.nodes.slotOf(task.nodeId);
  const preassigned = own === undefined ? [] : [own];
  const slots = isPreassigned ? preassigned : [...view.nodes.slots()];

  const refusals = new Int32Array(filters.length);
  const nodes: NodeVerdict[] = [];
  for (const slot of slots) {
    const node = view.nodes.nodeAt(slot);
    if (node === undefined) continue;
    const place =
      slot === own ? withoutTask(task, node, context) : { ...everywhere, slot, nodeId: node.id };
    const refusal = place.pipeline.firstRefusal(place.slot);
    if (refusal < 0) {
      nodes.push(rankNode(task, place, context));
    } else {
      refusals[refusal] = (refusals[refusal] ?? 0) + 1;
      const filter = place.pipeline.filterAt(refusal);
      nodes.push({
        kind: 'refused',
        nodeId: node.id,
        filter: filter.name,
        text: filter.explain(1),
      });
    }
  }

  const reasons = explainFailures(filters, refusals);
  const refusedText = isPreassigned ? reasons : noSuitableNodeText(reasons);
  const isSuitable = nodes.some((verdict) => verdict.kind === 'suitable');
  return { taskId, nodes, text: isSuitable ? '' : refusedText };
}

/** A node as it is asked: alone or among all others. */
interface AskedNode {
  readonly nodes: NodeSet;
  readonly pipeline: Pipeline;
  readonly slot: number;
  readonly nodeId: NodeId;
}

/** The node of a task with everything on it but the task. */
function withoutTask(task: Task, node: Node, { view, filters }: ExplainContext): AskedNode {
  const nodes = new NodeSet(() => 0);
  nodes.put(node);
  const slot = nodes.slotOf(node.id) ?? 0;
  for (const tracked of view.bookedOn(view.nodes.slotOf(node.id) ?? -1)) {
    if (tracked.task.id !== task.id) nodes.book({ ...tracked }, slot);
  }
  return { nodes, pipeline: new Pipeline(task, nodes, filters), slot, nodeId: node.id };
}

function rankNode(
  task: Task,
  { nodes, slot, nodeId }: AskedNode,
  { view, now }: ExplainContext,
): SuitableNode {
  return {
    kind: 'suitable',
    nodeId,
    recentFailures: countFailures(view.failures, task, { nodeId, now }),
    serviceTasks: nodes.countsOf(task.serviceId).get(slot) ?? 0,
    totalTasks: nodes.activeTasks[slot] ?? 0,
  };
}
