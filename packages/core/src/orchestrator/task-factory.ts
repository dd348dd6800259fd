/**
 * Makes the tasks of all orchestrators: mints ids and counts the incarnations of each slot, so that
 * both go on where they were after old tasks were reaped. Writes nothing.
 */
import type { Environment } from '../kernel/environment.ts';
import { emptyRecord } from '../model/empty-record.ts';
import { toId, type TaskId } from '../model/ids.ts';
import type { Service } from '../model/service.ts';
import type { Task } from '../model/task.ts';
import { slotKey } from '../store/indexes.ts';
import type { ReadTx } from '../store/store.ts';
import { slotKeyOf } from './slot.ts';
import { newTask, type NewTask, type TaskPlace } from './task.ts';

/** See the head of this file. */
export interface TaskFactory {
  /** Makes the next task of a slot, or of a node for a global service. */
  create(service: Service, place: TaskPlace): NewTask;
  /** Forgets the counts of a service that is gone. */
  forget(serviceId: string): void;
}

/** How many tasks the slots of a service had. */
interface ServiceCounts {
  readonly bySlot: Record<string | number, number>;
  /** Whether the store had tasks of the service before the first one was made here. */
  readonly hasForerunners: boolean;
}

/**
 * Makes the factory. In the simulation's own environment the counts outlive a leader's term; where
 * there are none, they go on from the tasks that the store has.
 */
export function createTaskFactory(env: Environment, store: ReadTx): TaskFactory {
  const counts = env.cell<Record<string, ServiceCounts>>('task-incarnations', emptyRecord()).value;

  function countsOf({ id }: Service): ServiceCounts {
    const known = counts[id];
    if (known !== undefined) return known;
    const hasForerunners = store.find('task', 'service', id).length > 0;
    return (counts[id] = { bySlot: {}, hasForerunners });
  }

  function nextIncarnation(service: Service, place: TaskPlace): number {
    const { bySlot, hasForerunners } = countsOf(service);
    const name = slotKeyOf(place);
    const known = bySlot[name];
    const next = known ?? (hasForerunners ? storedIncarnations(store, service, place) : 0);
    bySlot[name] = next + 1;
    return next;
  }

  return {
    create(service, place) {
      const key = place.slot === 0 ? place.nodeId : place.slot;
      const id = toId<TaskId>(env.ids.mint('task', service.id, key));
      const incarnation = nextIncarnation(service, place);
      return newTask(service, place, { id, incarnation, at: env.now });
    },
    forget(serviceId) {
      delete counts[serviceId];
    },
  };
}

function storedIncarnations(store: ReadTx, service: Service, place: TaskPlace): number {
  let next = 0;
  for (const task of storedTasks(store, service, place)) {
    next = Math.max(next, task.incarnation + 1);
  }
  return next;
}

function storedTasks(store: ReadTx, service: Service, place: TaskPlace): readonly Task[] {
  const key = slotKey({ serviceId: service.id, ...place });
  if (place.slot !== 0 || place.nodeId !== '') return store.find('task', 'slot', key);
  // The index takes a slot 0 for a node, but the first slot of a replicated job is none.
  return store.find('task', 'service', service.id).filter(({ slot }) => slot === 0);
}
