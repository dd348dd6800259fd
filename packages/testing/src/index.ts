/** Arbitraries, invariants and known-bad deciders for tests of a simulated Docker Swarm. */
export type { FaultStep } from './arbitraries/fault-steps.ts';
export {
  scenarios,
  scenarioSteps,
  type Scenario,
  type ScenarioConstraints,
  type ScenarioStep,
} from './arbitraries/scenario.ts';
export { findWrongTransition } from './invariants/actor-invariant.ts';
export type { ClusterState } from './invariants/cluster-state.ts';
export type {
  Checker,
  Evidence,
  Invariant,
  InvariantContext,
  Problem,
  Step,
  TableChange,
  Verdict,
} from './invariants/invariant.ts';
export { invariants } from './invariants/invariants.ts';
export { findViolation, type Violation } from './invariants/violation.ts';
export {
  watchInvariants,
  type InvariantWatch,
  type WatchOptions,
} from './invariants/watch-invariants.ts';
export { brokenDeciders } from './mutants/broken-deciders.ts';
export { runScenario, type RunOptions, type ScenarioRun } from './run-scenario.ts';
