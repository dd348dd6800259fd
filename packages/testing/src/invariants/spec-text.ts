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
    text = write('', spec) ?? '';
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

/** Writes a value like JSON, without what counts as absent; undefined where all of it does. */
function write(key: string, value: unknown): string | undefined {
  if (value === '' || value === false || value === undefined) return undefined;
  if (value === 0 && plainNumbers.has(key)) return undefined;
  if (Array.isArray(value)) return writeList(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return maps.has(key) ? writeMap(value) : writeFields(value);
}

function writeList(list: readonly unknown[]): string | undefined {
  if (list.length === 0) return undefined;
  let text = '[';
  for (const item of list) text += `${write('', item) ?? 'null'},`;
  return `${text}]`;
}

function writeFields(object: object): string {
  let text = '{';
  for (const name of Object.keys(object).sort()) {
    const field = write(name, (object as Readonly<Record<string, unknown>>)[name]);
    if (field !== undefined) text += `${name}:${field},`;
  }
  return `${text}}`;
}

/** An entry of a map is there even if its text is empty. */
function writeMap(map: object): string | undefined {
  const names = Object.keys(map).sort();
  if (names.length === 0) return undefined;
  let text = '{';
  for (const name of names) {
    const value = (map as Readonly<Record<string, unknown>>)[name];
    text += `${JSON.stringify(name)}=${JSON.stringify(value)},`;
  }
  return `${text}}`;
}
