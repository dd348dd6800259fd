/**
 * A story of a swarm as plain data: what is there at the beginning, what users do when, and what goes
 * wrong. It is what fast-check draws, shrinks and prints, what a scenario file holds (version 1), and
 * what a counterexample is written down as. Objects go by their names, so a person can read and edit it.
 */
import type {
  Behaviour,
  DirectoryOptions,
  Duration,
  FaultPlan,
  Labels,
  Operation,
  RegistryOptions,
  ServiceOptions,
  SwarmOptions,
} from '@swarmsim/core';

/** See the head of this file. */
export interface Scenario {
  /** Version of the format. */
  readonly version: 1;
  /** What the scenario shows, for people. */
  readonly name?: string;
  /** Seed of all randomness. Default 1. */
  readonly seed?: number;
  /**
   * Order of things due at the same instant: the oldest first, drawn from the seed, or as a list of
   * choices says, of which 0 is the oldest. Default `stable`.
   */
  readonly sameInstantOrder?: 'stable' | 'seeded' | readonly number[];
  readonly cluster: ScenarioCluster;
  /** Active Directory: domains by DNS name. */
  readonly directory?: DirectoryOptions;
  /** Images that can be pulled. */
  readonly registry?: RegistryOptions;
  /** How containers act; the first entry that matches a task counts. */
  readonly behaviours?: readonly Behaviour[];
  /** Stack files by the name of their stack, for steps that deploy them. */
  readonly stacks?: Readonly<Record<string, ScenarioStack>>;
  /** What users do, and what goes wrong, in order of time. */
  readonly steps: readonly ScenarioStep[];
  /** Faults that are planned after the first second, when all nodes have registered. */
  readonly faults?: readonly FaultPlan[];
}

/** The nodes that join at the beginning, and the settings of the swarm that are plain data. */
export type ScenarioCluster = Pick<
  SwarmOptions,
  | 'nodes'
  | 'managers'
  | 'ties'
  | 'heartbeatPeriod'
  | 'heartbeatEpsilon'
  | 'heartbeats'
  | 'latency'
  | 'stopRetryPause'
  | 'nodeUpdatePeriod'
  | 'statusCoalescing'
  | 'taskHistoryLimit'
  | 'ingress'
  | 'whatIf'
>;

/** A stack file, as text, with the files that it names. */
export interface ScenarioStack {
  /** The stack file. */
  readonly text: string;
  /** Texts of the files that it names, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables for `${NAME}`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Deploys one of the scenario's stacks, as `docker stack deploy` does. */
export interface StackDeployOperation {
  readonly kind: 'stack-deploy';
  /** Name of the stack. */
  readonly stack: string;
  /** Removes services that its file no longer has. Default false. */
  readonly prune?: boolean;
}

/** Makes a config or secret of a text or a document, as `swarm.configs.create` does. */
export interface ObjectCreateOperation {
  readonly kind: 'config-create' | 'secret-create';
  readonly name: string;
  readonly labels?: Labels;
  /** A text, or a document that is written as JSON. Default: empty. */
  readonly data?: string | object;
}

/** Changes some options of a service and keeps the others, as `docker service update` does. */
export interface ServiceEditOperation {
  readonly kind: 'service-edit';
  readonly service: string;
  /** Options to set; null takes one away. */
  readonly change: { readonly [Name in keyof ServiceOptions]?: ServiceOptions[Name] | null };
}

/** `docker service update --force`: replaces all tasks, or runs a job again. */
export interface ServiceForceOperation {
  readonly kind: 'service-force';
  readonly service: string;
}

/** What may happen in a step: every operation of core, and what people write shorter. */
export type ScenarioOperation =
  | Operation
  | ObjectCreateOperation
  | ServiceEditOperation
  | ServiceForceOperation
  | StackDeployOperation;

/** Something that happens at an instant: time since the simulation began, which never goes back. */
export type ScenarioStep = At<ScenarioOperation>;

type At<Each> = Each extends object ? { readonly at: Duration } & Each : never;
