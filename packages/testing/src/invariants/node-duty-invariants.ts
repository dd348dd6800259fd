/** What nodes are left alone with, and what they are not asked for. */
import type { Commit, Node } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isStill, nodesSeenIn } from './at-rest.ts';
import { describeNode } from './describe-node.ts';
import type { Invariant } from './invariant.ts';
import { matchesAll } from './naive-constraints.ts';
import { replacementFactsOf } from './replacements.ts';

/** Drained nodes lose their tasks to the orchestrators. */
export const onlyActiveNodesAreCleared: Invariant = {
  name: 'only-active-nodes-are-cleared',
  rule: 'a task that its node no longer suits is rejected only where the node is active',
  source:
    'SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go, rejectNoncompliantTasks',
  when: 'commit',
  about: ['task-made', 'task-observed'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        if (after?.status.state !== 'rejected' || before?.status.state === 'rejected') continue;
        const node = cluster.node(after.nodeId);
        if (commit.writtenBy !== 'watch:constraint-enforcer' || node === undefined) continue;
        premise();
        const { availability } = node.spec;
        if (availability === 'active') continue;
        return taskProblem(cluster, after, `was rejected on a node on ${availability}`, {
          expected: 'the task to be left alone',
          observed: after.status.err,
        });
      }
      return undefined;
    },
};

/** What is not restarted is shut down: the node gets a task again when it suits again. */
export const globalTasksRestartWhereTheyBelong: Invariant = {
  name: 'global-tasks-restart-where-they-belong',
  rule: 'a global task that ended is restarted only on an active node that meets the constraints',
  source: 'SwarmKit: manager/orchestrator/global/global.go, tickTasks',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    (step) => {
      const { cluster } = step;
      for (const { task, commit } of replacementFactsOf(step).replacements) {
        const { spec } = cluster.service(task.serviceId) ?? {};
        const node = cluster.node(task.nodeId);
        if (spec?.mode?.kind !== 'global' || node === undefined) continue;
        if (commit.writtenBy !== 'watch:global') continue;
        premise();
        const constraints = spec.task.placement?.constraints ?? [];
        const isActive = node.spec.availability === 'active';
        if (isActive && matchesAll(constraints, node) !== false) continue;
        return taskProblem(cluster, task, 'was made where no task of its service belongs', {
          expected: ['an active node', ...constraints].join(', '),
          observed: `${node.spec.availability}, ${describeNode(node)}`,
        });
      }
      return undefined;
    },
};

/** Where a task of a job failed, it is made anew, whatever became of the node. */
export const globalJobsBeginOnActiveNodes: Invariant = {
  name: 'global-jobs-begin-on-active-nodes',
  rule: 'a global job begins only on nodes that are ready and active',
  source: 'SwarmKit: manager/orchestrator/jobs/global/reconciler.go, ReconcileService',
  when: 'commit',
  about: ['task-made'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after, commit } of tasks) {
        if (before !== undefined || after === undefined || !isByJobs(commit)) continue;
        const mode = cluster.service(after.serviceId)?.spec.mode?.kind;
        const node = cluster.node(after.nodeId);
        if (mode !== 'global-job' || node === undefined) continue;
        if (after.desiredState === 'ready') continue;
        premise();
        if (isReady(node)) continue;
        return taskProblem(cluster, after, 'was made on a node that takes no tasks', {
          expected: 'ready, active',
          observed: `${node.status.state}, ${node.spec.availability}`,
        });
      }
      return undefined;
    },
};

/** Labels and availability are the user's. */
export const registrationsLeaveTheSpec: Invariant = {
  name: 'registrations-leave-the-spec',
  rule: 'a node that registers keeps the spec that the user gave it',
  source: 'SwarmKit: manager/dispatcher/dispatcher.go, processUpdates',
  when: 'commit',
  about: ['node'],
  start:
    ({ premise }) =>
    ({ nodes }) => {
      for (const { before, after, commit } of nodes) {
        if (before === undefined || after === undefined) continue;
        if (commit.writtenBy !== 'dispatcher:record-updates') continue;
        premise();
        const [was, is] = [JSON.stringify(before.spec), JSON.stringify(after.spec)];
        if (was === is) continue;
        return {
          message: `node ${after.description?.hostname ?? after.id} has another spec since it registered`,
          evidence: { node: after.id, expected: was, observed: is },
        };
      }
      return undefined;
    },
};

/**
 * An agent looks at its host from time to time, and registers anew with what it finds. SwarmKit: agent/agent.go,
 * run (nodeUpdatePeriod). Of what a host has, only what is written in plain numbers and texts is compared.
 */
export const nodesReportTheirHosts: Invariant = {
  name: 'nodes-report-their-hosts',
  rule: 'at rest, managers know of a connected node what its host has since it last registered',
  source: 'SwarmKit: manager/dispatcher/dispatcher.go, register and processUpdates',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { history, at } = step;
      for (const { node, name, isUp, state } of nodesSeenIn(step) ?? []) {
        const changed = history.hosts.changeOf(node.id);
        if (changed === undefined || !isUp || state !== 'ready' || !isStill(node, at)) continue;
        if (history.hosts.recordedAt(node.id) <= changed.at) continue;
        premise();
        const { cpus, engineVersion, engineLabels } = changed.change;
        const { resources, engine } = node.description ?? {};
        for (const [has, known] of [
          [cpus, (resources?.nanoCpus ?? 0) / 1e9],
          [engineVersion, engine?.engineVersion],
          [engineLabels, engine?.labels ?? {}],
        ]) {
          const [expected, observed] = [JSON.stringify(has), JSON.stringify(known)];
          if (has === undefined || expected === observed) continue;
          return {
            message: `node ${name} is known with ${observed}, and its host has ${expected}`,
            evidence: { node: node.id, expected, observed },
          };
        }
      }
      return undefined;
    },
};

function isByJobs({ writtenBy }: Commit): boolean {
  return writtenBy === 'watch:jobs';
}

function isReady({ status, spec }: Node): boolean {
  return status.state === 'ready' && spec.availability === 'active';
}
