import { invalid } from './check-options.ts';

/**
 * Takes data over from a caller: a frozen copy, so that what the caller does to the original later
 * changes nothing here. A field that is undefined is left out, as JSON leaves it out.
 *
 * @throws SwarmSimError `invalid-argument` where something is no plain data, or contains itself.
 */
export function keepPlain<Value>(what: string, value: Value): Value {
  return copy(value, { name: what }) as Value;
}

/** Where in the data something is. */
interface Place {
  /** Its index in a list, or its name. */
  readonly name: string | number;
  /** What contains it; absent at the top. */
  readonly parent?: { readonly value: object; readonly place: Place };
}

function copy(value: unknown, place: Place): unknown {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    throw invalid(`${pathOf(place)} must be plain data, not a ${typeof value}`);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (isInside(value, place)) throw invalid(`${pathOf(place)} contains itself`);
  const parent = { value, place };
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item, index) => copy(item, { name: index, parent })));
  }
  const tag = tagOf(value);
  if (tag !== 'Object') throw invalid(`${pathOf(place)} must be plain data, not ${tag}`);
  // The spread makes every field the copy's own, even `__proto__`, so that it can be assigned to.
  const kept: Record<string, unknown> = { ...value };
  let hasGaps = false;
  for (const name of Object.keys(kept)) {
    const field = kept[name];
    if (field === undefined) hasGaps = true;
    else if (!isSimple(field)) kept[name] = copy(field, { name, parent });
  }
  return Object.freeze(hasGaps ? withoutGaps(kept) : kept);
}

function isSimple(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isInside(value: object, { parent }: Place): boolean {
  for (let outer = parent; outer !== undefined; outer = outer.place.parent) {
    if (outer.value === value) return true;
  }
  return false;
}

/** From entries, for a key such as `__proto__` would be lost in an assignment. */
function withoutGaps(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
}

function pathOf({ name, parent }: Place): string {
  if (parent === undefined) return `${name}`;
  return `${pathOf(parent.place)}${typeof name === 'number' ? `[${name}]` : `.${name}`}`;
}

/** What kind of object this is, wherever it was made: `Object`, `Date`, `Map`, `Uint8Array`. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
