// @ts-check
/**
 * Prints how long typical work takes: beside a plain loop over the same work, and beside the real
 * SwarmKit on a machine with two cores. Nothing here fails when it is slow.
 *
 * Each row runs in processes of its own, floor and swarmsim in turns. `first` is the first run of a
 * process, as a test suite meets it; `best` is the best of the runs after it. Both are the lowest of
 * all processes.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkEqualPlacement } from './equal-placement.mjs';
import { rows } from './rows.mjs';

const program = fileURLToPath(new URL('measure.mjs', import.meta.url));
const wanted = process.argv[2] ?? '';

/** @typedef {{ first: number, best: number }} Figures in seconds */

console.log(
  `${checkEqualPlacement()} tasks are placed alike by createSwarm and by the parts below`,
);
console.log('');
print('', ['', 'first run', '', '', 'best run', '', 'SwarmKit', '']);
print('work', ['floor', 'swarmsim', 'ratio', 'floor', 'swarmsim', 'ratio', '', 'speed-up']);
for (const [position, row] of rows.entries()) {
  if (!row.name.includes(wanted)) continue;
  const floor = { first: Infinity, best: Infinity };
  const own = { first: Infinity, best: Infinity };
  for (let round = 0; round < row.processes; round += 1) {
    lower(floor, measure('floor', position));
    lower(own, measure('swarmsim', position));
  }
  print(row.name, [
    seconds(floor.first),
    seconds(own.first),
    ratio(own.first / floor.first),
    seconds(floor.best),
    seconds(own.best),
    ratio(own.best / floor.best),
    row.swarmkit === undefined ? '-' : `${row.swarmkit} s`,
    row.swarmkit === undefined ? '-' : speedUp(row.swarmkit, own),
  ]);
}

if (wanted === '' || wanted === 'life') printLives();
if (wanted === '' || wanted === 'scenarios') printScenarios();

/** Whole swarms, each in a process of its own. */
function printLives() {
  console.log('');
  const floor = live('floor').seconds;
  for (const [name, what] of [
    ['100k tasks on 1k nodes to RUNNING', 'run'],
    ['the same with history', 'run-with-history'],
  ]) {
    const { seconds: own, bytesPerTask } = live(what ?? '');
    const perSecond = `${Math.round(1e5 / own)} tasks/s`;
    const kept = `${Math.round(bytesPerTask)} bytes a task`;
    print(name ?? '', [seconds(floor), seconds(own), ratio(own / floor)]);
    console.log(`${' '.repeat(38)}${perSecond}, ${kept} retained`);
  }
  const day = live('day').seconds;
  print('24 h, 50 nodes, 1k tasks, 8640 crashes', ['-', seconds(day), '-']);
}

/** Many small swarms. The program lies with the package that draws and checks them. */
function printScenarios() {
  const path = new URL('../../testing/bench/scenarios.mjs', import.meta.url);
  const output = execFileSync(process.execPath, [fileURLToPath(path)], { encoding: 'utf8' });
  const { seconds: own, cold, invariantsShare, events } = JSON.parse(output);
  console.log('');
  print('random scenario, 5 nodes, 10 operations', ['-', seconds(own), '-']);
  const figures = [
    `${Math.round(1 / own)} scenarios/s`,
    `${(1000 * own).toFixed(2)} ms and ${Math.round(events)} events each`,
    `${Math.round(100 * invariantsShare)} % in invariants`,
    `${Math.round(1 / cold)} scenarios/s in a new process`,
  ];
  console.log(`${' '.repeat(38)}${figures.join(', ')}`);
}

/** @param {string} what @returns {{ seconds: number, bytesPerTask: number }} */
function live(what) {
  const life = fileURLToPath(new URL('life.mjs', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [life, what], { encoding: 'utf8' }));
}

/** @param {'floor' | 'swarmsim'} what @param {number} position @returns {Figures} */
function measure(what, position) {
  return JSON.parse(
    execFileSync(process.execPath, [program, what, String(position)], { encoding: 'utf8' }),
  );
}

/** @param {Figures} lowest @param {Figures} figures */
function lower(lowest, figures) {
  lowest.first = Math.min(lowest.first, figures.first);
  lowest.best = Math.min(lowest.best, figures.best);
}

/** @param {number} swarmkit @param {Figures} own */
function speedUp(swarmkit, own) {
  return `${Math.round(swarmkit / own.first)}-${Math.round(swarmkit / own.best)} x`;
}

/** @param {number} value */
function seconds(value) {
  return `${value.toFixed(4)} s`;
}

/** @param {number} value */
function ratio(value) {
  return `${value.toFixed(1)} x`;
}

/** @param {string} name @param {readonly string[]} cells */
function print(name, cells) {
  console.log(name.padEnd(38) + cells.map((cell) => cell.padStart(11)).join(''));
}
