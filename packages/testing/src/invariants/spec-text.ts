/**
 * Specs as texts that are equal where the specs say the same. As in a stored protobuf message, an absent text,
 * flag or list is an empty one, and the order of fields means nothing. SwarmKit compares specs with
 * reflect.DeepEqual: manager/orchestrator/task.go, IsTaskDirty.
 */
import type { ServiceSpec, TaskSpec } from '@swarmsim/core';

const texts = new WeakMap<object, string>();

/** The text of a spec or of a part of one; the empty text for none. */
export function specText(spec: object | undefined): string {
  if (spec === undefined) return '';
  let text = texts.get(spec);
  if (text === undefined) {
    text = JSON.stringify(spec, normalise) ?? '';
    texts.set(spec, text);
  }
  return text;
}

/** Whether two specs say the same. */
export function isSameSpec(a: ServiceSpec | undefined, b: ServiceSpec | undefined): boolean {
  return a === b || specText(a) === specText(b);
}

/** A task's spec without what says where it runs and how its image is pulled. */
export function essenceOf(spec: TaskSpec): string {
  let text = essences.get(spec);
  if (text === undefined) {
    const { placement: _placement, runtime, ...rest } = spec;
    if (runtime?.kind === 'container') {
      const { pullOptions: _pullOptions, ...container } = runtime;
      text = specText({ ...rest, runtime: container });
    } else text = specText({ ...rest, runtime });
    essences.set(spec, text);
  }
  return text;
}

const essences = new WeakMap<TaskSpec, string>();

/** Numbers that are not behind a pointer, where 0 is the same as none. */
const plainNumbers: ReadonlySet<string> = new Set(['forceUpdate', 'maxReplicas', 'pids']);
const maps: ReadonlySet<string> = new Set(['labels', 'options']);

function normalise(key: string, value: unknown): unknown {
  if (value === '' || value === false) return undefined;
  if (value === 0 && plainNumbers.has(key)) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : (value as unknown);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (!maps.has(key)) return Object.fromEntries(entries);
  // An entry of a map is there even if its text is empty.
  return entries.length === 0 ? undefined : entries.map(([name, text]) => `${name}=${text}`);
}
