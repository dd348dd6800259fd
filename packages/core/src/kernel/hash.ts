/** Integer hashing: the same on every engine, and cheap enough for every event. */

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** Mixes an integer into a 32-bit hash. */
export function mixInteger(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x85ebca77) ^ (mixed >>> 13);
}

/** FNV-1a over the UTF-16 units of a text. */
export function hashText(text: string): number {
  let hash = fnvOffset;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  }
  return hash | 0;
}

/** Another hash of a text: two texts that share the first one hardly ever share this one too. */
export function hashTextAgain(text: string): number {
  let hash = text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = mixInteger(hash, text.charCodeAt(index));
  }
  return hash;
}

/** Mixes any finite number, integer or not, below 2^53 or above. */
export function mixNumber(hash: number, value: number): number {
  if ((value | 0) === value) return mixInteger(hash, value);
  if (Number.isSafeInteger(value)) {
    return mixInteger(mixInteger(hash, value | 0), Math.floor(value / 0x1_0000_0000));
  }
  return mixInteger(hash, hashText(String(value)));
}

/** Hash of plain data, independent of the order in which keys were written. */
export function hashData(value: unknown, hash: number = fnvOffset): number {
  if (typeof value === 'string') return mixInteger(mixInteger(hash, 1), hashText(value));
  if (typeof value === 'number') return mixNumber(mixInteger(hash, 2), value);
  if (typeof value === 'boolean') return mixInteger(hash, value ? 3 : 4);
  if (value === null) return mixInteger(hash, 5);
  if (value === undefined) return mixInteger(hash, 6);
  if (Array.isArray(value)) {
    let mixed = mixInteger(mixInteger(hash, 7), value.length);
    for (const item of value) mixed = hashData(item, mixed);
    return mixed;
  }
  const record = value as Readonly<Record<string, unknown>>;
  // A sum does not depend on the order, and spares sorting the keys.
  let sum = 0;
  for (const key of Object.keys(record)) {
    const field = record[key];
    if (field !== undefined) sum = (sum + finishHash(hashData(field, hashText(key)))) | 0;
  }
  return mixInteger(mixInteger(hash, 8), sum);
}

/** Final avalanche: spreads every input bit over the whole 32-bit result. */
export function finishHash(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Eight hexadecimal digits. */
export function toHex(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}
