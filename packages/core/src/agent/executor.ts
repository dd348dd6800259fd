/**
 * What an agent asks of the engine of its node. Steps take simulated time and end well or badly; the
 * agent owns the clock and the task's state, the engine owns images and containers.
 * SwarmKit: agent/exec/executor.go and controller.go.
 */
import type { Config } from '../model/config.ts';
import type { NodeDescription } from '../model/node.ts';
import type { Secret } from '../model/secret.ts';
import type { Task } from '../model/task.ts';

/**
 * The configs and secrets one task may read: those it references, whatever else the node holds.
 * SwarmKit: agent/configs/configs.go, agent/secrets/secrets.go (Restrict).
 */
export interface Dependencies {
  /** @throws Error `task not authorized to access config <id>` or `config <id> not found`. */
  config(id: string): Config;
  /** @throws Error `task not authorized to access secret <id>` or `secret <id> not found`. */
  secret(id: string): Secret;
}

/** How a step goes: it takes `durationMs`, then succeeds unless `error` says why not. */
export interface StepOutcome {
  readonly durationMs: number;
  readonly error?: string;
}

/** How starting goes, and what the container does after it runs. */
export interface StartOutcome extends StepOutcome {
  /** The container ends by itself this long after it began to run; absent: it runs until stopped. */
  readonly exit?: { readonly afterMs: number; readonly exitCode: number };
}

/** How stopping goes, and how the container ends by it. */
export interface StopOutcome extends StepOutcome {
  /** @defaultValue 0 */
  readonly exitCode?: number;
}

/** What is known of a container's health: how it is, and when that changes next, if ever. */
export interface HealthOutlook {
  readonly status: 'starting' | 'healthy' | 'unhealthy';
  readonly nextAt?: number;
}

/** The probes of an engine's containers. The agent owns the clock. */
export interface HealthMonitor {
  /** Undefined for a container without a health check, and for one that never ran. */
  of(taskId: string): HealthOutlook | undefined;
  /** The next change has come. */
  change(taskId: string): void;
  /** Probes fail from now on; false for a container without a health check. */
  sicken(taskId: string): boolean;
  /** The engine is back, and probes the containers that survived anew. */
  recover(): void;
}

/** The engine of a node, as its agent sees it. */
export interface Executor {
  /** What the node reports about itself when it registers. */
  describe(): NodeDescription;
  /** Pulls the image and creates the container. An error here makes the task `rejected`. */
  prepare(task: Task, dependencies: Dependencies): StepOutcome;
  /** Starts the container; called when starting begins. An error makes the task `failed`. */
  start(task: Task, dependencies: Dependencies): StartOutcome;
  /** Stops the container, running or not. */
  stop(task: Task): StopOutcome;
  /** Container id, process id; known once the container is created. */
  containerOf(taskId: string): { readonly containerId: string; readonly pid: number } | undefined;
  /** The container runs now: `start` has taken its time and succeeded. */
  started(taskId: string): void;
  /** The container ended by itself, or was stopped. */
  ended(taskId: string, exitCode: number): void;
  /** Forgets the container of a task that is no longer assigned. */
  remove(taskId: string): void;
  /** The host lost power or its engine died: nothing runs any more. */
  crash(): void;
  /** An engine without one checks no health. */
  readonly health?: HealthMonitor;
}
