// @ts-check
/**
 * Random scenarios of small swarms, one after the other, as a property runs them: prints JSON. A property
 * that is to be checked for determinism runs each of them once more, which is not counted here. Seconds are
 * processor time, since the budget is one of a core. `cold` is what the first scenarios of a process take,
 * `seconds` what others take once the compiler knows the code.
 */
import fc from 'fast-check';
import { runScenario, scenarios } from '@swarmsim/testing';

const count = 500;
/** Rounds before the measured ones: each has scenarios of its own. */
const warmUpRounds = 6;
const measuredRounds = 3;

const cold = measure(draw(1), {}) / count;
for (let round = 2; round <= warmUpRounds; round += 1) {
  const list = draw(round);
  measure(list, {});
  measure(list, { invariants: [] });
}

const measured = draw(warmUpRounds + 1);
let checked = Infinity;
let unchecked = Infinity;
for (let round = 0; round < measuredRounds; round += 1) {
  checked = Math.min(checked, measure(measured, {}));
  unchecked = Math.min(unchecked, measure(measured, { invariants: [] }));
}
console.log(
  JSON.stringify({
    seconds: checked / count,
    cold,
    invariantsShare: 1 - unchecked / checked,
    events: countEvents(measured) / count,
  }),
);

/** Scenarios of one seed. @param {number} seed */
function draw(seed) {
  return fc.sample(scenarios({ nodesMax: 5, stepsMax: 10 }), { seed, numRuns: count });
}

/**
 * All scenarios of a list once, in seconds.
 * @param {ReturnType<typeof draw>} list @param {import('@swarmsim/testing').RunOptions} options
 */
function measure(list, options) {
  const before = process.cpuUsage();
  for (const scenario of list) runScenario(scenario, { onViolation: 'collect', ...options });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Entries of the event queue that the scenarios of a list take. @param {ReturnType<typeof draw>} list */
function countEvents(list) {
  let events = 0;
  for (const scenario of list) {
    const { swarm } = runScenario(scenario, { invariants: [], swarm: { history: true } });
    for (const { kind } of swarm.trace.records) if (kind === 'entry') events += 1;
  }
  return events;
}
