/**
 * What holds of tasks that no node takes: they say why, and there really is no node for them.
 * SwarmKit: manager/scheduler/scheduler.go, noSuitableNode and taskFitNode.
 */
import type { Task } from '@swarmsim/core';
import type { Invariant, Problem, Step, TableChange } from './invariant.ts';
import { explainRefusals, findRefusal, naiveFilters, type NaiveFilter } from './naive-filters.ts';
import { isAssigned, isQuietRound, isRefusal, mayBeHaunted } from './scheduling-round.ts';
import { isToRun } from './task-states.ts';

/**
 * At the moment a reason is written, while nothing else happens, it counts each node at the first filter that
 * refuses it. Later the counts may be stale: they are not written again because a node was removed.
 */
export const waitingTasksSayWhy: Invariant = {
  name: 'waiting-tasks-say-why',
  rule: 'a task that no node takes names each reason, with the number of nodes it is true of',
  source: 'SwarmKit: manager/scheduler/pipeline.go, Explain; scheduler.go, noSuitableNode',
  when: 'commit',
  about: ['task'],
  start:
    ({ premise }) =>
    (step) => {
      if (!isQuietRound(step) || mayBeHaunted(step)) return undefined;
      const filled = filledNodes(step.tasks);
      for (const { before, after } of step.tasks) {
        if (before === undefined || after === undefined || !isRefusal(before, after)) continue;
        // Which of the others came first is not told; a task that came with its node knows of no others.
        if (after.nodeId === '' ? filled.size > 0 : filled.has(after.nodeId)) continue;
        const expected = expectText(after, step);
        if (expected === undefined) continue;
        premise();
        const observed = after.status.err;
        if (observed === expected) continue;
        const slot = step.cluster.slotName(after);
        return {
          message: `task ${after.id} (${slot}) says '${observed}', and it is '${expected}'`,
          evidence: { task: after.id, slot, service: after.serviceId, expected, observed },
        };
      }
      return undefined;
    },
};

/**
 * At rest the scheduler has looked at every waiting task since anything last became free. A task of a spec
 * that its service has left behind it gives up without a word: SwarmKit: scheduler.go, noSuitableNode.
 */
export const noPlacementIsMissed: Invariant = {
  name: 'no-placement-is-missed',
  rule: 'at rest, a task waits for a node only if there is none that can take it',
  source: 'SwarmKit: manager/scheduler/scheduler.go, tick and processPreassignedTasks',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      for (const task of step.cluster.tasks()) {
        if (task.status.state !== 'pending' || !isStillTried(task, step)) continue;
        premise();
        const problem = findMissedNode(task, step);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

/** Nodes that tasks were assigned to. */
function filledNodes(changes: readonly TableChange<Task>[]): ReadonlySet<string> {
  const filled = new Set<string>();
  for (const { before, after } of changes) {
    if (before !== undefined && after !== undefined && isAssigned(before, after)) {
      filled.add(after.nodeId);
    }
  }
  return filled;
}

/** The text that belongs to a task; undefined where it cannot be told. */
function expectText(task: Task, step: Step): string | undefined {
  if (!hasOwnReasonsOnly(task.status.err)) return undefined;
  const { cluster } = step;
  const nodes = cluster.nodes();
  const refusals: NaiveFilter[] = [];
  for (const node of nodes) {
    if (task.nodeId !== '' && node.id !== task.nodeId) continue;
    const refusal = findRefusal(task, { node, load: cluster.loadOf(node.id) }, step);
    if (refusal === undefined) return undefined;
    if (refusal === 'none') return `assigned to node ${cluster.nodeName(node.id)}`;
    refusals.push(refusal);
  }
  const reasons = explainRefusals(refusals);
  // A task that came with its node has no list of nodes to speak of.
  if (task.nodeId !== '') return reasons === '' ? undefined : reasons;
  return reasons === '' ? 'no suitable node' : `no suitable node (${reasons})`;
}

function isStillTried(task: Task, { cluster, history }: Step): boolean {
  if (!isToRun(task) || !hasOwnReasonsOnly(task.status.err)) return false;
  if (task.nodeId !== '') return true;
  const service = cluster.service(task.serviceId);
  // After a rollback, an older version may have been given up while a newer one was in force.
  return service !== undefined && history.newestVersionOf(service.id) <= (task.specVersion ?? 0);
}

function findMissedNode(task: Task, step: Step): Problem | undefined {
  const { cluster } = step;
  const nodes = task.nodeId === '' ? cluster.nodes() : [cluster.node(task.nodeId)];
  for (const node of nodes) {
    if (node === undefined) continue;
    const candidate = { node, load: cluster.loadOf(node.id) };
    if (findRefusal(task, candidate, step) !== 'none') continue;
    if (isCrowdedByLeavers(task, node.id, step) || mayBeHaunted(step, node.id)) continue;
    const slot = cluster.slotName(task);
    const name = cluster.nodeName(node.id);
    return {
      message: `task ${task.id} (${slot}) waits, and node ${name} could take it: '${task.status.err}'`,
      evidence: {
        task: task.id,
        slot,
        service: task.serviceId,
        node: node.id,
        expected: `assigned to node ${name}`,
        observed: task.status.err,
      },
    };
  }
  return undefined;
}

/**
 * A task that is to end no longer counts against the limit per node, but only once it has ended does the
 * scheduler look again. SwarmKit: manager/scheduler/scheduler.go, updateTask.
 */
function isCrowdedByLeavers({ spec, serviceId }: Task, nodeId: string, { cluster }: Step): boolean {
  const { maxReplicas = 0 } = spec.placement ?? {};
  if (maxReplicas === 0) return false;
  const there = cluster.tasksOn(nodeId).filter((other) => other.serviceId === serviceId);
  return there.filter(({ status }) => status.state !== 'pending').length >= maxReplicas;
}

/** Reasons in SwarmKit's words; a swarm may have been given filters of its own. */
function hasOwnReasonsOnly(err: string): boolean {
  const list = /^no suitable node \((.*)\)$/.exec(err)?.[1] ?? err;
  if (list === '' || list === 'no suitable node') return true;
  return list.split('; ').every((reason) => {
    const nodes = Number(/(\d+) nodes?/.exec(reason)?.[1] ?? 0);
    return Object.values(naiveFilters).some((filter) => filter.explain(nodes) === reason);
  });
}
