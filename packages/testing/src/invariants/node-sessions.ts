/** What nodes are assigned, looked at once for all rules about it whenever something has changed on them. */
import type { Node, NodeAssignments, Swarm, Task } from '@swarmsim/core';
import { referencesOf } from './delivery-invariants.ts';
import type { Step } from './invariant.ts';
import { foundOncePerStep, keptWithCluster } from './shared-facts.ts';
import { hasEnded } from './task-states.ts';

/** What a node with a session is assigned, and what of that it needs. */
export interface NodeSession {
  readonly nodeId: string;
  readonly assigned: NodeAssignments;
  /** Its live tasks that reference something, by id. */
  readonly users: ReadonlyMap<string, Task>;
  /** All that these reference. */
  readonly wanted: ReadonlySet<string>;
}

/** The sessions of a cluster, kept up once for all rules about them. */
interface NodeSessions {
  /** Takes a step in, and gives what was to be looked at before it. */
  take(step: Step): readonly NodeSession[];
}

const sessionsOf = keptWithCluster(createNodeSessions);

/** Those of nodes on which something changed at an earlier instant. It has to be asked after every step. */
export const sessionsChangedBefore: (step: Step) => readonly NodeSession[] = foundOncePerStep(
  (step) => sessionsOf(step.cluster).take(step),
);

/** At the instant of a change, the dispatcher may not have heard of it yet. */
function createNodeSessions(): NodeSessions {
  const nodes = new Map<string, SessionTasks>();
  /** Ids of nodes to look at; those without a session are looked at again. */
  const changed = new Set<string>();
  let changedAt = -1;

  function note(nodeId: string): SessionTasks {
    changed.add(nodeId);
    let node = nodes.get(nodeId);
    if (node === undefined) {
      node = new SessionTasks();
      nodes.set(nodeId, node);
    }
    return node;
  }

  function noteChanges(step: Step): void {
    for (const { before, after } of step.tasks) {
      const task = after ?? before;
      if (task !== undefined && task.nodeId !== '') note(task.nodeId).note(task.id);
    }
    for (const { after } of step.nodes) if (after !== undefined) note(after.id).noteAll();
  }

  function look({ swarm }: Step): readonly NodeSession[] {
    const sessions: NodeSession[] = [];
    for (const nodeId of changed) {
      const assigned = swarm.assignments(nodeId as Node['id']);
      if (assigned === undefined) continue;
      const { users, wanted } = note(nodeId).look(swarm, nodeId as Node['id'], assigned);
      changed.delete(nodeId);
      sessions.push({ nodeId, assigned, users, wanted });
    }
    return sessions;
  }

  return {
    take(step) {
      const isDue = changed.size > 0 && step.at > changedAt;
      const seen = isDue ? look(step) : none;
      if (step.commits.length > 0) noteChanges(step);
      if (isDue || step.commits.length > 0) changedAt = step.at;
      return seen;
    },
  };
}

/** The tasks of a node as its session sees them; only what changed is looked at again. */
class SessionTasks {
  readonly #users = new Map<string, Task>();
  readonly #changed = new Set<string>();
  #isAnew = true;

  /** A task changed. */
  note(taskId: string): void {
    this.#changed.add(taskId);
  }

  /** The node may have registered: it gets its set anew. */
  noteAll(): void {
    this.#isAnew = true;
  }

  look(
    swarm: Swarm,
    nodeId: Node['id'],
    { tasks }: NodeAssignments,
  ): Pick<NodeSession, 'users' | 'wanted'> {
    const users = this.#users;
    if (this.#isAnew) users.clear();
    for (const id of this.#isAnew ? tasks : this.#changed) {
      const task = swarm.assignedTask(nodeId, id);
      if (task === undefined || hasEnded(task) || referencesOf(task).length === 0) users.delete(id);
      else users.set(id, task);
    }
    this.#changed.clear();
    this.#isAnew = false;
    if (users.size === 0) return { users, wanted: nothing };
    const wanted = new Set<string>();
    for (const task of users.values()) for (const id of referencesOf(task)) wanted.add(id);
    return { users, wanted };
  }
}

const none: readonly never[] = [];
const nothing: ReadonlySet<string> = new Set();
