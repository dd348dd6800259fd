import type { ConfigSpec } from '../model/config.ts';
import { configSizeLimitBytes, secretSizeLimitBytes } from '../model/defaults.ts';
import type { SecretSpec } from '../model/secret.ts';
import { invalidArgument, missingArgument } from './control-api-error.ts';
import { validatePayloadName } from './validate-name.ts';

/** Checks a new config. SwarmKit: manager/controlapi/config.go, validateConfigSpec. */
export function validateConfigSpec(spec: ConfigSpec | undefined): asserts spec is ConfigSpec {
  if (spec === undefined) throw missingArgument();
  validatePayloadName(spec.name);
  validateSize('config', spec.data, configSizeLimitBytes);
}

/**
 * Checks a new secret; one that a driver provides has no data to check.
 * SwarmKit: manager/controlapi/secret.go, validateSecretSpec; api/validation/secrets.go.
 */
export function validateSecretSpec(spec: SecretSpec | undefined): asserts spec is SecretSpec {
  if (spec === undefined) throw missingArgument();
  validatePayloadName(spec.name);
  if (spec.driver === undefined) {
    validateSize('secret', spec.data, secretSizeLimitBytes);
  } else if (spec.driver.name === '') {
    throw invalidArgument('secret driver must have a name');
  }
}

/** How many bytes a base64 text stands for, told from its length alone. */
export function sizeOfBase64(data: string): number {
  let end = data.length;
  while (end > 0 && data[end - 1] === '=') end -= 1;
  return Math.floor((end * 3) / 4);
}

function validateSize(kind: string, data: string | undefined, limitBytes: number): void {
  const stray = findStrayCharacter(data ?? '');
  if (stray >= 0) throw invalidArgument(`illegal base64 data at input byte ${stray}`);
  const size = sizeOfBase64(data ?? '');
  if (size >= 1 && size < limitBytes) return;
  throw invalidArgument(`${kind} data must be larger than 0 and less than ${limitBytes} bytes`);
}

/** Where a text stops being base64; -1 where it does not. Go: encoding/base64, CorruptInputError. */
function findStrayCharacter(data: string): number {
  const digits = /^[A-Za-z0-9+/]*/.exec(data)?.[0].length ?? 0;
  const padding = data.slice(digits);
  if (padding !== '' && padding !== '=' && padding !== '==') return digits;
  return data.length % 4 === 0 ? -1 : digits;
}
