/** The transactions of an update. SwarmKit: manager/orchestrator/update/updater.go. */
import type { Service } from '../../model/service.ts';
import type { Task } from '../../model/task.ts';
import type { Store, Tx } from '../../store/store.ts';
import type { RestartSupervisor } from '../restart/restart.ts';
import type { Slot } from '../slot.ts';
import type { TaskFactory } from '../task-factory.ts';
import { isWanted } from '../task.ts';
import type { UpdateSettings } from './decide-update.ts';

/** What changes slots. */
export interface SlotChangeTools {
  readonly store: Store;
  readonly tasks: TaskFactory;
  readonly restarts: RestartSupervisor;
}

/**
 * Creates a task of the new spec and, unless it has to run first, shuts the old ones down.
 * SwarmKit: updater.go, updateTask.
 *
 * @returns the id of the new task; undefined when nothing was changed, since the service is gone or
 * the old tasks were shut down by others.
 */
export function replaceTasks(
  { store, tasks, restarts }: SlotChangeTools,
  change: {
    readonly service: Service;
    readonly slot: Slot;
    readonly order: UpdateSettings['order'];
  },
): string | undefined {
  const { service, slot, order } = change;
  const first = slot[0];
  if (first === undefined || store.get('service', service.id) === undefined) return undefined;
  if (order === 'stop-first' && !canShutDown(store, slot)) return undefined;

  return store.update((tx) => {
    const nodeId = service.spec.mode?.kind === 'global' ? first.nodeId : '';
    const { id } = tx.create('task', {
      ...tasks.create(service, { slot: first.slot, nodeId }),
      desiredState: 'ready',
    });
    const oldTask = order === 'stop-first' ? shutDownTasks(tx, slot) : undefined;
    restarts.delayStart({ taskId: id, delayMs: 0, oldTask });
    return id;
  });
}

/**
 * Keeps one task of a slot and shuts the others down. SwarmKit: updater.go, useExistingTask.
 *
 * @returns whether the task that is kept has to wait until it may start.
 */
export function keepTask({ store, restarts }: SlotChangeTools, slot: Slot, kept: Task): boolean {
  const others = slot.filter((task) => task.id !== kept.id);
  if (!canShutDown(store, others)) return false;
  return store.update((tx) => {
    const oldTask = shutDownTasks(tx, others);
    if (kept.desiredState === 'running') return false;
    restarts.delayStart({ taskId: kept.id, delayMs: 0, oldTask });
    return true;
  });
}

/** Shuts tasks down and gives the last of them. SwarmKit: updater.go, removeOldTasks. */
export function shutDownTasks(tx: Tx, slot: Slot): Task | undefined {
  let last: Task | undefined;
  for (const old of slot) {
    const task = tx.get('task', old.id);
    if (task === undefined || !isWanted(task)) continue;
    tx.changeTask(task, { desiredState: 'shutdown' });
    last = task;
  }
  return last;
}

/** False if there were tasks to shut down, but others did it to all of them. */
function canShutDown(store: Store, slot: Slot): boolean {
  const targets = slot.filter(isWanted);
  return targets.length === 0 || targets.some(({ id }) => isStillWanted(store, id));
}

function isStillWanted(store: Store, taskId: string): boolean {
  const task = store.get('task', taskId);
  return task !== undefined && isWanted(task);
}
