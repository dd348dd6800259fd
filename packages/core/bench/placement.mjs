// @ts-check
/** The scheduler alone, from the commit of the tasks to the last assignment. */
import { performance } from 'node:perf_hooks';
import { createScheduler, Kernel, Store } from '@swarmsim/core/parts';

/** @typedef {import('./rows.mjs').Row} Row */

const description = {
  hostname: 'node',
  platform: { architecture: 'x86_64', os: 'linux' },
  resources: { nanoCpus: 64e9, memoryBytes: 256 * 2 ** 30 },
  engine: { plugins: [] },
};
const reservations = { nanoCpus: 1e7, memoryBytes: 2 ** 20 };
const runtime = /** @type {const} */ ({ kind: 'container', image: 'web' });

/** One run, in seconds. @param {Row} row @param {number} seed */
export function placeTasks(row, seed) {
  const kernel = new Kernel({ seed });
  const store = new Store(kernel);
  store.update((tx) => {
    for (let index = 0; index < row.nodes; index += 1) tx.create('node', makeNode(index));
  });
  createScheduler(kernel, store);
  // The first tasks make the index over the nodes, which later ones only follow.
  commitTasks(store, { ...row, services: 0, tasks: 1 }, 'warm-up');
  while (kernel.step());

  let waiting = row.tasks;
  store.onCommit((commit) => {
    for (const { action } of commit.changes) if (action === 'update') waiting -= 1;
  });
  commitTasks(store, row, 'task');
  const startedAt = performance.now();
  while (waiting > 0) if (!kernel.step()) throw new Error(`${row.name}: ${waiting} tasks wait`);
  return (performance.now() - startedAt) / 1000;
}

/** @param {Store} store @param {Row} row @param {string} prefix */
function commitTasks(store, row, prefix) {
  const perService = row.services === 0 ? row.tasks : row.tasks / row.services;
  const spec = makeSpec(row);
  store.update((tx) => {
    for (let service = 0; service < row.services; service += 1) {
      const mode = /** @type {const} */ ({ kind: 'replicated', replicas: perService });
      const id = /** @type {any} */ (`service-${service}`);
      tx.create('service', { id, spec: { name: id, task: spec, mode }, specVersion: 0 });
    }
    for (let index = 0; index < row.tasks; index += 1) {
      const service = row.services === 0 ? '' : `service-${Math.floor(index / perService)}`;
      tx.create(
        'task',
        makeTask(`${prefix}-${index}`, { service, slot: (index % perService) + 1, spec }),
      );
    }
  });
}

/** @param {number} index @returns {any} */
function makeNode(index) {
  return {
    id: `node-${index}`,
    spec: { role: 'worker', availability: 'active', labels: { zone: index % 2 === 0 ? 'a' : 'b' } },
    description,
    status: { state: 'ready', message: '', addr: '10.0.0.1' },
    role: 'worker',
  };
}

/** @param {Row} row */
function makeSpec({ isConstrained = false }) {
  if (!isConstrained) return { runtime };
  return {
    runtime,
    resources: { reservations },
    placement: { constraints: ['node.labels.zone==a'] },
  };
}

/** @param {string} id @param {{ service: string, slot: number, spec: object }} own @returns {any} */
function makeTask(id, { service, slot, spec }) {
  return {
    id,
    spec,
    ...(service === '' ? {} : { specVersion: 0 }),
    serviceId: service,
    serviceName: service,
    slot,
    nodeId: '',
    incarnation: 0,
    status: { state: 'pending', at: 0, message: 'pending task scheduling', err: '' },
    desiredState: 'running',
  };
}
