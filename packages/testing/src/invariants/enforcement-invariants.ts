/**
 * What holds of tasks on nodes that changed: the constraint enforcer rejects those that no longer belong there.
 * It looks when a node changes, only at nodes that are active, and goes by what the services ask for now.
 * SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go, rejectNoncompliantTasks.
 */
import type { Node, Task } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import { isByNewLeader } from './commit-writers.ts';
import { describeNode } from './describe-node.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { matchesAll } from './naive-constraints.ts';
import { isOnNode } from './node-loads.ts';
import { hasEnded, isFrom, isToRun } from './task-states.ts';

/**
 * Global services are seen to when their constraints change as well. Those of others are only looked at again
 * when a node changes; until then an update may be on its way, or stand still.
 */
export const tasksStayWithinConstraints: Invariant = {
  name: 'tasks-stay-within-constraints',
  rule: 'at rest, no task is meant to run on an active node that no longer meets its constraints',
  source:
    'SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go; manager/orchestrator/global/global.go',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster } = step;
      for (const task of cluster.tasks()) {
        const node = cluster.node(task.nodeId);
        // A restart makes a task of a global service for its node without asking; the scheduler keeps it waiting.
        if (node === undefined || !isWantedOn(task, node) || !isOnNode(task)) continue;
        const constraints = constraintsInForce(task, node, step);
        if (constraints.length === 0) continue;
        premise();
        if (matchesAll(constraints, node) === false) {
          return describeMisfit(task, node, { constraints, cluster });
        }
      }
      return undefined;
    },
};

/** Tasks that are to be rejected before the next instant, and the node as it was changed. */
interface Change {
  readonly at: number;
  readonly node: Node;
  readonly tasks: readonly Task[];
}

/** The enforcer hears of it in the same instant, and goes by the service as it is, whatever a task was made for. */
export const misfitsAreRejectedAtOnce: Invariant = {
  name: 'misfits-are-rejected-at-once',
  rule: 'when an active node changes, tasks whose service it no longer suits are rejected at that very instant',
  source:
    'SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go, rejectNoncompliantTasks',
  when: 'commit',
  start({ premise }) {
    let pending: Change[] = [];
    return (step) => {
      const { cluster, nodes, services, at } = step;
      if (step.commits.some(isByNewLeader)) pending = [];
      // Few steps come further than this.
      if (pending.length === 0 && nodes.length === 0) return undefined;
      // What the service asks for may have changed just before the enforcer looked.
      if (services.length > 0) pending = pending.filter((change) => change.at < at);
      const due = pending.filter((change) => change.at < at);
      if (due.length > 0) pending = pending.filter((change) => change.at >= at);
      for (const { node, tasks } of due) {
        premise();
        for (const { id } of tasks) {
          const task = cluster.task(id);
          if (task === undefined || !isWantedOn(task, node)) continue;
          const { constraints = none } = cluster.service(task.serviceId)?.spec.task.placement ?? {};
          return describeMisfit(task, node, { constraints, cluster });
        }
      }
      for (const { before, after } of nodes) {
        if (before === undefined || after === undefined) continue;
        pending = pending.filter(({ node }) => node.id !== after.id);
        if (after.spec.availability !== 'active') continue;
        const tasks = cluster.tasksOn(after.id).filter((task) => isMisfit(task, after, cluster));
        if (tasks.length > 0) pending.push({ at, node: after, tasks });
      }
      return undefined;
    };
  },
};

function isMisfit(task: Task, node: Node, cluster: ClusterState): boolean {
  const { constraints = none } = cluster.service(task.serviceId)?.spec.task.placement ?? {};
  return (
    constraints.length > 0 && isWantedOn(task, node) && matchesAll(constraints, node) === false
  );
}

