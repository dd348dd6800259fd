/** A service as the stack file states it: Compose's words, checked one by one, not yet a spec. */
import type { MapNode, SourceNode } from '../yaml/source-tree.ts';
import type { VolumeMount } from './load-volumes.ts';
import type { PortEntry } from './load-ports.ts';

/** A service of a stack file. */
export interface ServiceConfig {
  /** Name in the file, without the stack's. */
  readonly name: string;
  readonly node: MapNode;
  readonly image: string;
  readonly command: readonly string[];
  readonly entrypoint: readonly string[];
  readonly configs: readonly FileReference[];
  readonly secrets: readonly FileReference[];
  readonly credentialSpec: CredentialSpecOption;
  readonly deploy: DeployConfig;
  /** Undefined is a variable without a value. */
  readonly environment: ReadonlyMap<string, string | undefined>;
  readonly healthcheck?: HealthcheckConfig;
  readonly hostname: string;
  readonly isolation: string;
  readonly labels: readonly (readonly [string, string])[];
  readonly logging?: {
    readonly driver: string;
    readonly options: readonly (readonly [string, string])[];
  };
  /** Aliases by network, in the order of the file. */
  readonly networks: ReadonlyMap<string, NetworkUse>;
  readonly ports: readonly PortEntry[];
  readonly restart: string;
  readonly stopGracePeriodNs?: number;
  readonly stopSignal: string;
  readonly user: string;
  readonly volumes: readonly VolumeMount[];
  readonly workingDir: string;
}

/** A network that a service joins. */
export interface NetworkUse {
  readonly node: SourceNode;
  readonly aliases: readonly string[];
}

/** A config or secret that a service uses as a file. */
export interface FileReference {
  readonly node: SourceNode;
  /** Key in the stack file. */
  readonly source: string;
  readonly target: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode?: number;
}

/** Where the credential spec comes from; the empty text is none. */
export interface CredentialSpecOption {
  readonly config: string;
  readonly file: string;
  readonly registry: string;
}

/** The `deploy` section. */
export interface DeployConfig {
  readonly mode: string;
  readonly replicas?: number;
  readonly labels: readonly (readonly [string, string])[];
  readonly update?: UpdateSection;
  readonly rollback?: UpdateSection;
  readonly limits?: Amounts & { readonly pids: number };
  readonly reservations?: Amounts & { readonly generic: readonly GenericAmount[] };
  readonly restart?: RestartSection;
  readonly constraints: readonly string[];
  readonly preferences: readonly string[];
  readonly maxReplicas: number;
  readonly endpointMode: string;
}

/** The `update_config` or `rollback_config` section. */
export interface UpdateSection {
  readonly parallelism?: number;
  readonly delayNs: number;
  readonly failureAction: string;
  readonly monitorNs: number;
  readonly maxFailureRatio: number;
  readonly order: string;
}

/** The `restart_policy` section. */
export interface RestartSection {
  readonly condition: string;
  readonly delayNs?: number;
  readonly maxAttempts?: number;
  readonly windowNs?: number;
}

/** CPUs as written, and memory. */
export interface Amounts {
  readonly cpus: string;
  readonly memoryBytes: number;
}

/** A counted resource of the operator's own kind. */
export interface GenericAmount {
  readonly kind: string;
  readonly value: number;
}

/** The `healthcheck` section. */
export interface HealthcheckConfig {
  readonly disable: boolean;
  readonly test: readonly string[];
  readonly intervalNs?: number;
  readonly timeoutNs?: number;
  readonly retries?: number;
  readonly startPeriodNs?: number;
  readonly startIntervalNs?: number;
}
