/**
 * What an orchestrator does about the tasks that an earlier leader left behind.
 * SwarmKit: manager/orchestrator/taskinit/init.go.
 */
import type { Service } from '../model/service.ts';
import { isStateAfter } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import type { Store, Tx } from '../store/store.ts';
import type { RestartSupervisor } from './restart/restart.ts';
import { slotNameIn, taskInstant, type Slot } from './slot.ts';
import { restartDelayMsOf } from './task.ts';

/** What {@link checkTasks} needs from the orchestrator that calls it. */
export interface TaskCheck {
  readonly now: number;
  readonly restarts: RestartSupervisor;
  /** Whether the orchestrator is the one for a service. */
  readonly isRelated: (service: Service) => boolean;
  /** Looks at a task as if it had just changed. */
  readonly fixTask: (tx: Tx, task: Task) => void;
}

/**
 * Deletes the tasks of services that are gone, has every other task of the orchestrator looked at,
 * starts those that waited for it, and rebuilds the histories of restarts.
 */
export function checkTasks(store: Store, check: TaskCheck): void {
  const slots = new Map<string, { readonly service: Service; readonly tasks: Task[] }>();
  store.batch(store.list('task'), (tx, task) => {
    if (task.serviceId === '') return;
    const service = tx.get('service', task.serviceId);
    if (service === undefined) {
      tx.delete('task', task.id);
      return;
    }
    if (!check.isRelated(service)) return;
    const key = `${service.id}/${slotNameIn(service, task)}`;
    const slot = slots.get(key);
    if (slot === undefined) slots.set(key, { service, tasks: [task] });
    else slot.tasks.push(task);

    check.fixTask(tx, task);
    if (tx.get('task', task.id)?.desiredState !== 'ready') return;
    if (isStateAfter(task.status.state, 'complete')) return;
    const delayMs = remainingDelayMs(task, check.now);
    if (delayMs > 0) check.restarts.delayStart({ taskId: task.id, delayMs });
    else check.restarts.startNow(tx, task.id);
  });

  for (const { service, tasks } of slots.values()) {
    for (const task of restartedTasks(tasks)) check.restarts.countRestart(service, task);
  }
}

/** How much of its restart delay a task still has to wait, in ms. */
function remainingDelayMs(task: Task, now: number): number {
  const delayMs = restartDelayMsOf(task);
  return Math.min(delayMs, taskInstant(task) + delayMs - now);
}

/** The tasks of a slot that count as restarts: those of the newest spec, but for the oldest. */
function restartedTasks(slot: Slot): Slot {
  let newestVersion = 0;
  for (const { specVersion } of slot) newestVersion = Math.max(newestVersion, specVersion ?? 0);
  const upToDate = slot.filter((task) => task.specVersion === newestVersion);
  upToDate.sort((a, b) => a.meta.createdAt - b.meta.createdAt);
  return upToDate.slice(1);
}
