import { invalidArgument } from './control-api-error.ts';

// SwarmKit: manager/controlapi/common.go, isValidDNSName. Written without the nested repetition of
// the original, which would take JavaScript exponential time; it accepts the same names.
const dnsName = /^[a-zA-Z0-9](?:[-_A-Za-z0-9]*[A-Za-z0-9])?$/;
const dnsNameLengthMax = 63;

// SwarmKit: manager/controlapi/common.go, isValidConfigOrSecretName.
const payloadName = /^[a-zA-Z0-9](?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/;
const payloadNameLengthMax = 64;

/**
 * Checks the name of a service or network; the pattern comes before the length.
 * SwarmKit: manager/controlapi/common.go, validateAnnotations.
 */
export function validateName(name: string): void {
  if (name === '') throw invalidArgument('meta: name must be provided');
  if (!dnsName.test(name)) throw invalidArgument('name must be valid as a DNS name component');
  if (name.length > dnsNameLengthMax) {
    throw invalidArgument(`name must be ${dnsNameLengthMax} characters or fewer`);
  }
}

/**
 * Checks the name of a config or secret.
 * SwarmKit: manager/controlapi/common.go, validateConfigOrSecretAnnotations.
 */
export function validatePayloadName(name: string): void {
  if (name === '') throw invalidArgument('name must be provided');
  if (name.length <= payloadNameLengthMax && payloadName.test(name)) return;
  throw invalidArgument(
    `invalid name, only ${payloadNameLengthMax} [a-zA-Z0-9-_.] characters allowed, ` +
      'and the start and end character must be [a-zA-Z0-9]',
  );
}
