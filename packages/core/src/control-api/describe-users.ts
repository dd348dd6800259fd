import type { Service } from '../model/service.ts';

/**
 * Says which services use an object.
 * SwarmKit: manager/controlapi/config.go, RemoveConfig; manager/controlapi/secret.go, RemoveSecret.
 */
export function describeUsers(services: readonly Service[]): string {
  // Deviation: SwarmKit lists them by their random ids; by name the text is the same in every run.
  const names = services.map((service) => service.spec.name).sort();
  const noun = names.length === 1 ? 'service' : 'services';
  return `in use by the following ${noun}: ${names.join(', ')}`;
}
