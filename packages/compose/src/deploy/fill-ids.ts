import type {
  ConfigReference,
  ContainerSpec,
  NetworkAttachmentConfig,
  SecretReference,
  ServiceSpec,
} from '@swarmsim/core';
import type { StackService } from '../plan/stack.ts';
import type { StackTarget } from './stack-target.ts';

/** The configs and secrets that a service's containers reference. */
export function referencesOf({ task }: ServiceSpec): {
  readonly configs: readonly ConfigReference[];
  readonly secrets: readonly SecretReference[];
} {
  const { runtime } = task;
  if (runtime?.kind !== 'container') return { configs: [], secrets: [] };
  return { configs: runtime.configs ?? [], secrets: runtime.secrets ?? [] };
}

/** The spec of a service with the ids that its references and networks have in the swarm. */
export function fillIds(
  target: StackTarget,
  { spec, credentialSpecConfig }: StackService,
): ServiceSpec {
  const { networks, runtime } = spec.task;
  if (runtime?.kind !== 'container') return spec;
  return {
    ...spec,
    task: {
      ...spec.task,
      runtime: fillContainer(target, runtime, credentialSpecConfig),
      ...(networks && { networks: networks.map((network) => fillNetwork(target, network)) }),
    },
  };
}

function fillContainer(
  target: StackTarget,
  container: ContainerSpec,
  credentialSpecConfig: string | undefined,
): ContainerSpec {
  const { configs, secrets } = container;
  const credentialSpec =
    credentialSpecConfig === undefined ? undefined : target.findConfig(credentialSpecConfig);
  return {
    ...container,
    ...(configs && { configs: configs.map((reference) => fillConfig(target, reference)) }),
    ...(secrets && { secrets: secrets.map((reference) => fillSecret(target, reference)) }),
    ...(credentialSpec && {
      privileges: { credentialSpec: { kind: 'config', configId: credentialSpec.id } },
    }),
  };
}

function fillConfig(target: StackTarget, reference: ConfigReference): ConfigReference {
  const config = target.findConfig(reference.configName);
  return config === undefined ? reference : { ...reference, configId: config.id };
}

function fillSecret(target: StackTarget, reference: SecretReference): SecretReference {
  const secret = target.findSecret(reference.secretName);
  return secret === undefined ? reference : { ...reference, secretId: secret.id };
}

/** Networks that every node has of its own keep their name, which is no id of the cluster. */
function fillNetwork(
  target: StackTarget,
  attachment: NetworkAttachmentConfig,
): NetworkAttachmentConfig {
  const network = target.findNetwork(attachment.target);
  return network === undefined ? attachment : { ...attachment, target: network.id };
}
