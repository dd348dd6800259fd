// @ts-check
/**
 * The work that is measured. SwarmKit's figures were taken with its own scheduler on a machine with
 * two cores, from the commit of the tasks to the last assignment.
 */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {number} nodes
 * @property {number} services 0 for one-off tasks
 * @property {number} tasks in all
 * @property {boolean} [isConstrained] reserve CPU and memory, and ask for one label
 * @property {number} repeats runs after the first one in each process
 * @property {number} processes
 * @property {number} [swarmkit] seconds that SwarmKit took; absent where it did not finish
 */

/** @type {readonly Row[]} */
export const rows = [
  {
    name: '10k one-off tasks on 1k nodes',
    nodes: 1e3,
    services: 0,
    tasks: 1e4,
    repeats: 20,
    processes: 3,
    swarmkit: 2.06,
  },
  {
    name: '100k one-off tasks on 1k nodes',
    nodes: 1e3,
    services: 0,
    tasks: 1e5,
    repeats: 6,
    processes: 3,
    swarmkit: 32,
  },
  {
    name: '1k one-off tasks on 100k nodes',
    nodes: 1e5,
    services: 0,
    tasks: 1e3,
    repeats: 12,
    processes: 3,
    swarmkit: 35.8,
  },
  {
    name: '1M one-off tasks on 100k nodes',
    nodes: 1e5,
    services: 0,
    tasks: 1e6,
    repeats: 1,
    processes: 1,
  },
  {
    name: '100 x 100 replicas on 1k nodes',
    nodes: 1e3,
    services: 100,
    tasks: 1e4,
    repeats: 20,
    processes: 3,
    swarmkit: 1.6,
  },
  {
    name: '100 x 100 on 10k nodes, constrained',
    nodes: 1e4,
    services: 100,
    tasks: 1e4,
    isConstrained: true,
    repeats: 12,
    processes: 3,
    swarmkit: 1.7,
  },
  {
    name: '10 x 10k replicas on 10k nodes',
    nodes: 1e4,
    services: 10,
    tasks: 1e5,
    repeats: 6,
    processes: 3,
    swarmkit: 21,
  },
];
