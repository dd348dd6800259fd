/** The part of a task's spec that describes its container. SwarmKit: api/specs.proto, ContainerSpec. */
import type { ConfigId, SecretId } from './ids.ts';
import type { Labels } from './meta.ts';

/** A file that a reference writes into the container. */
export interface FileTarget {
  /** Path inside the container; relative ones are below the platform's default directory. */
  readonly name: string;
  readonly uid?: string;
  readonly gid?: string;
  /** Permission bits, such as 0o444. */
  readonly mode?: number;
}

/** A config that a task may read, and where it goes: into a file, or to the runtime only. */
export interface ConfigReference {
  readonly configId: ConfigId;
  readonly configName: string;
  /** `runtime` is never written into the container; it is how a credential spec travels. */
  readonly target?: ({ readonly kind: 'file' } & FileTarget) | { readonly kind: 'runtime' };
}

/** A secret that a task may read. */
export interface SecretReference {
  readonly secretId: SecretId;
  readonly secretName: string;
  readonly target?: { readonly kind: 'file' } & FileTarget;
}

/** Where a gMSA credential spec comes from. SwarmKit: api/types.proto, Privileges.CredentialSpec. */
export type CredentialSpecSource =
  | { readonly kind: 'config'; readonly configId: ConfigId }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'registry'; readonly registry: string };

/** Windows isolation of a container. */
export type Isolation = 'default' | 'process' | 'hyperv';

/** A mount of a container. */
export interface Mount {
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';
  readonly source?: string;
  readonly target: string;
  readonly readOnly?: boolean;
  readonly volumeOptions?: {
    readonly labels?: Labels;
    readonly driver?: { readonly name: string; readonly options?: Labels };
  };
}

/** A health check of a container; durations in ms. */
export interface HealthConfig {
  readonly test?: readonly string[];
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly startPeriodMs?: number;
  readonly startIntervalMs?: number;
}

/** What the user asked of a container. */
export interface ContainerSpec {
  readonly kind: 'container';
  readonly image: string;
  readonly labels?: Labels;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly hostname?: string;
  /** `NAME=value` pairs; may hold templates such as `{{.Task.Slot}}`. */
  readonly env?: readonly string[];
  readonly dir?: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly mounts?: readonly Mount[];
  readonly stopSignal?: string;
  /** Time a container gets to stop, in ms; absent is 10 s. */
  readonly stopGracePeriodMs?: number;
  readonly configs?: readonly ConfigReference[];
  readonly secrets?: readonly SecretReference[];
  readonly privileges?: { readonly credentialSpec?: CredentialSpecSource };
  readonly healthcheck?: HealthConfig;
  readonly isolation?: Isolation;
  /** How an image is pulled; does not count as a change of a running task. */
  readonly pullOptions?: { readonly registryAuth?: string };
}

/** A task that is not a container. The simulation validates it and runs it no further. */
export interface GenericRuntimeSpec {
  readonly kind: 'generic';
  readonly name: string;
  readonly payload?: { readonly typeUrl: string; readonly value: string };
}

/** A task that only attaches a plain container to a network; services may not have it. */
export interface NetworkAttachmentSpec {
  readonly kind: 'attachment';
  readonly containerId: string;
}

/** What a task runs. */
export type TaskRuntime = ContainerSpec | GenericRuntimeSpec | NetworkAttachmentSpec;
