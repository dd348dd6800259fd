import { invalid } from './check-options.ts';

/**
 * Takes data over from a caller: a frozen copy, so that what the caller does to the original later
 * changes nothing here. A field that is undefined is left out, as JSON leaves it out.
 *
 * @throws SwarmSimError `invalid-argument` where something is no plain data, or contains itself.
 */
export function keepPlain<Value>(what: string, value: Value): Value {
  return copy(what, value, []) as Value;
}

function copy(what: string, value: unknown, parents: readonly object[]): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw invalid(`${what} must be plain data, not a ${typeof value}`);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (parents.includes(value)) throw invalid(`${what} contains itself`);
  const inner = [...parents, value];
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item, index) => copy(`${what}[${index}]`, item, inner)));
  }
  const tag = tagOf(value);
  if (tag !== 'Object') throw invalid(`${what} must be plain data, not ${tag}`);
  const fields: [string, unknown][] = [];
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) fields.push([name, copy(`${what}.${name}`, field, inner)]);
  }
  // From entries, for a key such as `__proto__` would be lost in an assignment.
  return Object.freeze(Object.fromEntries(fields));
}

/** What kind of object this is, wherever it was made: `Object`, `Date`, `Map`, `Uint8Array`. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
