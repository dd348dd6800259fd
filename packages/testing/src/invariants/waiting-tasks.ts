/** Tasks that wait behind a gate, and what they wait for. SwarmKit: manager/orchestrator/restart/restart.go, DelayStart. */
import type { Task } from '@swarmsim/core';
import { isByNewLeader } from './commit-writers.ts';
import type { Step } from './invariant.ts';
import { replacementFactsOf, type Replacement } from './replacements.ts';
import { foundOncePerStep, keptWithCluster } from './shared-facts.ts';
import { isFrom } from './task-states.ts';

/** One of them. */
export interface WaitingTask extends Replacement {
  readonly slot: string;
  readonly madeAt: number;
  /**
   * Another task of the slot was to run as well meanwhile. An update that finds both may keep this one, and
   * lets it wait for the other instead. SwarmKit: manager/orchestrator/update/updater.go, useExistingTask.
   */
  hadCompany: boolean;
  /** A node of the tasks that it replaces was lost meanwhile. */
  wasNodeLost: boolean;
  /** Another leader has taken over, who knows of no task that it should wait for. */
  isInherited: boolean;
}

/** The tasks of a cluster that wait, kept up once for all rules about them. */
interface WaitingTasks {
  /** Gives those that the step let run. */
  take(step: Step): readonly WaitingTask[];
  all(): Iterable<WaitingTask>;
}

const trackerOf = keptWithCluster(createWaitingTasks);

/** The tasks that a step let run. Whoever makes steps asks it after every one that committed something. */
export const tasksLetRunIn: (step: Step) => readonly WaitingTask[] = foundOncePerStep((step) =>
  trackerOf(step.cluster).take(step),
);

/** The tasks that still wait after a step. */
export function tasksWaitingAfter(step: Step): Iterable<WaitingTask> {
  return trackerOf(step.cluster).all();
}

function createWaitingTasks(): WaitingTasks {
  const waiting = new Map<string, WaitingTask>();

  function handOver(step: Step): void {
    if (!step.commits.some(isByNewLeader)) return;
    for (const task of waiting.values()) task.isInherited = true;
  }

  function noteLostNodes(step: Step): void {
    for (const { before, after } of step.nodes) {
      if (after !== undefined && after.status.state !== 'down') continue;
      for (const one of waiting.values()) {
        if (one.replaced.some(({ nodeId }) => nodeId === before?.id)) one.wasNodeLost = true;
      }
    }
  }

  function add(step: Step, replacement: Replacement): void {
    const { task, commit, replaced } = replacement;
    const slot = step.cluster.slotKey(task);
    const others = step.cluster.tasksIn(slot).filter(({ id }) => id !== task.id);
    waiting.set(task.id, {
      ...replacement,
      slot,
      madeAt: commit.at,
      hadCompany: others.some(isWanted),
      wasNodeLost: replaced.some(({ nodeId }) => {
        const state = step.cluster.node(nodeId)?.status.state ?? 'down';
        return nodeId !== '' && state === 'down';
      }),
      isInherited: false,
    });
  }

  function noteCompany({ cluster, tasks }: Step): void {
    for (const { before, after } of tasks) {
      if (after === undefined) waiting.delete(before?.id ?? '');
      if (before !== undefined || after === undefined) continue;
      const slot = cluster.slotKey(after);
      for (const one of waiting.values()) one.hadCompany ||= one.slot === slot;
    }
  }

  function take(step: Step): readonly WaitingTask[] {
    handOver(step);
    if (waiting.size > 0) {
      noteLostNodes(step);
      noteCompany(step);
    }
    const { replacements, letRun } = replacementFactsOf(step);
    for (const replacement of replacements) add(step, replacement);
    if (letRun.length === 0) return none;
    const started: WaitingTask[] = [];
    for (const { after } of letRun) {
      const one = after === undefined ? undefined : waiting.get(after.id);
      if (one === undefined) continue;
      waiting.delete(one.task.id);
      started.push(one);
    }
    return started;
  }

  return {
    take,
    all: () => waiting.values(),
  };
}

const none: readonly never[] = [];

/** Whether a task of a service is to run, now or soon. */
export function isWanted({ desiredState }: Task): boolean {
  return !isFrom(desiredState, 'complete');
}
