/** What the dispatcher assigns to the sessions of nodes. SwarmKit: manager/dispatcher/assignments.go. */
import { referencesOf } from './delivery-invariants.ts';
import type { Invariant, InvariantContext, Problem, Step } from './invariant.ts';
import { sessionsChangedBefore, type NodeSession } from './node-sessions.ts';

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

/** Looks at the session of a node on which something changed. */
type Look = (step: Step, session: NodeSession, premise: () => void) => Problem | undefined;

function onChangedSessions(
  { premise }: InvariantContext,
  look: Look,
): (step: Step) => Problem | undefined {
  return (step) => {
    for (const session of sessionsChangedBefore(step)) {
      const problem = look(step, session, premise);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function findUnjustified(
  _: Step,
  { nodeId, assigned, wanted }: NodeSession,
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
  { nodeId, assigned, users, wanted }: NodeSession,
  premise: () => void,
): Problem | undefined {
  if (wanted.size === 0) return undefined;
  premise();
  for (const id of wanted) {
    if (assigned.configs.includes(id) || assigned.secrets.includes(id)) continue;
    if (cluster.config(id) === undefined && cluster.secret(id) === undefined) continue;
    const task = [...users.values()].find((one) => referencesOf(one).includes(id));
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
