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
  return isSame('', a, b);
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

/** Compares field by field, and writes only what has no fields: most specs that differ do so early. */
function isSame(key: string, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!hasFields(key, a) || !hasFields(key, b)) return write(key, a) === write(key, b);
  for (const name of Object.keys(a)) if (!isSame(name, a[name], b[name])) return false;
  for (const name of Object.keys(b)) {
    if (!Object.hasOwn(a, name) && write(name, b[name]) !== undefined) return false;
  }
  return true;
}

type Fields = Readonly<Record<string, unknown>>;

function hasFields(key: string, value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !maps.has(key);
}

/** Writes a value like JSON, without what counts as absent; undefined where all of it does. */
function write(key: string, value: unknown): string | undefined {
  if (value === '' || value === false || value === undefined) return undefined;
  if (value === 0 && plainNumbers.has(key)) return undefined;
  if (Array.isArray(value)) return writeList(value);
  if (hasFields(key, value)) return writeFields(value);
  return typeof value === 'object' && value !== null ? writeMap(value) : JSON.stringify(value);
}

function writeList(list: readonly unknown[]): string | undefined {
  if (list.length === 0) return undefined;
  let text = '[';
  for (const item of list) text += `${write('', item) ?? 'null'},`;
  return `${text}]`;
}

function writeFields(fields: Fields): string {
  let text = '{';
  for (const name of Object.keys(fields).sort()) {
    const field = write(name, fields[name]);
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
    text += `${JSON.stringify(name)}=${JSON.stringify((map as Fields)[name])},`;
  }
  return `${text}}`;
}
