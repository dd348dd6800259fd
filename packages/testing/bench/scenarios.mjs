// @ts-check
/**
 * Random scenarios of small swarms, one after the other, as a property runs them: prints JSON. A property
 * that is to be checked for determinism runs each of them once more, which is not counted here. Seconds are
 * processor time, since the budget is one of a core.
 */
import fc from 'fast-check';
import { runScenario, scenarios } from '@swarmsim/testing';

const count = 200;
/** The first rounds warm up. */
const rounds = { warmUp: 2, measured: 3 };
const list = fc.sample(scenarios({ nodesMax: 5, stepsMax: 10 }), { seed: 5, numRuns: count });

let checked = Infinity;
let unchecked = Infinity;
for (let round = 0; round < rounds.warmUp + rounds.measured; round += 1) {
  const withAll = measure({});
  const withNone = measure({ invariants: [] });
  if (round < rounds.warmUp) continue;
  checked = Math.min(checked, withAll);
  unchecked = Math.min(unchecked, withNone);
}
console.log(
  JSON.stringify({
    seconds: checked / count,
    invariantsShare: 1 - unchecked / checked,
    events: countEvents() / count,
  }),
);

/** All scenarios once, in seconds. @param {import('@swarmsim/testing').RunOptions} options */
function measure(options) {
  const before = process.cpuUsage();
  for (const scenario of list) runScenario(scenario, { onViolation: 'collect', ...options });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Entries of the event queue that all scenarios take. */
function countEvents() {
  let events = 0;
  for (const scenario of list) {
    const { swarm } = runScenario(scenario, { invariants: [], swarm: { history: true } });
    for (const { kind } of swarm.trace.records) if (kind === 'entry') events += 1;
  }
  return events;
}
