import { finishHash, hashData, hashText, mixInteger } from '../kernel/hash.ts';
import type { Entity } from '../model/entities.ts';

/**
 * Makes what hashes the objects of one table, whatever the order of their fields. A spec stays the same
 * while all the rest changes, and many tasks share one, so each is read once.
 */
export function createEntityHash(): (entity: Entity) => number {
  const specs = new WeakMap<object, number>();

  function hashSpec(spec: object): number {
    let hash = specs.get(spec);
    if (hash === undefined) {
      hash = hashData(spec);
      specs.set(spec, hash);
    }
    return hash;
  }

  return (entity) => {
    const fields = entity as unknown as Readonly<Record<string, unknown>>;
    let sum = 0;
    for (const name of Object.keys(fields)) {
      const field = fields[name];
      if (field === undefined) continue;
      const hash = name === 'spec' ? hashSpec(entity.spec) : hashData(field);
      sum = (sum + finishHash(mixInteger(hashText(name), hash))) | 0;
    }
    return sum;
  };
}
