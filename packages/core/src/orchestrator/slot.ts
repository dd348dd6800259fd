/** Slots: a replica number of a replicated service, or a node of a global one. */
import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import { isNodeBound } from './service-mode.ts';

/**
 * Tasks that occupy one slot: usually one, two while an update replaces it.
 * SwarmKit: manager/orchestrator/slot.go.
 */
export type Slot = readonly Task[];

/** Name of a task's slot within its service: the replica number, or `@` and the node. */
export function slotNameOf(task: Pick<Task, 'slot' | 'nodeId'>): string {
  return task.slot === 0 ? `@${task.nodeId}` : String(task.slot);
}

/**
 * The same where the service is known, whose mode says which of the two counts: the slots of a
 * replicated job begin at 0. SwarmKit: taskinit/init.go, InitHandler.SlotTuple.
 */
export function slotNameIn(service: Service, task: Pick<Task, 'slot' | 'nodeId'>): string {
  return isNodeBound(service) ? `@${task.nodeId}` : String(task.slot);
}

/** The same as a record's key: a number stays one, which is what records are fastest with. */
export function slotKeyOf(task: Pick<Task, 'slot' | 'nodeId'>): string | number {
  return task.slot === 0 ? `@${task.nodeId}` : task.slot;
}

/** The tasks of a service by what `keyOf` gives, each group oldest first. */
export function groupTasks<Key>(
  tasks: readonly Task[],
  keyOf: (task: Task) => Key,
): ReadonlyMap<Key, Slot> {
  const groups = new Map<Key, Task[]>();
  for (const task of tasks) {
    const key = keyOf(task);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [task]);
    else group.push(task);
  }
  return groups;
}

/**
 * When a task's status was recorded, or else observed; managers' clocks are preferred.
 * SwarmKit: manager/orchestrator/task.go, taskTimestamp.
 */
export function taskInstant(task: Task): number {
  return task.status.appliedAt ?? task.status.at;
}

/** The tasks by the instant of their status; those of one instant keep their order of creation. */
export function sortByInstant(tasks: readonly Task[]): readonly Task[] {
  return [...tasks].sort((a, b) => taskInstant(a) - taskInstant(b));
}

/** The task whose status is the most recent; of those of one instant the one created last. */
export function newestTask(slot: Slot): Task | undefined {
  let newest = slot[0];
  for (const task of slot) {
    if (newest !== undefined && taskInstant(task) >= taskInstant(newest)) newest = task;
  }
  return newest;
}
