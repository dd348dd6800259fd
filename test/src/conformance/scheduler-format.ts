/** The format of the scheduler recordings, as test/conformance/scheduler/README.md defines it. */
import type { DockerNode, DockerServiceSpec } from '@swarmsim/core/docker-format';

/** One recorded scenario. */
export interface Scenario {
  readonly name: string;
  readonly networks?: readonly { readonly Name: string; readonly Driver: string }[];
  readonly nodes: readonly RecordedNode[];
  readonly steps: readonly Step[];
  readonly completeness: 'single' | 'saturated' | 'open';
  readonly outcomes: readonly Outcome[];
  readonly outcomesTruncated?: boolean;
  readonly signature?: readonly Signature[];
}

/** A node under the name that the scenario uses for it. */
export type RecordedNode = DockerNode & { readonly name: string; readonly ID: string };

/** A service as the Engine API takes it; its name is always there. */
export type RecordedService = DockerServiceSpec & { readonly Name: string };

/** One change of the cluster. */
export type Step =
  | {
      readonly op: 'existing-tasks';
      readonly service: RecordedService;
      readonly tasksPerNode: Readonly<Record<string, number>>;
    }
  | {
      readonly op: 'create-service';
      readonly service: RecordedService;
      readonly taskNodes?: readonly string[];
    }
  | {
      readonly op: 'add-tasks';
      readonly serviceName: string;
      readonly count?: number;
      readonly taskNodes?: readonly string[];
    }
  | { readonly op: 'update-service'; readonly service: RecordedService }
  | { readonly op: 'remove-service'; readonly serviceName: string }
  | (TaskSelection & { readonly op: 'finish-tasks'; readonly state: string })
  | (TaskSelection & { readonly op: 'set-desired-state'; readonly desiredState: string })
  | { readonly op: 'add-node'; readonly node: RecordedNode }
  | { readonly op: 'update-node'; readonly node: RecordedNode }
  | { readonly op: 'remove-node'; readonly nodeName: string };

/** Which tasks a step is about; what is absent does not narrow the choice. */
export interface TaskSelection {
  readonly serviceName?: string;
  readonly nodeName?: string;
  readonly count?: number;
}

/** Where the tasks are when all steps have settled. */
export interface Outcome {
  readonly placements: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly pending: Readonly<Record<string, PendingTasks>>;
}

/** Tasks of one service that wait, and why. */
export interface PendingTasks {
  readonly count: number;
  readonly error: string;
  readonly errorsByNode?: Readonly<Record<string, string>>;
}

/** An outcome without what only ties decide. */
export interface Signature {
  readonly services: Readonly<Record<string, ServiceSignature>>;
  readonly totalsPerNode: readonly number[];
}

/** See {@link Signature}. */
export interface ServiceSignature {
  readonly perNode: readonly number[];
  readonly branches?: readonly (readonly number[])[];
  readonly pending: number;
  readonly errors: readonly string[];
}
