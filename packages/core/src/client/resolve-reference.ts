import { SwarmSimError } from '../kernel/errors.ts';
import type { TableName, Tables } from '../model/entities.ts';
import { checkText } from '../options/check-options.ts';
import type { ReadTx } from '../store/store.ts';

/** Kinds of objects that people refer to by id, name or prefix. */
export type NamedTable = Exclude<TableName, 'cluster'>;

/**
 * Finds an object as the daemon does: by full id, then by exact name, then by an id prefix that only
 * one object has. moby: daemon/cluster/helpers.go.
 *
 * @throws SwarmSimError `not-found`, `ambiguous` where several objects fit, or `invalid-argument` for
 * the empty text.
 */
export function resolveReference<T extends NamedTable>(
  state: ReadTx,
  table: T,
  reference: string,
): Tables[T] {
  checkText(`${table} name or ID`, reference);
  // moby: client/utils.go, emptyIDError.
  if (reference === '') {
    throw new SwarmSimError('invalid-argument', `invalid ${table} name or ID: value is empty`);
  }
  const byId = state.get(table, reference);
  if (byId !== undefined) return byId;
  const objects = state.list(table);
  const named = objects.filter((entity) => nameOf(table, entity, state) === reference);
  const found = named.length > 0 ? named : objects.filter(({ id }) => id.startsWith(reference));
  const [only] = found;
  if (found.length > 1) {
    const problem = `is ambiguous (${found.length} matches found${sayHow(table)})`;
    throw new SwarmSimError('ambiguous', `${table} ${reference} ${problem}`);
  }
  if (only === undefined) throw new SwarmSimError('not-found', `${table} ${reference} not found`);
  return only;
}

/** moby: daemon/network.go, FindNetwork; names of networks are unique. */
function sayHow(table: NamedTable): string {
  return table === 'network' ? ' based on ID prefix' : '';
}

/** Name of an object as tables show it: a task is `service.slot`, a node is its host name. */
function nameOf<T extends NamedTable>(table: T, entity: Tables[T], state: ReadTx): string {
  if (table === 'node') return nodeName(entity as Tables['node']);
  if (table === 'task') return taskName(entity as Tables['task'], state);
  return (entity as Tables['service']).spec.name;
}

/** Host name of a node; its id before it ever registered. */
export function nodeName(node: Tables['node']): string {
  return node.description?.hostname ?? node.spec.name ?? node.id;
}

/**
 * `web.3`, or `web.HOST` for a task of a global service; the first slot of a replicated job is 0, which
 * is taken for none. SwarmKit: api/naming/naming.go, Task. docker/cli: cli/command/task/print.go.
 */
export function taskName(task: Tables['task'], state: ReadTx): string {
  if (task.slot !== 0) return `${task.serviceName}.${task.slot}`;
  const node = task.nodeId === '' ? undefined : state.get('node', task.nodeId);
  return `${task.serviceName}.${node === undefined ? task.nodeId : nodeName(node)}`;
}
