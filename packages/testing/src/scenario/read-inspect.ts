/** Reads what `docker ... inspect` prints: a list of objects, each field of which may be wrong. */
import { SwarmSimError } from '@swarmsim/core';
import { parseDockerJson } from '@swarmsim/core/docker-format';

/** What a field of an inspected object holds. */
export type FieldKind = 'text' | 'number' | 'object' | 'list' | 'texts' | 'labels';

/** Fields by their path, such as `Spec.Labels`. Absent and null are as good as none. */
export type FieldTable = Readonly<Record<string, FieldKind>>;

/** An inspected object, and how messages call it. */
export interface InspectedElement {
  readonly where: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Reads the list, as a text or already parsed.
 *
 * @throws SwarmSimError `invalid-argument` that says which element it is about.
 */
export function readElements(what: string, json: unknown): readonly InspectedElement[] {
  const given = typeof json === 'string' ? parse(what, json) : json;
  if (!Array.isArray(given)) {
    const command = `docker ${what.slice(0, -1)} inspect`;
    throw invalid(`${what}: must be a list, as ${command} prints it, not ${describe(given)}`);
  }
  return given.map((value: unknown, index) => {
    const where = `${what}[${index}]`;
    if (!isRecord(value)) throw invalid(`${where}: must be an object, not ${describe(value)}`);
    return { where, value };
  });
}

/** Checks fields of an element. @throws SwarmSimError `invalid-argument` that names the field. */
export function checkFields({ where, value }: InspectedElement, fields: FieldTable): void {
  for (const [path, kind] of Object.entries(fields)) {
    const field = fieldAt(value, path);
    if (field === undefined || field === null || isOfKind(field, kind)) continue;
    throw invalid(`${where}: ${path} must be ${nouns[kind]}, not ${describe(field)}`);
  }
}

/** A field by its path; undefined where it, or what it is in, is not there. */
export function fieldAt(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path.split('.')) {
    if (!isRecord(current) || !Object.hasOwn(current, name)) return undefined;
    current = current[name];
  }
  return current;
}

/** Does something with an element, and says in errors which one it was. */
export function forElement<Result>({ where }: InspectedElement, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw invalid(`${where}: ${error.message}`, error);
  }
}

/** An error about what was inspected. */
export function invalid(message: string, cause?: Error): SwarmSimError {
  const error = new SwarmSimError('invalid-argument', message);
  if (cause !== undefined) error.cause = cause;
  return error;
}

const nouns: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  number: 'a number',
  object: 'an object',
  list: 'a list of objects',
  texts: 'a list of texts',
  labels: 'an object of texts',
};

function parse(what: string, text: string): unknown {
  try {
    return parseDockerJson(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw invalid(`${what}: is not JSON: ${message}`);
  }
}

function isOfKind(value: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'object':
      return isRecord(value);
    case 'list':
      return Array.isArray(value) && value.every((item) => isRecord(item));
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'labels':
      return isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `the text '${value.slice(0, 40)}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'absent';
  return value === null ? 'null' : 'an object';
}
