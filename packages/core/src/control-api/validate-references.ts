import type { ConfigReference, ContainerSpec, SecretReference } from '../model/container.ts';
import { invalidArgument } from './control-api-error.ts';

/**
 * Checks the shape of secret references; whether the secrets exist is seen later.
 * SwarmKit: manager/controlapi/service.go, validateSecretRefsSpec.
 */
export function validateSecretReferences(container: ContainerSpec): void {
  const claims = new Map<string, string>();
  for (const reference of container.secrets ?? []) {
    const { secretId, secretName, target } = reference;
    checkReference('secret', secretId, secretName, target);
    if (target?.kind === 'file') claimFile('secret', claims, secretName, target.name);
  }
}

/**
 * Checks the shape of config references, and that the config of a credential spec is referenced with
 * a runtime target. A config and a secret may have the same file.
 * SwarmKit: manager/controlapi/service.go, validateConfigRefsSpec.
 */
export function validateConfigReferences(container: ContainerSpec): void {
  const source = container.privileges?.credentialSpec;
  const wanted = source?.kind === 'config' ? source.configId : '';
  const claims = new Map<string, string>();
  let isReferenced = false;
  for (const reference of container.configs ?? []) {
    const { configId, configName, target } = reference;
    checkReference('config', configId, configName, target);
    if (target?.kind === 'file') claimFile('config', claims, configName, target.name);
    if (target?.kind === 'runtime' && configId === wanted) isReferenced = true;
  }

  if (wanted === '' || isReferenced) return;
  throw invalidArgument(
    `CredentialSpec references config '${wanted}', ` +
      "but that config isn't in config references with RuntimeTarget",
  );
}

type Kind = 'config' | 'secret';
type Target = ConfigReference['target'] | SecretReference['target'];

function checkReference(kind: Kind, id: string, name: string, target: Target): void {
  if (id === '' || name === '') throw invalidArgument(`malformed ${kind} reference`);
  if (target === undefined) {
    throw invalidArgument(`malformed ${kind} reference, no target provided`);
  }
}

function claimFile(kind: Kind, claims: Map<string, string>, name: string, file: string): void {
  if (file === '') {
    throw invalidArgument(`malformed file ${kind} reference, invalid target file name provided`);
  }
  const other = claims.get(file);
  if (other !== undefined) {
    throw invalidArgument(
      `${kind} references '${other}' and '${name}' have a conflicting target: '${file}'`,
    );
  }
  claims.set(file, name);
}
