/**
 * What holds at the moment a task gets its node, or is confirmed on the one it came with: SwarmKit asks the
 * same of both. Nodes may change later. SwarmKit: manager/scheduler/scheduler.go, taskFitNode.
 */
import type { Node, Resources, Task } from '@swarmsim/core';
import { describeNode } from './describe-node.ts';
import type { Invariant, Problem, Step } from './invariant.ts';
import { naiveFilters, wantedPlugins, type NaiveFilter } from './naive-filters.ts';
import { hostPorts, without, type NodeLoad } from './node-loads.ts';
import { isToRun } from './task-states.ts';

/** What a rule about new assignments is made of. */
interface AssignmentRule extends Pick<Invariant, 'name' | 'rule' | 'source'> {
  readonly filter: NaiveFilter;
  /** Whether the rule speaks of a task that the filter concerns. Default: of each. */
  readonly appliesTo?: (task: Task) => boolean;
  /** What the task asked for, and what the node had. */
  readonly expected: (task: Task) => string;
  readonly observed: (node: Node, task: Task, load: NodeLoad) => string;
}

const source = 'SwarmKit: manager/scheduler/filter.go';

const rules: readonly AssignmentRule[] = [
  {
    name: 'assigned-to-available-nodes',
    rule: 'a task is assigned only to a node that is ready and active',
    source: `${source}, ReadyFilter`,
    filter: naiveFilters.ready,
    expected: () => 'ready, active',
    observed: ({ status, spec }) => `${status.state}, ${spec.availability}`,
  },
  {
    name: 'reservations-fit',
    rule: 'a task is assigned only where its reservations fit beside those of the other tasks',
    source: `${source}, ResourceFilter`,
    filter: naiveFilters.resource,
    expected: ({ spec }) => describeResources(spec.resources?.reservations),
    observed: ({ description }, _, load) =>
      `${describeResources(load)} taken of ${describeResources(description?.resources)}`,
  },
  {
    name: 'plugins-are-there',
    rule: 'a task is assigned only where the drivers of its volumes, networks and logs are',
    source: `${source}, PluginFilter`,
    filter: naiveFilters.plugin,
    expected: (task) =>
      wantedPlugins(task)
        .map(([type, name]) => `${type} ${name}`)
        .join(', '),
    observed: ({ description }) =>
      (description?.engine?.plugins ?? []).map(({ type, name }) => `${type} ${name}`).join(', '),
  },
  {
    name: 'constraints-are-met',
    rule: 'a task is assigned only to a node that meets its placement constraints',
    source: `${source}, ConstraintFilter; manager/constraint/constraint.go, NodeMatches`,
    filter: naiveFilters.constraint,
    expected: ({ spec }) => (spec.placement?.constraints ?? []).join(', '),
    observed: describeNode,
  },
  {
    name: 'platforms-are-supported',
    rule: 'a task is assigned only to a node of a platform that its image exists for',
    source: `${source}, PlatformFilter`,
    filter: naiveFilters.platform,
    expected: ({ spec }) =>
      (spec.placement?.platforms ?? [])
        .map(({ os, architecture }) => `${os}/${architecture}`)
        .join(', '),
    observed: ({ description }) =>
      `${description?.platform?.os}/${description?.platform?.architecture}`,
  },
  {
    name: 'host-ports-are-free',
    rule: 'a task is assigned only where no other task publishes its host-mode ports',
    source: `${source}, HostPortFilter`,
    filter: naiveFilters.hostPort,
    expected: (task) => `${hostPorts(task).join(', ')} free`,
    observed: (_, task, load) =>
      `${hostPorts(task)
        .filter((port) => load.usersOf(port) > 0)
        .join(', ')} in use`,
  },
  {
    name: 'max-replicas-per-node-hold',
    rule: 'a task is assigned only where its service has fewer tasks than its limit per node',
    source: `${source}, MaxReplicasFilter`,
    filter: naiveFilters.maxReplicas,
    // One that is to end before it got a node does not count, and those after it are not told of it.
    appliesTo: isToRun,
    expected: ({ spec }) => `fewer than ${spec.placement?.maxReplicas}`,
    observed: (_, { serviceId }, load) => `${load.tasksOf(serviceId)} others`,
  },
];

/** The rules of this file. */
export const assignmentInvariants: readonly Invariant[] = rules.map(
  ({ name, rule, source: from, ...made }) => ({
    name,
    rule,
    source: from,
    when: 'commit',
    about: ['task-assigned'],
    start:
      ({ premise }) =>
      (step) => {
        for (const task of step.assigned) {
          if (!made.filter.concerns(task) || made.appliesTo?.(task) === false) continue;
          premise();
          const problem = findMisplaced(task, step, { name, rule, source: from, ...made });
          if (problem !== undefined) return problem;
        }
        return undefined;
      },
  }),
);

/**
 * The scheduler may not have seen yet what changed of the node at this very instant. Of the other tasks it
 * can only have missed that some are gone.
 */
function findMisplaced(task: Task, step: Step, rule: AssignmentRule): Problem | undefined {
  const { cluster, history } = step;
  const versions = history.versionsOf(task.nodeId);
  const load = atItsTurn(without(cluster.loadOf(task.nodeId), task), task, step);
  const isFine = versions.some((node) => rule.filter.passes(task, { node, load }, step) !== false);
  if (isFine) return undefined;
  const [node] = versions;
  const slot = cluster.slotName(task);
  const expected = rule.expected(task);
  const observed = node === undefined ? 'no such node' : rule.observed(node, task, load);
  return {
    message: `task ${task.id} (${slot}) was assigned to node ${cluster.nodeName(task.nodeId)}: ${expected} was asked for, ${observed}`,
    evidence: {
      task: task.id,
      slot,
      service: task.serviceId,
      node: task.nodeId,
      expected,
      observed,
    },
  };
}

/**
 * Tasks of one spec are placed together, and which spec comes first is chance: one with another limit may have
 * come after this task. SwarmKit: manager/scheduler/scheduler.go, tick, tasksByCommonSpec.
 */
function atItsTurn(load: NodeLoad, task: Task, { assigned }: Step): NodeLoad {
  const { nodeId, serviceId } = task;
  const later = assigned.filter(
    (other) =>
      other.nodeId === nodeId &&
      other.serviceId === serviceId &&
      isToRun(other) &&
      limitOf(other) !== limitOf(task),
  ).length;
  if (later === 0) return load;
  return {
    ...{ nanoCpus: load.nanoCpus, memoryBytes: load.memoryBytes, tasks: load.tasks },
    tasksOf: (id) => load.tasksOf(id) - (id === serviceId ? later : 0),
    usersOf: load.usersOf,
  };
}

function limitOf({ spec }: Task): number {
  return spec.placement?.maxReplicas ?? 0;
}

interface Amounts {
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly generic?: Resources['generic'];
}

function describeResources(amounts: Amounts | undefined): string {
  const { nanoCpus = 0, memoryBytes = 0, generic = [] } = amounts ?? {};
  const kinds = generic.map(({ resource, value }) => `, ${resource}=${value}`);
  return `${nanoCpus / 1e9} CPUs and ${memoryBytes} bytes${kinds.join('')}`;
}
