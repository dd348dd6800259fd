// @ts-check
/**
 * Whole swarms, in a process of their own: `node life.mjs run|run-with-history|floor|day` prints JSON.
 * The trace hash is always on.
 */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSwarm, linuxNodes } from '@swarmsim/core';

const transitions = [
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
];
const taskCount = 1e5;

setFlagsFromString('--expose-gc');
const collect = /** @type {() => void} */ (runInNewContext('gc'));
const what = process.argv[2] ?? '';
if (what === 'floor') print(measureFloor());
else if (what === 'day') print(measureDay());
else print(measureRun(what === 'run-with-history'));

/** @param {object} figures */
function print(figures) {
  console.log(JSON.stringify(figures));
}

/** From `services.create` until every task runs. @param {boolean} history */
function measureRun(history) {
  const names = Array.from({ length: 1e3 }, (_, index) => `n${index}`);
  const swarm = createSwarm({ seed: 1, history, nodes: linuxNodes(names, { cpus: 512 }) });
  swarm.advance('1s');
  const before = retained();
  const startedAt = performance.now();
  swarm.services.create({ name: 'web', image: 'nginx', replicas: taskCount });
  swarm.settle({ quiet: '5s' });
  const seconds = (performance.now() - startedAt) / 1000;
  const running = swarm.tasks.list({ service: 'web', state: 'running' }).length;
  if (running !== taskCount) throw new Error(`${running} of ${taskCount} tasks run`);
  return { seconds, bytesPerTask: (retained() - before) / taskCount };
}

/** The same transitions of bare objects: one copy each, written to a map. */
function measureFloor() {
  const startedAt = performance.now();
  const byId = new Map();
  for (let index = 0; index < taskCount; index += 1) {
    const id = `task-${index}`;
    byId.set(id, {
      id,
      slot: index,
      nodeId: '',
      status: { state: 'new', at: 0 },
      desired: 'running',
    });
  }
  for (const state of transitions) {
    for (const [id, task] of byId) byId.set(id, { ...task, nodeId: 'n', status: { state, at: 1 } });
  }
  return { seconds: (performance.now() - startedAt) / 1000 };
}

/** A day with a crash every ten seconds; a host is back after a minute. */
function measureDay() {
  const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
  const swarm = createSwarm({ seed: 1, nodes: linuxNodes(names, { cpus: 512 }) });
  swarm.services.create({ name: 'web', image: 'nginx', replicas: 1e3 });
  swarm.settle();
  const until = swarm.now + 24 * 3_600_000;
  swarm.faults.schedule([
    { every: 10_000, until, fault: { kind: 'crash', node: { pick: 1 } }, lasts: 60_000 },
  ]);
  const startedAt = performance.now();
  swarm.advanceTo(until);
  return { seconds: (performance.now() - startedAt) / 1000 };
}

function retained() {
  collect();
  return process.memoryUsage().heapUsed;
}
