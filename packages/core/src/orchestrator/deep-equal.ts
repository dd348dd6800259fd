/** Numbers that protobuf does not tell from absent ones; every other number is behind a pointer. */
const plainNumbers: ReadonlySet<string> = new Set(['forceUpdate', 'maxReplicas', 'pids']);
/** Fields that are maps, so that an empty one is the same as an absent one. */
const maps: ReadonlySet<string> = new Set(['labels', 'options']);

/**
 * Whether two pieces of plain data say the same. As in a stored protobuf message, an absent text,
 * flag or list is the same as an empty one, and the order of an object's keys means nothing.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, position) => deepEqual(item, b[position]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  for (const key of Object.keys(a)) {
    if (!isFieldEqual(key, a[key], ownValue(b, key))) return false;
  }
  for (const key of Object.keys(b)) {
    if (!Object.hasOwn(a, key) && !isFieldEqual(key, undefined, b[key])) return false;
  }
  return true;
}

type PlainObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field may be called `constructor`, which every object inherits. */
function ownValue(object: PlainObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isFieldEqual(key: string, a: unknown, b: unknown): boolean {
  if (a === undefined) return isEmpty(key, b);
  if (b === undefined) return isEmpty(key, a);
  return maps.has(key) && isObject(a) && isObject(b) ? isMapEqual(a, b) : deepEqual(a, b);
}

/** The keys of a map are data: one with an empty text is not one that is missing. */
function isMapEqual(a: PlainObject, b: PlainObject): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]))
  );
}

function isEmpty(key: string, value: unknown): boolean {
  if (value === undefined || value === '' || value === false) return true;
  if (value === 0) return plainNumbers.has(key);
  if (Array.isArray(value)) return value.length === 0;
  return maps.has(key) && isObject(value) && Object.keys(value).length === 0;
}
