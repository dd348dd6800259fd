/** swarmsim: a Docker Swarm that runs inside a test. */
export { InvariantViolation, SwarmSimError, type SwarmSimErrorCode } from './kernel/errors.ts';
export {
  createRecordedChoices,
  createSeededChoices,
  type ChoiceSource,
} from './kernel/choice-source.ts';
export type { TraceRecord } from './kernel/trace.ts';
export type { Issue } from './model/issue.ts';
export type {
  ClusterId,
  ConfigId,
  NetworkId,
  NodeId,
  SecretId,
  ServiceId,
  TaskId,
} from './model/ids.ts';
export { labelOf, labelsFrom, type Labels, type Meta } from './model/meta.ts';
export type { Cluster, ClusterSpec } from './model/cluster.ts';
export type { Config, ConfigSpec } from './model/config.ts';
export type {
  ConfigReference,
  ContainerSpec,
  CredentialSpecSource,
  FileTarget,
  GenericRuntimeSpec,
  HealthConfig,
  Isolation,
  Mount,
  NetworkAttachmentSpec,
  SecretReference,
  TaskRuntime,
} from './model/container.ts';
export type {
  Endpoint,
  EndpointSpec,
  PortConfig,
  PortProtocol,
  PublishMode,
} from './model/endpoint.ts';
export type { Entity, TableName, Tables } from './model/entities.ts';
export type { Network, NetworkSpec } from './model/network.ts';
export type {
  EngineDescription,
  ManagerStatus,
  Node,
  NodeAvailability,
  NodeDescription,
  NodeRole,
  NodeSpec,
  NodeState,
  Platform,
  PluginDescription,
} from './model/node.ts';
export type {
  DiscreteGenericResource,
  GenericResource,
  NamedGenericResource,
  ResourceRequirements,
  Resources,
} from './model/resources.ts';
export type { Secret, SecretSpec } from './model/secret.ts';
export type {
  Service,
  ServiceMode,
  ServiceSpec,
  UpdateConfig,
  UpdateStatus,
} from './model/service.ts';
export type {
  LogDriver,
  NetworkAttachment,
  NetworkAttachmentConfig,
  Placement,
  RestartPolicy,
  Task,
  TaskSpec,
  TaskStatus,
} from './model/task.ts';
export { isTerminalState, taskStateRank, taskStates, type TaskState } from './model/task-state.ts';
export type { Change, Commit } from './store/change.ts';
export { createSwarm } from './swarm.ts';
export type { Swarm } from './client/swarm.ts';
export type { DeciderOptions, Deciders } from './client/decider-options.ts';
export type { SwarmOptions } from './client/swarm-options.ts';
export type { ObjectOptions, ObjectsApi } from './client/configs-api.ts';
export type { Container, ContainersApi } from './client/containers-api.ts';
export type { DirectoryApi, DirectoryDomain, RootKeyOptions } from './client/directory-api.ts';
export type { FaultsApi } from './client/faults-api.ts';
export type { ControlApiCall } from './client/guard-control-api.ts';
export type { Holdings, NodesApi, NodeView } from './client/nodes-api.ts';
export type { ObjectData } from './client/object-data.ts';
export type {
  Apply,
  NodeEdit,
  Operation,
  OperationKind,
  OperationResults,
  Operations,
} from './client/operation.ts';
export type {
  Duration,
  FileReferenceOptions,
  PortOptions,
  ResourceOptions,
  RestartOptions,
  ServiceOptions,
  Size,
  UpdateOptions,
} from './client/service-options.ts';
export type { RegistryApi } from './client/registry-api.ts';
export type { ResolveOptions, ServicesApi } from './client/services-api.ts';
export type { TaskFilter, TasksApi } from './client/tasks-api.ts';
export type { SettleOptions, SettleResult, Timeline } from './client/timeline.ts';
export type { ControlApi } from './control-api/control-api.ts';
export { ControlApiError } from './control-api/control-api-error.ts';
export { credentialSpec } from './credential-spec/build-credential-spec.ts';
export { CredentialSpecError } from './credential-spec/credential-spec-error.ts';
export { parseCredentialSpec } from './credential-spec/parse-credential-spec.ts';
export type { CredentialSpec } from './credential-spec/credential-spec-document.ts';
export type { RestrictDependencies } from './agent/dependencies.ts';
export type {
  AccountOptions,
  ControllerOptions,
  DirectoryEdit,
  DirectoryOptions,
  DomainOptions,
  GroupOptions,
  KdsRootKeyOptions,
  ServerOptions,
  UserOptions,
} from './directory/directory-options.ts';
export type {
  AccountIdentity,
  DomainIdentity,
  ManagedPassword,
  PasswordAnswer,
  PasswordRefusal,
} from './directory/directory-queries.ts';
export { parseDuration } from './duration/parse-duration.ts';
export { decideAssignments } from './dispatcher/decide-assignments.ts';
export type { AssignmentSet, DecideAssignments } from './dispatcher/decide-assignments.ts';
export type { Behaviour, DurationRange } from './engine/behaviour/behaviour.ts';
export type { ContainerView } from './engine/container-view.ts';
export { decideContainerFiles } from './engine/decide-container-files.ts';
export type { DecideContainerFiles, FilePlacement } from './engine/decide-container-files.ts';
export type {
  CredentialSpecCopy,
  CredentialSpecPlace,
  HostCredentialSpec,
} from './engine/host-credential-specs.ts';
export type { CcgCredentials, CcgPlugin, CcgPlugins } from './engine/ccg-plugins.ts';
export type { HostChange } from './engine/host-change.ts';
export type { HostEvent } from './engine/host-events.ts';
export type { HostOptions } from './engine/host-description.ts';
export { windowsBuildName } from './engine/windows-builds.ts';
export {
  linuxNodes,
  windowsNodes,
  type NodeBuilderOptions,
  type NodeOptions,
} from './engine/hosts.ts';
export type { FaultPlan, FaultSpan, RepeatedFault, SingleFault } from './faults/fault-plan.ts';
export type {
  DirectoryFault,
  Fault,
  FaultDirection,
  FaultDuration,
  HostFault,
  LinkFault,
  NodeSelector,
  NodeTarget,
  PullFault,
  PullScope,
  TaskFault,
} from './faults/faults.ts';
export { decideIdentity } from './identity/decide-identity.ts';
export type {
  AnonymousReason,
  DecideIdentity,
  Identity,
  IdentityDirectory,
  IdentityFacts,
  IdentityLimit,
} from './identity/decide-identity.ts';
export type { AccessResult } from './identity/describe-access.ts';
export type { CommandOutcome, IdentityCommands } from './identity/describe-commands.ts';
export type { ContainerIdentity } from './identity/identity.ts';
export type { AssignmentChange, NodeAssignments } from './model/assignment.ts';
export type { ImageDescription, ImagePlatform, RegistryOptions } from './registry/registry.ts';
export { formatServiceReport } from './report/format-service-report.ts';
export type {
  RunningCount,
  ServiceReport,
  SlotReport,
  UpdateStep,
} from './report/service-report.ts';
export type { Explanation, NodeVerdict } from './scheduler/explain-task.ts';
export type { StepView } from './streams/step-hooks.ts';
export type { WhatIfOptions } from './what-if/what-if.ts';
export type { StoreEvent } from './streams/swarm-streams.ts';
