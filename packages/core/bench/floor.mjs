// @ts-check
/**
 * The floor: the same work as a plain loop over bare objects, without a model. A heap gives the node
 * with the fewest tasks, and every transition copies one object and writes it to the maps.
 */
import { performance } from 'node:perf_hooks';

/** @typedef {{ id: string, tasks: number }} BareNode */

/** One run, in seconds. @param {import('./rows.mjs').Row} row */
export function placeBare({ nodes, tasks }) {
  /** @type {BareNode[]} */
  const heap = [];
  for (let index = 0; index < nodes; index += 1) heap.push({ id: `node-${index}`, tasks: 0 });
  const waiting = [];
  for (let index = 0; index < tasks; index += 1) waiting.push(makeTask(`task-${index}`));

  const byId = new Map();
  const byNode = new Map();
  const startedAt = performance.now();
  for (const task of waiting) byId.set(task.id, task);
  for (const task of waiting) {
    const node = /** @type {BareNode} */ (heap[0]);
    const status = { state: 'assigned', at: 50, message: '', err: '' };
    byId.set(task.id, { ...task, nodeId: node.id, status });
    const known = byNode.get(node.id);
    if (known === undefined) byNode.set(node.id, new Set([task.id]));
    else known.add(task.id);
    node.tasks += 1;
    moveDown(heap, node);
  }
  return (performance.now() - startedAt) / 1000;
}

/** @param {string} id */
function makeTask(id) {
  return {
    id,
    meta: { version: 1, createdAt: 0, updatedAt: 0 },
    spec: {},
    serviceId: '',
    serviceName: '',
    slot: 0,
    nodeId: '',
    incarnation: 0,
    status: { state: 'pending', at: 0, message: '', err: '' },
    desiredState: 'running',
  };
}

/** @param {BareNode[]} heap @param {BareNode} node */
function moveDown(heap, node) {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && tasksAt(heap, child + 1) < tasksAt(heap, child)) child += 1;
    if (tasksAt(heap, child) >= node.tasks) break;
    heap[place] = /** @type {BareNode} */ (heap[child]);
    place = child;
  }
  heap[place] = node;
}

/** @param {BareNode[]} heap @param {number} place */
function tasksAt(heap, place) {
  return /** @type {BareNode} */ (heap[place]).tasks;
}
