// @ts-check
/** Shows that the scheduler that is measured by itself is the one that `createSwarm` wires. */
import { createSwarm, linuxNodes } from '@swarmsim/core';
import { createScheduler, Kernel, Store } from '@swarmsim/core/parts';

/**
 * Lets a swarm place some services, then gives the same nodes and tasks to a scheduler alone.
 *
 * @returns {number} how many tasks were compared.
 * @throws {Error} where a task went to another node.
 */
export function checkEqualPlacement() {
  const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
  const swarm = createSwarm({ seed: 1, ties: 'stable', nodes: linuxNodes(names) });
  for (const [index, replicas] of [7, 40, 93, 150].entries()) {
    swarm.services.create({ name: `s${index}`, image: 'web', replicas });
  }
  swarm.settle();
  const nodes = swarm.nodes.list();
  const placed = swarm.tasks.list();

  /** @type {import('@swarmsim/core').TaskStatus} */
  const status = { state: 'pending', at: 0, message: 'pending task scheduling', err: '' };
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  store.update((tx) => {
    for (const { node } of nodes) tx.create('node', node);
  });
  createScheduler(kernel, store, { ties: 'stable' });
  store.update((tx) => {
    for (const task of placed) tx.create('task', { ...task, nodeId: '', status });
  });
  while (kernel.step());

  for (const task of placed) {
    const own = store.get('task', task.id);
    if (task.nodeId === '' || own?.nodeId !== task.nodeId) {
      throw new Error(
        `${task.id} is on '${task.nodeId}', by the scheduler alone on '${own?.nodeId}'`,
      );
    }
  }
  return placed.length;
}
