/** Filters of the scheduler with one of them changed. */
import type { Task } from '@swarmsim/core';
import { realDeciders, type Filter } from '@swarmsim/core/parts';

const { filters } = realDeciders;

/** The real filters, one of them changed. */
export function withFilter(
  name: Filter['name'],
  change: (real: Filter) => Pick<Filter, 'prepare'>,
): readonly Filter[] {
  return filters.map((filter) =>
    filter.name === name ? { ...filter, ...change(filter) } : filter,
  );
}

/** The real filters, one of which looks at another task than the one it is asked about. */
export function withTask(name: Filter['name'], change: (task: Task) => Task): readonly Filter[] {
  return withFilter(name, ({ prepare }) => ({
    prepare: (task, nodes) => prepare(change(task), nodes),
  }));
}

/** A task that reserves something else. */
export function withReservations(task: Task, change: Readonly<Record<string, unknown>>): Task {
  const { reservations } = task.spec.resources ?? {};
  if (reservations === undefined) return task;
  const resources = { ...task.spec.resources, reservations: { ...reservations, ...change } };
  return { ...task, spec: { ...task.spec, resources } };
}

/** A task with other constraints. */
export function withConstraints(
  task: Task,
  change: (all: readonly string[]) => readonly string[],
): Task {
  const { placement } = task.spec;
  if (placement?.constraints === undefined) return task;
  const constraints = change(placement.constraints);
  return { ...task, spec: { ...task.spec, placement: { ...placement, constraints } } };
}
