/** Something that must hold of every swarm, checked after every step it could break in. */
import type {
  Commit,
  Config,
  Entity,
  Node,
  Operation,
  Secret,
  Service,
  Swarm,
  Task,
} from '@swarmsim/core';
import type { ClusterHistory } from './cluster-history.ts';
import type { ClusterState } from './cluster-state.ts';

/** One change of a table. Without `before` the object was made, without `after` it was deleted. */
export interface TableChange<E extends Entity> {
  readonly before?: E | undefined;
  readonly after?: E | undefined;
  /** The transaction that changed it. */
  readonly commit: Commit;
}

/** What happened in one step of the simulation. */
export interface Step {
  readonly swarm: Swarm;
  /** In ms since the simulation's start. */
  readonly at: number;
  /** Transactions of this step, in order; none when only messages moved, and none at rest. */
  readonly commits: readonly Commit[];
  /** What a user did in this step, as it was accepted; all commits of such a step are its. */
  readonly operation?: Operation | undefined;
  /** The cluster as all commits so far left it. */
  readonly cluster: ClusterState;
  /** What came before. */
  readonly history: ClusterHistory;
  /** What the commits changed, by table, in order. */
  readonly tasks: readonly TableChange<Task>[];
  readonly nodes: readonly TableChange<Node>[];
  readonly services: readonly TableChange<Service>[];
  readonly configs: readonly TableChange<Config>[];
  readonly secrets: readonly TableChange<Secret>[];
  /** Tasks that got their node in this step, or were confirmed on the one they came with. */
  readonly assigned: readonly Task[];
}

/** The objects a problem is about, by id, and what was expected of them. JSON-safe. */
export interface Evidence {
  readonly task?: string;
  /** Such as `web.1`, or `web.HOST` where every node has a slot. */
  readonly slot?: string;
  readonly service?: string;
  readonly node?: string;
  /** A config, a secret, or any other object. */
  readonly object?: string;
  readonly expected?: string;
  readonly observed?: string;
}

/** What a checker found. */
export interface Problem {
  /** One sentence. */
  readonly message: string;
  readonly evidence: Evidence;
}

/** What a checker is started with. */
export interface InvariantContext {
  readonly swarm: Swarm;
  /** To be called whenever the situation that the rule speaks of has really occurred. */
  premise(): void;
}

/** Says what is wrong, or nothing. It may remember what it saw before. */
export type Checker = (step: Step) => Problem | undefined;

/**
 * Something that a commit did: an object of a table was made, written or deleted; or, of tasks, what exactly.
 * `task-observed` and `task-wanted` are changes of the observed and of the desired state.
 */
export type Occurrence =
  | 'task'
  | 'task-made'
  | 'task-observed'
  | 'task-wanted'
  | 'task-assigned'
  | 'task-deleted'
  | 'node'
  | 'service'
  | 'config'
  | 'secret';

/** A rule, as a value. */
export interface Invariant {
  /** Short name, in kebab-case. */
  readonly name: string;
  /** One sentence that a user understands. */
  readonly rule: string;
  /** Where the rule comes from, such as a file and a function of SwarmKit. */
  readonly source: string;
  /**
   * `step` rules are checked after every step, `commit` rules after every step that committed something, which
   * few do, and `rest` rules when the swarm has settled.
   */
  readonly when: 'step' | 'commit' | 'rest';
  /**
   * What a `commit` rule is about: after a step in which nothing of it occurred, the rule holds as it did before, and
   * its checker is not called. Default: it is called after every step that committed something.
   */
  readonly about?: readonly Occurrence[];
  /** Makes a fresh checker. */
  start(context: InvariantContext): Checker;
}

/** What became of one invariant. */
export interface Verdict {
  readonly name: string;
  readonly rule: string;
  readonly source: string;
  /** How often it was checked. */
  readonly checks: number;
  /** How often the situation that it speaks of occurred. A rule without any has shown nothing. */
  readonly premises: number;
  /** The first violation, with its simulated instant; absent while it holds. */
  readonly violation?: {
    readonly at: number;
    readonly message: string;
    readonly evidence: Evidence;
  };
}
