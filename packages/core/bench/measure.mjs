// @ts-check
/** Measures one row in a process of its own: `node measure.mjs floor|swarmsim <row>` prints JSON. */
import { placeBare } from './floor.mjs';
import { placeTasks } from './placement.mjs';
import { rows } from './rows.mjs';

const [what, position] = process.argv.slice(2);
const row = rows[Number(position)];
if (row === undefined) throw new Error(`there is no row ${position}`);
/** @param {number} run */
const place = (run) => (what === 'floor' ? placeBare(row) : placeTasks(row, run + 1));

const first = place(0);
let best = Infinity;
for (let run = 1; run <= row.repeats; run += 1) best = Math.min(best, place(run));
console.log(JSON.stringify({ first, best }));
