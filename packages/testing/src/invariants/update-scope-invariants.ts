/** What an update changes, and what it leaves alone. SwarmKit: manager/orchestrator/task.go, IsTaskDirty. */
import type { Service, Task } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import { isLed, isStill } from './at-rest.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant } from './invariant.ts';
import { essenceOf, isSameSpec, specText } from './spec-text.ts';
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
  about: ['task-made', 'task-assigned'],
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

/** The other side of it: an update that has nothing to change says nothing, and any other says that it began. */
export const changedServicesAreUpdated: Invariant = {
  name: 'changed-services-are-updated',
  rule: 'at rest, tasks are of an older spec or of other ports than their service only where an update has begun',
  source: 'SwarmKit: manager/orchestrator/task.go, IsTaskDirty; update/updater.go, Run',
  when: 'rest',
  start:
    ({ premise }) =>
    (step) => {
      const { cluster, at } = step;
      if (!isLed(step)) return undefined;
      for (const service of cluster.services()) {
        if (service.updateStatus !== undefined || !isUpdated(service)) continue;
        // A user who writes the same spec again takes the status away from an update that goes on.
        if (isSameSpec(service.previousSpec, service.spec)) continue;
        for (const task of cluster.tasksOf(service.id)) {
          if (!isWanted(task) || task.specVersion === service.specVersion) continue;
          // Of a global service, nobody looks after the tasks of a node on pause.
          if (service.spec.mode?.kind === 'global' && !isActive(cluster, task)) continue;
          premise();
          if (!isStill(task, at) || !isOutdated(service, task)) continue;
          return taskProblem(cluster, task, 'is of an older spec, and no update has begun', {
            expected: 'an update of its service',
            observed: `spec version ${task.specVersion ?? 0}, not ${service.specVersion ?? 0}`,
          });
        }
      }
      return undefined;
    },
};

function isUpdated({ spec: { mode } }: Service): boolean {
  return mode === undefined || mode.kind === 'replicated' || mode.kind === 'global';
}

function isActive(cluster: ClusterState, { nodeId }: Task): boolean {
  const node = cluster.node(nodeId);
  return node?.spec.availability === 'active' && node.status.state !== 'down';
}

/**
 * Whether a task has to be replaced, wherever it is. Where its placement is another, new ports alone are no reason as
 * long as its node will do.
 */
function isOutdated({ spec }: Service, { spec: own, endpoint }: Task): boolean {
  if (essenceOf(spec.task) !== essenceOf(own)) return true;
  if (specText(spec.task.placement) !== specText(own.placement)) return false;
  return endpoint !== undefined && specText(spec.endpoint) !== specText(endpoint.spec);
}

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
