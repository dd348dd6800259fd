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