/** Of generic resources nothing is said, as the enforcer stops at the first task whose resource is gone. */
export const nodesHoldWhatIsReserved: Invariant = {
  name: 'nodes-hold-what-is-reserved',
  rule: 'at rest, an active node has what the tasks that are meant to run on it reserve',
  source: 'SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go',
  when: 'rest',
  start:
    ({ premise }) =>
    ({ cluster }) => {
      for (const node of cluster.nodes()) {
        if (node.spec.availability !== 'active') continue;
        const tasks = cluster.tasksOn(node.id).filter((task) => isOnNode(task) && isToRun(task));
        if (
          tasks.some(({ assignedGenericResources = [] }) => assignedGenericResources.length > 0)
        ) {
          continue;
        }
        const reserved = sumReservations(tasks);
        if (reserved.nanoCpus === 0 && reserved.memoryBytes === 0) continue;
        premise();
        const has = node.description?.resources ?? { nanoCpus: 0, memoryBytes: 0 };
        if (reserved.nanoCpus <= has.nanoCpus && reserved.memoryBytes <= has.memoryBytes) continue;
        const expected = `at most ${describe(has)}`;
        const observed = describe(reserved);
        return {
          message: `tasks on node ${cluster.nodeName(node.id)} reserve ${observed}, ${expected} is there`,
          evidence: { node: node.id, expected, observed },
        };
      }
      return undefined;
    },
};

function isWantedOn(task: Task, node: Node): boolean {
  return node.spec.availability === 'active' && isToRun(task) && !hasEnded(task);
}

const none: readonly never[] = [];

/** The constraints that somebody has seen to; none where that is not sure. */
function constraintsInForce(task: Task, node: Node, step: Step): readonly string[] {
  const { cluster, history } = step;
  const service = cluster.service(task.serviceId);
  if (service === undefined) return none;
  const { constraints = none } = service.spec.task.placement ?? {};
  if (constraints.length === 0) return none;
  if (service.spec.mode?.kind === 'global') {
    const state = service.updateStatus?.state;
    const isUpdating = state === 'updating' || state === 'rollback_started';
    // What an update makes goes where the old task was, whatever became of the node.
    if (isUpdating && !isFrom(task.status.state, 'assigned')) return none;
    // No node is left for the present spec, so that the update to an earlier one was not stopped.
    const isOfBefore = task.specVersion !== service.specVersion;
    const isMadeSince = task.meta.createdAt > history.specChangedAt(service.id);
    return isOfBefore && isMadeSince ? none : constraints;
  }
  // A job's task is made anew where it was, and waits there.
  if (!isFrom(task.status.state, 'assigned')) return none;
  const own = task.spec.placement?.constraints ?? none;
  const isOfThisSpec = own.join('\n') === constraints.join('\n');
  return isOfThisSpec && node.meta.version > service.meta.version ? constraints : none;
}

function describeMisfit(
  task: Task,
  node: Node,
  {
    constraints,
    cluster,
  }: { readonly constraints: readonly string[]; readonly cluster: ClusterState },
): Problem {
  const slot = cluster.slotName(task);
  const name = cluster.nodeName(node.id);
  const expected = constraints.filter((one) => matchesAll([one], node) === false).join(', ');
  return {
    message: `task ${task.id} (${slot}) is to run on node ${name}, which does not meet ${expected}`,
    evidence: {
      task: task.id,
      slot,
      service: task.serviceId,
      node: node.id,
      expected,
      observed: describeNode(node),
    },
  };
}

interface Amounts {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
}

function sumReservations(tasks: readonly Task[]): Amounts {
  let nanoCpus = 0;
  let memoryBytes = 0;
  for (const { spec } of tasks) {
    nanoCpus += spec.resources?.reservations?.nanoCpus ?? 0;
    memoryBytes += spec.resources?.reservations?.memoryBytes ?? 0;
  }
  return { nanoCpus, memoryBytes };
}

function describe({ nanoCpus, memoryBytes }: Amounts): string {
  return `${nanoCpus / 1e9} CPUs and ${memoryBytes} bytes`;
}
