import fc from 'fast-check';
import { runScenario, scenarios } from '@swarmsim/testing';
const n = 500, blocks = Number(process.argv[2] ?? 8);
const list = fc.sample(scenarios(), { seed: 5, numRuns: n });
const inv = process.argv[3] === 'all' ? {} : { invariants: [] };
const out = [];
for (let b = 0; b < blocks; b++) { const c = process.cpuUsage(); for (const s of list) runScenario(s, inv); const d = process.cpuUsage(c); out.push((d.user / 1e3 / n).toFixed(2)); }
console.log(out.join(' '), 'cpu ms/scenario; min', Math.min(...out.map(Number)));
