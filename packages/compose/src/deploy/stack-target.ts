import type {
  Config,
  ConfigSpec,
  Network,
  NetworkSpec,
  Secret,
  SecretSpec,
  Service,
  ServiceSpec,
} from '@swarmsim/core';

/**
 * What a deployment needs of a swarm: the control API's calls, and the docker client's way of
 * resolving images. Every call happens at once or throws a `SwarmSimError` and changes nothing;
 * look-ups are by exact name.
 */
export interface StackTarget {
  readonly findNetwork: (name: string) => Network | undefined;
  readonly createNetwork: (spec: NetworkSpec) => Network;
  readonly removeNetwork: (id: string) => void;

  readonly findSecret: (name: string) => Secret | undefined;
  readonly createSecret: (spec: SecretSpec) => Secret;
  readonly updateSecret: (id: string, version: number, spec: SecretSpec) => Secret;
  readonly removeSecret: (id: string) => void;

  readonly findConfig: (name: string) => Config | undefined;
  readonly createConfig: (spec: ConfigSpec) => Config;
  readonly updateConfig: (id: string, version: number, spec: ConfigSpec) => Config;
  readonly removeConfig: (id: string) => void;

  readonly listServices: () => readonly Service[];
  readonly createService: (spec: ServiceSpec, options: ImageOptions) => Service;
  readonly updateService: (
    id: string,
    version: number,
    change: { readonly spec: ServiceSpec } & ImageOptions,
  ) => Service;
  readonly removeService: (id: string) => void;

  /**
   * Throws what a call that creates this would throw about the spec alone, and changes nothing.
   * Ids in a service's spec are still missing. Without it, such errors are found during the
   * deployment, which is then taken back.
   */
  readonly validate?: (object: StackObject) => void;
}

/** Whether the image of a service is pinned to the digest and the platforms that a registry has. */
export interface ImageOptions {
  readonly resolveImage: boolean;
}

/** Anything that a deployment creates. */
export type StackObject =
  | { readonly kind: 'network'; readonly spec: NetworkSpec }
  | { readonly kind: 'secret'; readonly spec: SecretSpec }
  | { readonly kind: 'config'; readonly spec: ConfigSpec }
  | { readonly kind: 'service'; readonly spec: ServiceSpec };
