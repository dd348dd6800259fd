// summarise cpuprofile self/total by function
import fs from 'node:fs';
const p = JSON.parse(fs.readFileSync(process.argv[2]));
const top = Number(process.argv[3] ?? 45);
const byId = new Map(p.nodes.map(n => [n.id, n]));
const self = new Map(); const dt = p.timeDeltas; 
const selfId = new Map();
p.samples.forEach((s, i) => selfId.set(s, (selfId.get(s) ?? 0) + dt[i]));
const name = n => { const f = n.callFrame; return (f.functionName || '(anon)') + ' ' + f.url.replace(/.*\/(packages|node_modules)\//, '').replace('/dist','') + ':' + f.lineNumber; };
const parent = new Map(); for (const n of p.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
const total = new Map(); let all = 0;
for (const [id, t] of selfId) {
  all += t; const n = byId.get(id);
  self.set(name(n), (self.get(name(n)) ?? 0) + t);
  const seen = new Set(); for (let c = id; c !== undefined; c = parent.get(c)) { const k = name(byId.get(c)); if (!seen.has(k)) { seen.add(k); total.set(k, (total.get(k) ?? 0) + t); } }
}
const show = (m) => [...m].sort((a, b) => b[1] - a[1]).slice(0, top).forEach(([k, t]) => console.log((100 * t / all).toFixed(1).padStart(5), k));
console.log('SELF'); show(self); console.log('TOTAL'); show(total);
const byFile = new Map();
for (const [id, t] of selfId) { const n = byId.get(id); const k = n.callFrame.url.replace(/.*\/(packages|node_modules)\//, '').replace('/dist','') || n.callFrame.functionName; byFile.set(k, (byFile.get(k) ?? 0) + t); }
console.log('FILE'); show(byFile);
