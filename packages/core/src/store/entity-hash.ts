import { finishHash, hashData, hashText, mixInteger } from '../kernel/hash.ts';
import type { Entity } from '../model/entities.ts';

/**
 * Makes what hashes the objects of one table, whatever the order of their fields. Specs and descriptions
 * stay the same while all the rest changes, and many tasks share one spec, so each is read once.
 */
export function createEntityHash(): (entity: Entity) => number {
  const known = new WeakMap<object, number>();

  function hashOnce(part: object): number {
    let hash = known.get(part);
    if (hash === undefined) {
      hash = hashData(part);
      known.set(part, hash);
    }
    return hash;
  }

  return (entity) => {
    const fields = entity as unknown as Readonly<Record<string, object | undefined>>;
    let sum = 0;
    for (const name of Object.keys(fields)) {
      const field = fields[name];
      if (field === undefined) continue;
      const isLasting = name === 'spec' || name === 'description';
      const hash = isLasting ? hashOnce(field) : hashData(field);
      sum = (sum + finishHash(mixInteger(hashText(name), hash))) | 0;
    }
    return sum;
  };
}
