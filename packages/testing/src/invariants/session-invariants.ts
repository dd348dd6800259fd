/** What the dispatcher assigns to the sessions of nodes. SwarmKit: manager/dispatcher/assignments.go. */
import type { Node, NodeAssignments, Task } from '@swarmsim/core';
import { referencesOf } from './delivery-invariants.ts';
import type { Invariant, InvariantContext, Problem, Step } from './invariant.ts';
import { hasEnded } from './task-states.ts';

/** SwarmKit: manager/dispatcher/assignments.go: reference counted per node. */
export const assignmentsAreJustified: Invariant = {
  name: 'assignments-are-justified',
  rule: 'what a node is assigned, a live task of that node references',
  source: 'SwarmKit: manager/dispatcher/assignments.go, addOrUpdateTask and removeTask',
  when: 'step',
  start: (context) => onChangedSessions(context, findUnjustified),
};

/** What was removed from the cluster since is another matter. */
export const assignmentsAreComplete: Invariant = {
  name: 'assignments-are-complete',
  rule: 'with a live task, a node is assigned each config and secret that it references',
  source: 'SwarmKit: manager/dispatcher/assignments.go, addOrUpdateTask and assignSecret',
  when: 'step',
  start: (context) => onChangedSessions(context, findMissing),
};

/** What is assigned to a node, its live tasks, and all that these reference. */
interface Session {
  readonly nodeId: string;
  readonly assigned: NodeAssignments;
  readonly tasks: readonly Task[];
  readonly wanted: ReadonlySet<string>;
}

/** Looks at the sessions of nodes on which something changed; undefined where there is nothing to look at. */
type Look = (step: Step, session: Session, premise: () => void) => Problem | undefined;

/** At the instant of a change, the dispatcher may not have heard of it yet. */
function onChangedSessions(
  { premise }: InvariantContext,
  look: Look,
): (step: Step) => Problem | undefined {
  const changed = new Set<string>();
  let changedAt = -1;
  return (step) => {
    let problem: Problem | undefined;
    if (changed.size > 0 && step.at > changedAt) {
      problem = lookAt(changed, step, (session) => look(step, session, premise));
      changedAt = step.at;
    }
    if (step.commits.length > 0) {
      noteNodes(changed, step);
      changedAt = step.at;
    }
    return problem;
  };
}

/** Notes the nodes that something changed on; one that registers gets its set anew. */
function noteNodes(changed: Set<string>, { tasks, nodes }: Step): void {
  for (const { before, after } of tasks) {
    const { nodeId = '' } = after ?? before ?? {};
    if (nodeId !== '') changed.add(nodeId);
  }
  for (const { after } of nodes) if (after !== undefined) changed.add(after.id);
}

/** Looks at nodes, and takes out those that have a session; others are looked at again. */
function lookAt(
  changed: Set<string>,
  { swarm }: Step,
  look: (session: Session) => Problem | undefined,
): Problem | undefined {
  for (const nodeId of changed) {
    const assigned = swarm.assignments(nodeId as Node['id']);
    if (assigned === undefined) continue;
    changed.delete(nodeId);
    const tasks: Task[] = [];
    const wanted = new Set<string>();
    for (const id of assigned.tasks) {
      const task = swarm.assignedTask(nodeId as Node['id'], id);
      if (task === undefined || hasEnded(task)) continue;
      tasks.push(task);
      for (const reference of referencesOf(task)) wanted.add(reference);
    }
    const problem = look({ nodeId, assigned, tasks, wanted });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findUnjustified(
  _: Step,
  { nodeId, assigned, wanted }: Session,
  premise: () => void,
): Problem | undefined {
  if (assigned.configs.length + assigned.secrets.length === 0) return undefined;
  premise();
  const extra = [...assigned.configs, ...assigned.secrets].find((id) => !wanted.has(id));
  if (extra === undefined) return undefined;
  return {
    message: `node ${nodeId} is assigned ${extra} for no live task`,
    evidence: {
      node: nodeId,
      object: extra,
      expected: 'what its live tasks reference',
      observed: extra,
    },
  };
}

function findMissing(
  { cluster }: Step,
  { nodeId, assigned, tasks, wanted }: Session,
  premise: () => void,
): Problem | undefined {
  if (wanted.size === 0) return undefined;
  premise();
  for (const id of wanted) {
    if (assigned.configs.includes(id) || assigned.secrets.includes(id)) continue;
    if (cluster.config(id) === undefined && cluster.secret(id) === undefined) continue;
    const task = tasks.find((one) => referencesOf(one).includes(id));
    if (task === undefined) continue;
    const slot = cluster.slotName(task);
    return {
      message: `node ${nodeId} has task ${task.id} (${slot}) to run, and was not assigned ${id}`,
      evidence: {
        task: task.id,
        slot,
        node: nodeId,
        object: id,
        expected: 'assigned with its task',
        observed: 'not assigned',
      },
    };
  }
  return undefined;
}
