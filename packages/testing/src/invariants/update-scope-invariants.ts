/** What an update leaves alone. SwarmKit: manager/orchestrator/task.go, IsTaskDirty. */
import type { Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant } from './invariant.ts';
import { essenceOf, specText } from './spec-text.ts';
import { updateFactsOf, type MadeByUpdate } from './update-runs.ts';
import { isFrom } from './task-states.ts';
import { isWanted } from './waiting-tasks.ts';

/**
 * A slot is left as it is where only the number of replicas changed, or what says how a service is updated, or
 * where a task already is where the new constraints allow it to be.
 */
export const updatesReplaceOnlyWhatChanged: Invariant = {
  name: 'updates-replace-only-what-changed',
  rule: 'an update replaces a task only where the spec of tasks has changed for it',
  source: 'SwarmKit: manager/orchestrator/task.go, IsTaskDirty; update/updater.go, isSlotDirty',
  when: 'commit',
  start: ({ premise }) => {
    const assignedAt = new Map<string, number>();
    return (step) => {
      for (const { id } of step.assigned) assignedAt.set(id, step.at);
      for (const made of updateFactsOf(step).made) {
        const { task, run } = made;
        const service = step.cluster.service(task.serviceId);
        // A task that has come meanwhile is of the new spec, and no reason to leave the slot alone.
        const wanted = wantedBefore(step.cluster, made).filter(
          ({ meta }) => meta.createdAt < run.startedAt,
        );
        if (service === undefined || wanted.length === 0) continue;
        premise();
        // The updater goes on with tasks as they were when it began, perhaps without a node still.
        const hadNode = ({ id }: Task): boolean => (assignedAt.get(id) ?? 0) < run.startedAt;
        if (wanted.some((old) => !hadNode(old) || isChanged(step.cluster, service, old))) continue;
        return taskProblem(step.cluster, task, 'replaces a task for which nothing has changed', {
          object: wanted[0]?.id ?? '',
          expected: 'the task that was there to be kept',
          observed: 'a new one',
        });
      }
      return undefined;
    };
  },
};

/** Tasks of the slot that were to run when an update made another one. */
function wantedBefore(cluster: ClusterState, { task, replaced }: MadeByUpdate): readonly Task[] {
  const others = cluster
    .tasksIn(cluster.slotKey(task))
    .filter((other) => other.id !== task.id && isWanted(other));
  return [...replaced, ...others];
}

function isChanged(cluster: ClusterState, service: Service, old: Task): boolean {
  const wanted = service.spec.task;
  if (old.specVersion === service.specVersion) return false;
  if (essenceOf(wanted) !== essenceOf(old.spec)) return true;
  if (specText(service.spec.endpoint) !== specText(old.endpoint?.spec)) return true;
  // How its image is pulled does not matter to a task that has it.
  const isPulled = isFrom(old.status.state, 'ready') && !isFrom(old.status.state, 'complete');
  if (!isPulled && pullOptionsOf(wanted) !== pullOptionsOf(old.spec)) return true;
  if (specText(wanted.placement) === specText(old.spec.placement)) return false;
  // Constraints may tell the node of the task to be left.
  const { constraints = [] } = wanted.placement ?? {};
  return constraints.length > 0 || cluster.node(old.nodeId) === undefined;
}

function pullOptionsOf({ runtime }: Task['spec']): string {
  return specText(runtime?.kind === 'container' ? runtime.pullOptions : undefined);
}
