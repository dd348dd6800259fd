import type { ConfigSpec, NetworkSpec, SecretSpec, ServiceSpec } from '@swarmsim/core';

/**
 * A stack, ready to be deployed: every object that `docker stack deploy` would ask for, as plain
 * data, under its real name and with the stack's labels. Lists are in the order of creation.
 */
export interface Stack {
  readonly name: string;
  /** Networks that the services use and the stack owns. */
  readonly networks: readonly NetworkSpec[];
  /** Names of the networks that must exist before. */
  readonly externalNetworks: readonly string[];
  readonly secrets: readonly SecretSpec[];
  readonly configs: readonly ConfigSpec[];
  readonly services: readonly StackService[];
}

/** A service of a stack. */
export interface StackService {
  /** Name in the stack file, without the stack's. */
  readonly key: string;
  /** The image as the file has it, which a label of the service repeats. */
  readonly image: string;
  /**
   * The service as it will be created, but for ids: `configId` and `secretId` of references are
   * empty, and networks are named where their ids will stand.
   */
  readonly spec: ServiceSpec;
  /** Name of the config whose id the credential spec will have; absent for other sources. */
  readonly credentialSpecConfig?: string;
}

/** Label that every object of a stack has, with the stack's name. */
export const namespaceLabel = 'com.docker.stack.namespace';

/** Label of a service with the image that its file names. */
export const imageLabel = 'com.docker.stack.image';

// docker/cli: cli/compose/convert/compose.go, Namespace.Scope.
/** The real name of something that a stack file names. */
export function scopeName(stack: string, key: string): string {
  return `${stack}_${key}`;
}
