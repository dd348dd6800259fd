import type { TaskSpec } from '../model/task.ts';

/** Name of what a task runs, by which lists are filtered. SwarmKit: api/naming/naming.go, Runtime. */
export function runtimeName(spec: TaskSpec): string {
  const runtime = spec.runtime;
  if (runtime?.kind === 'generic') return runtime.name.toLowerCase();
  return runtime?.kind ?? '';
}
