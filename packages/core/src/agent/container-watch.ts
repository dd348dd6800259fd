import type { AgentContext, HeldTask } from './agent-state.ts';
import type { EngineWork } from './decide-next-step.ts';

/** What a container does by itself: it ends, and its health changes. */
export interface ContainerWatch {
  /** The container runs from now on. */
  begin(held: HeldTask, exit: { readonly afterMs: number; readonly exitCode: number } | null): void;
  /** The time to its own end runs from now on; it does so already unless statuses are awaited. */
  awaitExit(held: HeldTask): void;
  /** The container ended. */
  end(held: HeldTask, exitCode: number): void;
  /** Its health changes as was foreseen. */
  changeHealth(held: HeldTask): void;
  /** What was foreseen of its health no longer holds. */
  lookAgain(held: HeldTask): void;
  /** Forgets what it would do by itself. */
  forget(held: HeldTask): void;
}

/** A timer for what a container does by itself. */
export type ScheduleExit = (
  held: HeldTask,
  event: 'exited' | 'health-changed',
  at: number,
  exitCode?: number,
) => number;

/** moby: daemon/cluster/executor/container/errors.go, ErrContainerUnhealthy. */
const unhealthyCause = 'dockerexec: unhealthy container';

/** moby: daemon/cluster/executor/container/controller.go, Start and Wait. */
export function createContainerWatch(
  { env, executor, statusCoalescing }: AgentContext,
  schedule: ScheduleExit,
): ContainerWatch {
  function forgetHealth(held: HeldTask): void {
    if (held.healthTimer !== 0) env.cancel(held.healthTimer);
    held.healthTimer = 0;
  }

  function forgetExit(held: HeldTask): void {
    if (held.exitTimer !== 0) env.cancel(held.exitTimer);
    held.exitTimer = 0;
  }

  function foresee(held: HeldTask): void {
    forgetHealth(held);
    const nextAt = executor.health?.of(held.task.id)?.nextAt;
    if (nextAt !== undefined) {
      held.healthTimer = schedule(held, 'health-changed', Math.max(env.now, nextAt));
    }
  }

  function awaitExit(held: HeldTask): void {
    const { exit } = held;
    held.exit = null;
    if (exit === null || held.container !== 'running') return;
    held.exitTimer = schedule(held, 'exited', env.now + exit.afterMs, exit.exitCode);
  }

  return {
    awaitExit,
    begin(held, exit) {
      held.container = 'running';
      executor.started(held.task.id);
      held.exit = exit;
      if (statusCoalescing) awaitExit(held);
      held.awaitsHealth = executor.health?.of(held.task.id) !== undefined;
      foresee(held);
    },
    end(held, exitCode) {
      forgetExit(held);
      forgetHealth(held);
      held.container = 'ended';
      held.exitCode = exitCode;
      executor.ended(held.task.id, exitCode);
    },
    changeHealth(held) {
      held.healthTimer = 0;
      executor.health?.change(held.task.id);
      if (executor.health?.of(held.task.id)?.status !== 'unhealthy') {
        held.awaitsHealth = false;
        foresee(held);
        return;
      }
      // An unhealthy container is stopped, and its task ends when it has.
      held.exitCause = unhealthyCause;
      const { durationMs, exitCode = 0 } = executor.stop(held.task);
      forgetExit(held);
      held.exitTimer = schedule(held, 'exited', env.now + durationMs, exitCode);
    },
    lookAgain(held) {
      if (held.container === 'running' && held.exitCause === '') foresee(held);
    },
    forget(held) {
      forgetExit(held);
      forgetHealth(held);
    },
  };
}

/** Whether a step lasts until the container does something by itself. */
export function awaitsContainer(held: HeldTask, work: EngineWork): boolean {
  return work === 'wait' || (work === 'start' && held.awaitsHealth);
}

/** Why a task ended whose container did not end well. moby: controller.go, exitError. */
export function describeExit({ exitCode, exitCause }: HeldTask): string {
  const exit = `task: non-zero exit (${exitCode})`;
  return exitCause === '' ? exit : `${exit}: ${exitCause}`;
}
