// @ts-check
/**
 * Prints how long typical work takes: beside a plain loop over the same work, and beside the real
 * SwarmKit on a machine with two cores. Nothing here fails when it is slow.
 */
import { measureFloor } from './floor.mjs';
import { measurePlacement } from './placement.mjs';

/** @type {readonly (import('./placement.mjs').Placement & { swarmkit?: number })[]} */
const rows = [
  {
    name: '10k one-off tasks on 1k nodes',
    nodes: 1e3,
    services: 0,
    tasks: 1e4,
    repeats: 7,
    swarmkit: 2.06,
  },
  {
    name: '100k one-off tasks on 1k nodes',
    nodes: 1e3,
    services: 0,
    tasks: 1e5,
    repeats: 3,
    swarmkit: 32,
  },
  {
    name: '1k one-off tasks on 100k nodes',
    nodes: 1e5,
    services: 0,
    tasks: 1e3,
    repeats: 3,
    swarmkit: 35.8,
  },
  { name: '1M one-off tasks on 100k nodes', nodes: 1e5, services: 0, tasks: 1e6, repeats: 1 },
  {
    name: '100 x 100 replicas on 1k nodes',
    nodes: 1e3,
    services: 100,
    tasks: 1e4,
    repeats: 7,
    swarmkit: 1.6,
  },
  {
    name: '100 x 100 on 10k nodes, constrained',
    nodes: 1e4,
    services: 100,
    tasks: 1e4,
    isConstrained: true,
    repeats: 5,
    swarmkit: 1.7,
  },
  {
    name: '10 x 10k replicas on 10k nodes',
    nodes: 1e4,
    services: 10,
    tasks: 1e5,
    repeats: 3,
    swarmkit: 21,
  },
];

print(['work', 'floor', 'swarmsim', 'ratio', 'SwarmKit', 'speed-up']);
for (const row of rows.filter(({ name }) => name.includes(process.argv[2] ?? ''))) {
  const floor = measureFloor(row);
  const own = measurePlacement(row);
  print([
    row.name,
    `${floor.toFixed(4)} s`,
    `${own.toFixed(4)} s`,
    `${(own / floor).toFixed(1)} x`,
    row.swarmkit === undefined ? '-' : `${row.swarmkit} s`,
    row.swarmkit === undefined ? '-' : `${Math.round(row.swarmkit / own)} x`,
  ]);
}

/** @param {readonly string[]} cells */
function print(cells) {
  console.log(
    cells.map((cell, column) => (column === 0 ? cell.padEnd(38) : cell.padStart(11))).join(''),
  );
}
