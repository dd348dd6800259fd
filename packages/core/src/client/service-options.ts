/**
 * The short form of a service that people write: the flags of `docker service create`, with their
 * names and defaults. docker/cli: cli/command/service/opts.go.
 */
import type { HealthConfig, Isolation, Mount } from '../model/container.ts';
import type { PortConfig, PortProtocol, PublishMode } from '../model/endpoint.ts';
import type { Labels } from '../model/meta.ts';
import type { LogDriver } from '../model/task.ts';

/** A duration: a number of ms, or Go's text such as `1m30s`. */
export type Duration = number | string;

/** An amount of memory: a number of bytes, or Docker's text such as `512m`. */
export type Size = number | string;

/** A config or secret as a file in the container. */
export interface FileReferenceOptions {
  /** Name of the config or secret. */
  readonly source: string;
  /** File name in the container; absent is the source's name. */
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  /** Permission bits; absent is 0o444. */
  readonly mode?: number;
}

/** A published port; the short text is `[published:]target[/protocol]`. */
export interface PortOptions {
  readonly target: number;
  /** Absent or 0: chosen when the service is allocated. */
  readonly published?: number;
  readonly protocol?: PortProtocol;
  readonly mode?: PublishMode;
}

/** What tasks reserve or may use at most. */
export interface ResourceOptions {
  /** Number of CPUs, such as 0.5. */
  readonly cpus?: number;
  readonly memory?: Size;
  /** Amounts of generic resources by name; reservations only. */
  readonly generic?: Readonly<Record<string, number>>;
  /** Most processes; limits only. */
  readonly pids?: number;
}

/** When tasks that ended are replaced. What is absent has Docker's default. */
export interface RestartOptions {
  readonly condition?: 'none' | 'on-failure' | 'any';
  readonly delay?: Duration;
  readonly maxAttempts?: number;
  readonly window?: Duration;
}

/** How a service changes. What is absent has Docker's default. */
export interface UpdateOptions {
  readonly parallelism?: number;
  readonly delay?: Duration;
  readonly failureAction?: 'pause' | 'continue' | 'rollback';
  readonly monitor?: Duration;
  readonly maxFailureRatio?: number;
  readonly order?: 'stop-first' | 'start-first';
}

/** See the head of this file. */
export interface ServiceOptions {
  readonly name: string;
  readonly image: string;
  readonly labels?: Labels;
  /** Absent is `replicated`. A `global-job` runs on the nodes that are ready when it is made or forced. */
  readonly mode?: 'replicated' | 'global' | 'replicated-job' | 'global-job';
  /** Number of tasks, or of completions of a job; absent is 1. */
  readonly replicas?: number;
  /** Tasks of a job that run at once; absent is `replicas`. */
  readonly maxConcurrent?: number;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** A record, or `NAME=value` texts. */
  readonly env?: Readonly<Record<string, string>> | readonly string[];
  readonly containerLabels?: Labels;
  readonly hostname?: string;
  readonly user?: string;
  readonly workdir?: string;
  readonly isolation?: Isolation;
  /** `config://NAME`, `file://FILE` or `registry://VALUE`. */
  readonly credentialSpec?: string;
  /** Configs as files: a name, or a reference with a target. */
  readonly configs?: readonly (string | FileReferenceOptions)[];
  readonly secrets?: readonly (string | FileReferenceOptions)[];
  readonly mounts?: readonly Mount[];
  readonly healthcheck?: HealthConfig;
  readonly stopGracePeriod?: Duration;
  readonly stopSignal?: string;
  /** Expressions such as `node.labels.zone==a`. */
  readonly constraints?: readonly string[];
  /** Labels to spread over, outermost first, such as `node.labels.zone`. */
  readonly spread?: readonly string[];
  readonly maxReplicasPerNode?: number;
  readonly reserve?: ResourceOptions;
  readonly limit?: ResourceOptions;
  readonly restart?: RestartOptions;
  readonly update?: UpdateOptions;
  readonly rollback?: UpdateOptions;
  /** Networks by name or id. */
  readonly networks?: readonly string[];
  readonly ports?: readonly (number | string | PortOptions | PortConfig)[];
  readonly endpointMode?: 'vip' | 'dnsrr';
  readonly logDriver?: LogDriver;
  /** Raise it to replace all tasks although nothing else changed. */
  readonly forceUpdate?: number;
}
