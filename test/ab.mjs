// alternate base and new builds per scenario in one process; low quantile over repeats
const base = await import('/tmp/hGbase/packages/testing/dist/index.js'), now = await import('/tmp/hG/packages/testing/dist/index.js');
const fc = (await import('fast-check')).default;
const n = 200, reps = Number(process.argv[2] ?? 14);
const opt = process.argv[3] === 'all' ? {} : { invariants: [] };
const list = fc.sample(base.scenarios(), { seed: 5, numRuns: n });
const A = list.map(() => []), B = list.map(() => []);
const time = (m, s) => { const t = process.hrtime.bigint(); m.runScenario(s, opt); return Number(process.hrtime.bigint() - t) / 1e6; };
for (let r = 0; r < reps; r++) list.forEach((s, i) => { if (r % 2) { A[i].push(time(base, s)); B[i].push(time(now, s)); } else { B[i].push(time(now, s)); A[i].push(time(base, s)); } });
const q = (x, p) => [...x.slice(3)].sort((a, b) => a - b)[Math.floor((x.length - 3) * p)];
for (const p of [0, 0.25]) { const a = A.reduce((s, x) => s + q(x, p), 0) / n, b = B.reduce((s, x) => s + q(x, p), 0) / n; console.log('quantile', p, 'base', a.toFixed(2), 'new', b.toFixed(2), 'ratio', (b / a).toFixed(3)); }
