/**
 * How the tasks that are placed together are spread. SwarmKit balances what it places, never what is there:
 * a node that joins, or is repaired, gets new tasks only.
 */
import type { Invariant, Problem, Step } from './invariant.ts';
import { growTree, leavesOf, mayLieSo, spreadLabels, type Branch } from './naive-branches.ts';
import { findUnevenFill } from './naive-fill.ts';
import {
  isQuietRound,
  mayBeHaunted,
  readGroups,
  type PlacedGroup,
  type RoundNode,
} from './scheduling-round.ts';

/** Nodes up to which rounds are worked out again; each costs a look at every node. */
const nodesMax = 100;

/**
 * A node that failed a service often comes last; then those with the fewest tasks of the service come first,
 * then those with the fewest tasks. Where nodes are unequal, the first pass may pile up on the last but one.
 */
export const tasksSpreadOverNodes: Invariant = {
  name: 'tasks-spread-over-nodes',
  rule: 'tasks placed together go to the nodes with the fewest tasks of their service, then of all',
  source: 'SwarmKit: manager/scheduler/scheduler.go, scheduleTaskGroup and nodeLess',
  when: 'commit',
  about: ['task-assigned'],
  start:
    ({ premise }) =>
    (step) => {
      for (const group of groupsOf(step)) {
        for (const leaf of evenLeaves(group)) {
          const nodes = leaf.nodes.filter(({ room }) => room > 0);
          if (nodes.length < 2) continue;
          const should = findUnevenFill({ nodes, size: group.size, wanted: leaf.placed });
          if (should === undefined) continue;
          premise();
          if (should !== 'fine') return describeNodes(group, nodes, should);
        }
      }
      return undefined;
    },
};

/** Each branch comes to the same total, as far as its nodes have room. */
export const tasksSpreadOverLabels: Invariant = {
  name: 'tasks-spread-over-labels',
  rule: 'tasks placed together are spread over the values of the labels that their service prefers',
  source: 'SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnSubtree; nodeset.go, tree',
  when: 'commit',
  about: ['task-assigned'],
  start:
    ({ premise }) =>
    (step) => {
      for (const group of groupsOf(step)) {
        if (spreadLabels(group.task).length === 0) continue;
        const tree = growTree(group);
        const leaves = leavesOf(tree);
        if (leaves.length < 2) continue;
        const isPossible = mayLieSo(tree, group.size);
        if (isPossible === undefined) continue;
        premise();
        if (!isPossible) return describeLeaves(group, leaves);
      }
      return undefined;
    },
};

function groupsOf(step: Step): readonly PlacedGroup[] {
  if (step.assigned.length === 0 || !isQuietRound(step)) return none;
  const { length } = step.cluster.nodes();
  // On a single node nothing can be spread.
  if (length < 2 || length > nodesMax) return none;
  const groups = readGroups(step);
  return groups.length > 0 && mayBeHaunted(step) ? none : groups;
}

const none: readonly never[] = [];

/**
 * The branches in which nodes were filled in one go: all of them, unless one has no room left, for then what
 * it could not take comes over the others.
 */
function evenLeaves(group: PlacedGroup): readonly Branch[] {
  const leaves = leavesOf(growTree(group));
  if (leaves.length === 1) return leaves;
  return leaves.every(({ room, placed }) => room > placed) ? leaves : [];
}

function describeNodes(
  group: PlacedGroup,
  nodes: readonly RoundNode[],
  should: ReadonlyMap<RoundNode, number>,
): Problem {
  const write = (count: (node: RoundNode) => number): string =>
    nodes
      .map((node) => {
        const { failures, ownTasks, allTasks } = node;
        const failed = failures > 0 ? `, ${failures} failed` : '';
        return `${nameOf(node)} +${count(node)} (had ${ownTasks} of ${allTasks}${failed})`;
      })
      .join(', ');
  return describe(group, {
    expected: write((node) => should.get(node) ?? 0),
    observed: write(({ placed }) => placed),
  });
}

function describeLeaves(group: PlacedGroup, leaves: readonly Branch[]): Problem {
  const labels = spreadLabels(group.task);
  return describe(group, {
    expected: `as many in total for each value of ${labels.join(' and ')}, as far as there is room`,
    observed: leaves
      .map(({ path, placed, tasks }) => `${path.join('/') || '(none)'} +${placed} (had ${tasks})`)
      .join(', '),
  });
}

function describe(
  { task, nodes }: PlacedGroup,
  evidence: { readonly expected: string; readonly observed: string },
): Problem {
  const placed = nodes.reduce((sum, node) => sum + node.placed, 0);
  return {
    message: `${placed} tasks of service ${task.serviceName} were placed unevenly: ${evidence.observed}; it could be ${evidence.expected}`,
    evidence: { task: task.id, service: task.serviceId, ...evidence },
  };
}

function nameOf({ node }: RoundNode): string {
  return node.description?.hostname ?? node.id;
}
