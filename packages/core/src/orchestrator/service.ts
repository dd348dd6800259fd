/** What the orchestrators do alike to one service. SwarmKit: manager/orchestrator/service.go. */
import { isStateFrom } from '../model/task-state.ts';
import type { Store } from '../store/store.ts';

/**
 * Asks for the removal of all tasks of a service; agents stop them, then the task reaper deletes them.
 * SwarmKit: manager/orchestrator/service.go, SetServiceTasksRemove.
 */
export function removeServiceTasks(store: Store, serviceId: string): void {
  store.batch(store.find('task', 'service', serviceId), (tx, { id }) => {
    const task = tx.get('task', id);
    if (task === undefined || isStateFrom(task.desiredState, 'remove')) return;
    tx.changeTask(task, { desiredState: 'remove' });
  });
}
