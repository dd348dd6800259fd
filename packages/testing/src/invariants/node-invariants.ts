/** What the managers say of nodes. SwarmKit: manager/dispatcher. */
import type { Node } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, isStill, nodesSeenIn } from './at-rest.ts';
import { readClusterSettings } from './cluster-settings.ts';
import { isByDispatcher, isByNewLeader } from './commit-writers.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { hasEnded, isFrom } from './task-states.ts';

/** SwarmKit: manager/dispatcher/dispatcher.go, defaultHeartBeatEpsilon, defaultGracePeriodMultiplier. */
const epsilonMs = 500;
const graceFactor = 3;
/** SwarmKit: manager/dispatcher/dispatcher.go, defaultNodeDownPeriod; what is reported is recorded 100 ms later. */
const nodeDownPeriodMs = 24 * 60 * 60 * 1_000;
const batchMs = 100;

/** Each beat makes it later: three periods are the least, six where a new leader does not know the node. */
export const nodesGoDownOnlyAfterSilence: Invariant = {
  name: 'nodes-go-down-only-after-silence',
  rule: 'a node is called down only when it has not been heard for three heartbeat periods, or six under a new leader',
  source:
    'SwarmKit: manager/dispatcher/dispatcher.go, register, markNodesUnknown and markNodeNotReady',
  when: 'commit',
  start({ swarm, premise }) {
    const heardAt = new Map<string, number>();
    const settings = readClusterSettings(swarm);
    return (step) => {
      settings.take(step);
      for (const { before, after, commit } of step.nodes) {
        const from = before?.status.state;
        const to = after?.status.state;
        if (after === undefined || from === to) continue;
        const since = heardAt.get(after.id);
        heardAt.set(after.id, commit.at);
        if (to !== 'down' || since === undefined) continue;
        premise();
        const periods = from === 'unknown' ? 2 * graceFactor : graceFactor;
        const leastMs = periods * Math.max(1, settings.heartbeatPeriodMs - epsilonMs);
        const silentMs = commit.at - since;
        if (silentMs >= leastMs) continue;
        return nodeProblem(after, `was called down ${silentMs} ms after it was ${from}`, {
          expected: `at least ${leastMs} ms`,
          observed: `${silentMs} ms`,
        });
      }
      return undefined;
    };
  },
};

/** Nodes register, and stay silent; a leader that begins knows of none whether it is there. */
export const nodeStatesHaveTheirReason: Invariant = {
  name: 'node-states-have-their-reason',
  rule: 'a node is made ready or down by what the dispatcher hears, and unknown by a new leader',
  source: 'SwarmKit: manager/dispatcher/dispatcher.go, processUpdates and markNodesUnknown',
  when: 'commit',
  about: ['node'],
  start:
    ({ premise }) =>
    ({ nodes }) => {
      for (const { before, after, commit } of nodes) {
        const from = before?.status.state ?? 'unknown';
        const to = after?.status.state;
        if (after === undefined || to === from) continue;
        premise();
        const isRight =
          to === 'unknown'
            ? isByNewLeader(commit) && from !== 'down'
            : isByDispatcher(commit) && to !== 'disconnected';
        if (isRight) continue;
        return nodeProblem(after, `went from ${from} to ${to} by ${commit.writtenBy}`, {
          expected: to === 'unknown' ? 'a new leader' : 'the dispatcher',
          observed: commit.writtenBy,
        });
      }
      return undefined;
    },
};

/** What is not heard is down in the end, and what is heard is ready. */
export const nodeStatesTellTheTruth: Invariant = {
  name: 'node-states-tell-the-truth',
  rule: 'at rest, a node that reaches the managers is ready, and one that does not is down',
  source: 'SwarmKit: manager/dispatcher/dispatcher.go; agent/agent.go, run',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      for (const { node, isUp } of nodesSeenIn(step) ?? []) {
        if (!isStill(node, step.at)) continue;
        premise();
        const { state } = node.status;
        // A node that was added by hand, or never came, has nothing to go down from.
        const isRight = isUp ? state === 'ready' : state === 'down' || isUnheard(node);
        if (isRight) continue;
        return nodeProblem(node, `is ${state}, though it ${isUp ? 'is' : 'is not'} there`, {
          expected: isUp ? 'ready' : 'down',
          observed: state,
        });
      }
      return undefined;
    },
};

/** A new leader counts the time anew. */
export const tasksAreOrphanedAfterADay: Invariant = {
  name: 'tasks-are-orphaned-after-a-day',
  rule: 'the tasks of a lost node are given up when it has been down for 24 hours, or when it is removed',
  source:
    'SwarmKit: manager/dispatcher/dispatcher.go, moveTasksToOrphaned; controlapi/node.go, RemoveNode',
  when: 'commit',
  about: ['node', 'task-made', 'task-observed'],
  start({ premise }) {
    const downSince = new Map<string, number>();
    return (step) => {
      noteDownNodes(step, downSince);
      for (const { before, after, commit } of step.tasks) {
        if (after?.status.state !== 'orphaned' || before?.status.state === 'orphaned') continue;
        premise();
        if (step.cluster.node(after.nodeId) === undefined) continue;
        const downMs = commit.at - (downSince.get(after.nodeId) ?? commit.at);
        if (downMs >= nodeDownPeriodMs - batchMs) continue;
        return taskProblem(
          step.cluster,
          after,
          `was given up ${downMs} ms after its node was lost`,
          {
            expected: `${nodeDownPeriodMs} ms`,
            observed: `${downMs} ms`,
          },
        );
      }
      return undefined;
    };
  },
};

/** The same from its other side. */
export const lostTasksAreGivenUp: Invariant = {
  name: 'lost-tasks-are-given-up',
  rule: 'at rest, no task is said to run on a node that has been down for 24 hours',
  source: 'SwarmKit: manager/dispatcher/dispatcher.go, moveTasksToOrphaned',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, at } = step;
      if (!isLed(step)) return undefined;
      for (const node of cluster.nodes()) {
        const downMs = at - node.meta.updatedAt;
        if (node.status.state !== 'down' || downMs < nodeDownPeriodMs + batchMs) continue;
        for (const task of cluster.tasksOn(node.id)) {
          premise();
          if (hasEnded(task) || !isFrom(task.status.state, 'assigned')) continue;
          return taskProblem(cluster, task, `is ${task.status.state} on a node that is lost`, {
            expected: 'orphaned',
            observed: task.status.state,
          });
        }
      }
      return undefined;
    },
};

function noteDownNodes({ nodes }: Step, downSince: Map<string, number>): void {
  for (const { before, after, commit } of nodes) {
    if (after?.status.state !== 'down') downSince.delete((after ?? before)?.id ?? '');
    else if (!downSince.has(after.id)) downSince.set(after.id, commit.at);
  }
}

function isUnheard({ description, status }: Node): boolean {
  return description === undefined || status.state === 'unknown';
}

function nodeProblem(
  { id, description }: Node,
  message: string,
  finding: { readonly expected: string; readonly observed: string },
): Problem {
  const name = description?.hostname ?? id;
  return { message: `node ${name} ${message}`, evidence: { node: id, ...finding } };
}
