/**
 * Ids under a key of an index, in the order in which they came under it. Most keys have one id, many
 * have a few, and only large ones are worth a set.
 */
export type Ids = string | string[] | Set<string>;

/** From so many ids on a set finds one faster than a list. */
const listMax = 16;

/** Puts an id under a key, last. It must not be there yet. */
export function addId(index: Map<string, Ids>, key: string, id: string): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, id);
  else if (typeof known === 'string') index.set(key, [known, id]);
  else if (!Array.isArray(known)) known.add(id);
  else if (known.length < listMax) known.push(id);
  else index.set(key, new Set(known).add(id));
}

/** Takes an id from under a key; a key without ids vanishes. */
export function removeId(index: Map<string, Ids>, key: string, id: string): void {
  const known = index.get(key);
  if (known === undefined) return;
  if (typeof known === 'string') {
    if (known === id) index.delete(key);
    return;
  }
  if (Array.isArray(known)) {
    const position = known.indexOf(id);
    if (position >= 0) known.splice(position, 1);
  } else known.delete(id);
  if ((Array.isArray(known) ? known.length : known.size) === 0) index.delete(key);
}
