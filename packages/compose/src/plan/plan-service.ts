import { labelsFrom, SwarmSimError, type ServiceSpec } from '@swarmsim/core';
import {
  fromDockerServiceSpec,
  type DockerContainerSpec,
  type DockerEndpointSpec,
  type DockerNetworkAttachment,
  type DockerPlacement,
  type DockerServiceSpec,
  type DockerTaskTemplate,
} from '@swarmsim/core/docker-format';
import { compareText, goQuote } from '../go/go-text.ts';
import type { ServiceConfig } from '../load/service-config.ts';
import { closest } from '../yaml/source-tree.ts';
import { planCredentialSpec, type PlannedCredentialSpec } from './plan-credential-spec.ts';
import { planMounts } from './plan-mounts.ts';
import { defaultNetwork } from './plan-networks.ts';
import {
  planHealthcheck,
  planMode,
  planRestart,
  planUpdate,
  type Planned,
} from './plan-policies.ts';
import { planConfigReferences, planSecretReferences } from './plan-references.ts';
import { planResources } from './plan-resources.ts';
import { imageLabel, scopeName, type StackService } from './stack.ts';
import { given, realName, stackLabels, type StackFile } from './stack-plan.ts';
import { warnAboutUnsimulated } from './warn-about-unsimulated.ts';

// docker/cli: cli/compose/convert/service.go, Service. It makes a request, and the daemon reads it.
/** Plans one service; undefined with errors in the log where docker would refuse it. */
export function planService(file: StackFile, service: ServiceConfig): StackService | undefined {
  warnAboutUnsimulated(file, service);
  const secrets = planSecretReferences(file, service);
  const configs = planConfigReferences(file, service);
  const take = taker(file, service);
  const mode = take(planMode(service), 'deploy', 'mode');
  const mounts = planMounts(file, service);
  const resources = planResources(file, service);
  const restart = take(planRestart(service), 'restart');
  const healthcheck = take(planHealthcheck(service), 'healthcheck');
  const networks = planAttachments(file, service);
  const credentialSpec = planCredentialSpec(file, service, configs);
  const { update, rollback, labels } = service.deploy;
  const spec = read(file, service, {
    Name: scopeName(file.name, service.name),
    Labels: stackLabels(file, [...labels, [imageLabel, service.image]]),
    TaskTemplate: {
      ContainerSpec: {
        ...planContainer(file, service),
        ...given('Mounts', mounts),
        ...given('Secrets', secrets),
        ...given('Configs', configs),
        ...(healthcheck && { Healthcheck: healthcheck }),
        Privileges: { ...(credentialSpec && { CredentialSpec: credentialSpec.source }) },
      },
      ...planLogDriver(service),
      Resources: resources,
      ...(restart && { RestartPolicy: restart }),
      Placement: planPlacement(service),
      Networks: networks,
      ForceUpdate: 0,
    },
    Mode: mode ?? {},
    ...(update && { UpdateConfig: planUpdate(update) }),
    ...(rollback && { RollbackConfig: planUpdate(rollback) }),
    EndpointSpec: planEndpoint(service),
  });
  return spec && toStackService(service, spec, credentialSpec);
}

function toStackService(
  { name, image }: ServiceConfig,
  spec: ServiceSpec,
  credentialSpec: PlannedCredentialSpec | undefined,
): StackService {
  const configName = credentialSpec?.configName;
  const service: StackService = { key: name, image, spec };
  return configName === undefined ? service : { ...service, credentialSpecConfig: configName };
}

/** Takes planned values apart and reports the refused ones where they stand. */
function taker(file: StackFile, service: ServiceConfig) {
  return <Value>(plan: Planned<Value>, ...keys: readonly string[]): Value | undefined => {
    if (plan.kind === 'planned') return plan.value;
    const message = `service ${service.name}: ${plan.reason}`;
    file.log.error(closest(service.node, ...keys), 'malformed-value', message);
    return undefined;
  };
}

