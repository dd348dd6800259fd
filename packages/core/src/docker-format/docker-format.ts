/**
 * The one codec between the JSON of the Docker Engine API and the model. It keeps absent apart from
 * empty, and it refuses only what the daemon cannot translate: all else is the control API's work.
 */
export { parseDockerJson } from './docker-json.ts';
export { fromDockerClusterSpec, type DockerClusterSpec } from './cluster-spec.ts';
export { fromDockerConfigSpec, type DockerConfigSpec } from './config-spec.ts';
export {
  fromDockerContainerSpec,
  type DockerConfigReference,
  type DockerContainerSpec,
  type DockerFileTarget,
  type DockerHealthConfig,
  type DockerMount,
  type DockerSecretReference,
} from './container-spec.ts';
export {
  fromDockerEndpointSpec,
  type DockerEndpointSpec,
  type DockerPort,
} from './endpoint-spec.ts';
export {
  fromDockerNetworkSpec,
  type DockerIpamConfig,
  type DockerNetworkSpec,
} from './network-spec.ts';
export {
  fromDockerNode,
  fromDockerNodeSpec,
  type DockerNode,
  type DockerNodeDescription,
  type DockerNodeSpec,
} from './node.ts';
export {
  fromDockerResources,
  type DockerGenericResource,
  type DockerResources,
} from './resources.ts';
export { fromDockerSecretSpec, type DockerSecretSpec } from './secret-spec.ts';
export {
  fromDockerServiceSpec,
  type DockerServiceMode,
  type DockerServiceSpec,
  type DockerUpdateConfig,
} from './service-spec.ts';
export {
  fromDockerTaskTemplate,
  type DockerNetworkAttachment,
  type DockerPlacement,
  type DockerRestartPolicy,
  type DockerTaskTemplate,
} from './task-template.ts';
