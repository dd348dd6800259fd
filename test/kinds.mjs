import fc from 'fast-check';
import { scenarios, runScenario } from '@swarmsim/testing';
import { Kernel } from '@swarmsim/core/parts';
const n = Number(process.argv[2] ?? 1000);
const list = fc.sample(scenarios(), { seed: 5, numRuns: n });
const t = new Map(); const now = () => performance.now();
let inHandlers = 0;
const reg = Kernel.prototype.register;
Kernel.prototype.register = function (kind, h) { let e = t.get(kind); if (!e) t.set(kind, e = [0, 0]); reg.call(this, kind, (x) => { const a = now(); h(x); const d = now() - a; e[0] += d; e[1]++; inHandlers += d; }); };
let ops = new Map(), inOps = 0;
const perf = Kernel.prototype.perform;
Kernel.prototype.perform = function (op, run) { let e = ops.get(op.kind); if (!e) ops.set(op.kind, e = [0, 0]); const a = now(); try { return perf.call(this, op, run); } finally { const d = now() - a; e[0] += d; e[1]++; inOps += d; } };
let run = 0; const st = Kernel.prototype.step;
const go = () => { let a = now(); let setup = 0, steps = 0, settle = 0; for (const s of list) { let b = now(), c, d; runScenario(s, { invariants: [], begin() { c = now(); }, end() { d = now(); } }); const f = now(); setup += c - b; steps += d - c; settle += f - d; } return [now() - a, setup, steps, settle]; };
for (let i = 0; i < 4; i++) { t.forEach(e => e[0] = e[1] = 0); ops.forEach(e => e[0] = e[1] = 0); inHandlers = inOps = 0; run = go(); }
console.log('ms/scenario', run.map(x => (x / n).toFixed(2)).join(' '), 'in handlers', (inHandlers / n).toFixed(2), 'in operations', (inOps / n).toFixed(2));
const show = m => [...m].sort((a, b) => b[1][0] - a[1][0]).forEach(([k, [d, c]]) => c && console.log((d / n * 1000).toFixed(0).padStart(6), 'us/scenario', (d / c * 1000).toFixed(1).padStart(6), 'us each', (c / n).toFixed(2).padStart(6), k));
show(t); show(ops);
