import type { ServiceSpec } from '../model/service.ts';
import type { ReadTx } from '../store/store.ts';
import { invalidArgument } from './control-api-error.ts';

/**
 * Checks that every referenced secret exists under the name that the reference gives.
 * SwarmKit: manager/controlapi/service.go, checkSecretExistence.
 */
export function checkSecretsExist(tx: ReadTx, spec: ServiceSpec): void {
  const runtime = spec.task.runtime;
  if (runtime?.kind !== 'container') return;
  const missing = (runtime.secrets ?? [])
    .filter(({ secretId, secretName }) => tx.get('secret', secretId)?.spec.name !== secretName)
    .map((reference) => reference.secretName);
  refuseMissing('secret', missing);
}

/**
 * Checks that every referenced config exists under the name that the reference gives.
 * SwarmKit: manager/controlapi/service.go, checkConfigExistence.
 */
export function checkConfigsExist(tx: ReadTx, spec: ServiceSpec): void {
  const runtime = spec.task.runtime;
  if (runtime?.kind !== 'container') return;
  const missing = (runtime.configs ?? [])
    .filter(({ configId, configName }) => tx.get('config', configId)?.spec.name !== configName)
    .map((reference) => reference.configName);
  refuseMissing('config', missing);
}

function refuseMissing(kind: 'config' | 'secret', names: readonly string[]): void {
  if (names.length === 0) return;
  const noun = names.length === 1 ? kind : `${kind}s`;
  throw invalidArgument(`${noun} not found: ${names.join(', ')}`);
}