/** Reads the request as the daemon does; its refusals are known before anything is sent. */
function read(
  file: StackFile,
  service: ServiceConfig,
  request: DockerServiceSpec,
): ServiceSpec | undefined {
  try {
    return fromDockerServiceSpec(request);
  } catch (error) {
    if (!(error instanceof SwarmSimError)) throw error;
    const refusal = `Error response from daemon: ${error.message}`;
    const message = `failed to create service ${request.Name ?? ''}: ${refusal}`;
    file.log.error(service.node.at, 'malformed-value', message);
    return undefined;
  }
}

function planContainer(file: StackFile, service: ServiceConfig): DockerContainerSpec {
  const { stopGracePeriodNs } = service;
  return {
    Image: service.image,
    Labels: stackLabels(file, service.labels),
    ...given('Command', service.entrypoint),
    ...given('Args', service.command),
    ...given('Hostname', service.hostname),
    ...given('Env', toVariables(service)),
    ...given('Dir', service.workingDir),
    ...given('User', service.user),
    ...(stopGracePeriodNs !== undefined && { StopGracePeriod: stopGracePeriodNs }),
    ...given('StopSignal', service.stopSignal),
    ...given('Isolation', service.isolation),
  };
}

// docker/cli: cli/compose/convert/service.go, convertEnvironment.
function toVariables({ environment }: ServiceConfig): readonly string[] {
  const variables = [...environment].map(([name, value]) =>
    value === undefined ? name : `${name}=${value}`,
  );
  return variables.sort(compareText);
}

function planLogDriver({ logging }: ServiceConfig): Pick<DockerTaskTemplate, 'LogDriver'> {
  if (logging === undefined) return {};
  const options = logging.options.length > 0 && { Options: labelsFrom(logging.options) };
  return { LogDriver: { ...given('Name', logging.driver), ...options } };
}

function planPlacement({ deploy }: ServiceConfig): DockerPlacement {
  const preferences = deploy.preferences.map((label) => ({ Spread: { SpreadDescriptor: label } }));
  return {
    ...given('Constraints', deploy.constraints),
    ...given('Preferences', preferences),
    ...given('MaxReplicas', deploy.maxReplicas),
  };
}

// docker/cli: cli/compose/convert/service.go, convertEndpointSpec.
function planEndpoint({ deploy, ports }: ServiceConfig): DockerEndpointSpec {
  const sorted = [...ports].sort((left, right) => left.published - right.published);
  return {
    ...given('Mode', deploy.endpointMode.toLowerCase()),
    ...given(
      'Ports',
      sorted.map(({ mode, protocol, published, target }) => ({
        ...given('Protocol', protocol),
        ...given('TargetPort', target),
        ...given('PublishedPort', published),
        ...given('PublishMode', mode),
      })),
    ),
  };
}

// docker/cli: cli/compose/convert/service.go, convertServiceNetworks.
function planAttachments(
  file: StackFile,
  service: ServiceConfig,
): readonly DockerNetworkAttachment[] {
  const uses =
    service.networks.size === 0 ? [[defaultNetwork, undefined] as const] : [...service.networks];
  const attachments = uses.map(([key, use]) => {
    const network = file.networks.get(key);
    if (network === undefined && key !== defaultNetwork) {
      const message = `service ${service.name}: undefined network ${goQuote(key)}`;
      file.log.error(use?.node.at ?? service.node.at, 'undefined-reference', message);
    }
    const target = realName(file, key, network);
    const aliases = [...(use?.aliases ?? []), ...(isUserDefined(target) ? [service.name] : [])];
    return { Target: target, ...given('Aliases', aliases) };
  });
  return attachments.sort((left, right) => compareText(left.Target, right.Target));
}

// moby: api/types/container/hostconfig_unix.go, NetworkMode.IsUserDefined.
/** False for the networks that every node has of its own. */
export function isUserDefined(network: string): boolean {
  return (
    !['default', 'bridge', 'host', 'none'].includes(network) && !network.startsWith('container:')
  );
}
