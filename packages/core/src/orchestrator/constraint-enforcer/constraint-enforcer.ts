/**
 * The constraint enforcer. It watches nodes, and records as rejected the tasks whose node no longer
 * meets their constraints or has the resources they reserve. It never writes a desired state: the
 * orchestrators see the rejection and restart the task elsewhere.
 * SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go.
 */
import type { Component } from '../../component.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { Service } from '../../model/service.ts';
import { isStateAfter } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import type { Change, Commit } from '../../store/change.ts';
import type { Store, Tx } from '../../store/store.ts';
import { watch } from '../../store/watch.ts';
import { decideEnforce } from './decide-enforce.ts';

/** Options of {@link createConstraintEnforcer}. */
export interface ConstraintEnforcerOptions {
  readonly deciders?: Partial<EnforcerDeciders>;
}

/** The pure decision of the constraint enforcer. */
export interface EnforcerDeciders {
  /** Which tasks may no longer be on a node. */
  readonly decideEnforce: typeof decideEnforce;
}

/** This decision as SwarmKit makes it. */
export const enforcerDeciders: EnforcerDeciders = { decideEnforce };

/** Starts the constraint enforcer of a leader's term. */
export function createConstraintEnforcer(
  env: Environment,
  store: Store,
  options: ConstraintEnforcerOptions = {},
): Component {
  const { decideEnforce: decide } = { ...enforcerDeciders, ...options.deciders };
  const cell = env.cell('constraint-enforcer', { isStarted: false });

  function enforce(nodeId: string): void {
    const node = store.get('node', nodeId);
    if (node === undefined) return;
    const tasks = store.find('task', 'node', nodeId);
    const serviceOf = (task: Task): Service | undefined => store.get('service', task.serviceId);
    store.batch(decide({ node, tasks, serviceOf }), reject);
  }

  function reject(tx: Tx, { id }: Task): void {
    const task = tx.get('task', id);
    if (task === undefined || isStateAfter(task.desiredState, 'complete')) return;
    const status = {
      ...task.status,
      state: 'rejected',
      at: env.now,
      message: 'task rejected by constraint enforcer',
      err: 'assigned node no longer meets constraints',
    } as const;
    tx.changeTask(task, { status });
  }

  function handleCommit(commit: Commit): void {
    for (const change of commit.changes) {
      if (isNodeUpdate(change)) enforce(change.id);
    }
  }

  const stop = watch(env, store, 'constraint-enforcer', handleCommit, {
    concerns: isNodeUpdate,
  });
  if (!cell.value.isStarted) for (const node of store.list('node')) enforce(node.id);
  cell.value.isStarted = true;
  return { stop };
}

function isNodeUpdate({ table, action }: Change): boolean {
  return table === 'node' && action === 'update';
}
