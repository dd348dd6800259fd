/** Arbitraries and invariants for tests of a simulated Docker Swarm. */
export { behaviours, type BehaviourConstraints } from './arbitraries/behaviours.ts';
export { clusterScenarios } from './arbitraries/cluster-scenarios.ts';
export { clusters, type ClusterConstraints } from './arbitraries/clusters.ts';
export { credentialSpecs, type CredentialSpecConstraints } from './arbitraries/credential-specs.ts';
export { directories, type DirectoryConstraints } from './arbitraries/directories.ts';
export { faultPlans, type FaultPlanConstraints } from './arbitraries/fault-plans.ts';
export { nodes, type NodeConstraints } from './arbitraries/nodes.ts';
export { registries, type RegistryConstraints } from './arbitraries/registries.ts';
export {
  scenarios,
  type ChurnConstraints,
  type ScenarioConstraints,
} from './arbitraries/scenarios.ts';
export { services, type ServiceConstraints } from './arbitraries/services.ts';
export { stackFiles, type StackFileConstraints } from './arbitraries/stack-files.ts';
export {
  stackScenarios,
  type OwnStack,
  type StackScenarioConstraints,
} from './arbitraries/stack-scenarios.ts';
export { timelines, type TimelineConstraints } from './arbitraries/timelines.ts';
export { importNodes } from './scenario/import-nodes.ts';
export { importServices } from './scenario/import-services.ts';
export {
  describeCounterexample,
  type Counterexample,
  type Failure,
} from './counterexample/counterexample.ts';
export {
  counterexampleFiles,
  counterexampleReporter,
  findCounterexample,
  type CounterexampleFiles,
  type WriteFile,
} from './counterexample/keep-counterexample.ts';
export { dockerCommands, type DockerCommandsOptions } from './counterexample/docker-commands.ts';
export { findScenarioFailure, ScenarioFailure } from './counterexample/scenario-failure.ts';
export type { PropertyReference } from './counterexample/test-file.ts';
export {
  buildTimeline,
  formatTimeline,
  recordCommits,
  type CommitRecord,
  type RunRecord,
  type TimelineEntry,
  type TimelineOptions,
} from './counterexample/timeline.ts';
export { findWrongTransition } from './invariants/actor-invariant.ts';
export type { ClusterHistory } from './invariants/cluster-history.ts';
export type { ClusterState } from './invariants/cluster-state.ts';
export type {
  Checker,
  Evidence,
  Invariant,
  InvariantContext,
  Occurrence,
  Problem,
  Step,
  TableChange,
  Verdict,
} from './invariants/invariant.ts';
export { invariants } from './invariants/invariants.ts';
export { watchRefusals, type Attempt, type RefusalWatch } from './invariants/refused-operations.ts';
export { findViolation, type Violation } from './invariants/violation.ts';
export {
  watchInvariants,
  type InvariantWatch,
  type WatchOptions,
} from './invariants/watch-invariants.ts';
export {
  assertScenarios,
  checkProperty,
  checkScenarios,
  type ScenarioProperty,
  type SearchOptions,
  type SearchResult,
} from './property/scenario-property.ts';
export {
  createLateChoices,
  minimizeOrder,
  recordChoices,
  toChoiceSource,
  type ChoiceRecorder,
  type LateChoices,
} from './races/choices.ts';
export {
  sameInstantOrders,
  type SameInstantOrder,
  type SameInstantOrderConstraints,
} from './races/same-instant-orders.ts';
export type { Refusal, StepOutcome } from './run/apply-step.ts';
export { runScenario, type RunOptions, type ScenarioRun } from './run/run-scenario.ts';
export { formatScenario } from './scenario/format-scenario.ts';
export {
  parseScenario,
  type ParsedScenario,
  type ParseScenarioOptions,
} from './scenario/parse-scenario.ts';
export type {
  ReadFile,
  ScenarioFile,
  ScenarioImport,
  StackReference,
} from './scenario/scenario-file.ts';
export { scenarioJsonSchema } from './scenario/schema/json-schema.ts';
export type {
  ObjectCreateOperation,
  Scenario,
  ScenarioCluster,
  ScenarioOperation,
  ScenarioStack,
  ScenarioStep,
  ServiceEditOperation,
  ServiceForceOperation,
  StackDeployOperation,
} from './scenario/scenario.ts';
export { faultCommands, timeCommands } from './model/commands/fault-commands.ts';
export { defaultNames, type CommandNames } from './model/commands/names.ts';
export { nodeCommands } from './model/commands/node-commands.ts';
export { objectCommands, type CommandArbitraries } from './model/commands/object-commands.ts';
export { serviceCommands } from './model/commands/service-commands.ts';
export type { SwarmAct } from './model/swarm-act.ts';
export { createCommand, type SwarmCommand } from './model/swarm-command.ts';
export {
  swarmCommands,
  swarmSetup,
  type SwarmCommandsConstraints,
  type SwarmSetupOptions,
} from './model/swarm-commands.ts';
export {
  createSwarmModel,
  type ModelNode,
  type ModelObject,
  type ModelService,
  type SwarmModel,
  type SwarmModelOptions,
} from './model/swarm-model.ts';
