/** A rule that sounds right, and is not: fast-check finds a swarm that breaks it, as small as can be. */
import { runScenario, scenarios, type Invariant } from '@swarmsim/testing';
import fc from 'fast-check';

const neverTwice: Invariant = {
  name: 'never-twice-the-replicas',
  rule: 'a service never runs more than twice its replicas',
  source: 'our operations handbook, capacity',
  when: 'step',
  start:
    () =>
    ({ cluster, tasks }) => {
      for (const { after: task } of tasks) {
        const mode = task && cluster.service(task.serviceId)?.spec.mode;
        if (task?.status.state !== 'running' || mode?.kind !== 'replicated') continue;
        const all = cluster.tasksOf(task.serviceId);
        const running = all.filter(({ status }) => status.state === 'running').length;
        if (running <= 2 * Math.max(1, mode.replicas)) continue;
        const message = `${running} tasks run where ${mode.replicas} were asked for`;
        return { message, evidence: { service: task.serviceId, task: task.id } };
      }
      return undefined;
    },
};

const run = fc.check(
  fc.property(scenarios({ nodesMax: 3, faults: false }), (scenario) => {
    runScenario(scenario, { invariants: [neverTwice] });
  }),
  { seed: 1, numRuns: 1_000 },
);

console.log(`failed after ${run.numRuns} scenarios, shrunk ${run.numShrinks} times`);
console.log(`seed ${run.seed}, path ${run.counterexamplePath}`);
if (run.errorInstance instanceof Error) console.log(run.errorInstance.message);
