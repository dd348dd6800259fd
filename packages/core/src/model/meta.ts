/** Data under keys that users choose; written through {@link labelsFrom}, read through {@link labelOf}. */
export type Labels = Readonly<Record<string, string>>;

/** What the store keeps about every object. SwarmKit: api/objects.proto, Meta. */
export interface Meta {
  /** Version index of the transaction that last changed the object. */
  readonly version: number;
  /** Simulated instant of creation, in ms since the simulation's start. */
  readonly createdAt: number;
  /** Simulated instant of the last change, in ms since the simulation's start. */
  readonly updatedAt: number;
}

/** Makes labels from pairs; safe for keys such as `__proto__`, which an assignment would lose. */
export function labelsFrom(pairs: Iterable<readonly [string, string]>): Labels {
  return Object.fromEntries(pairs);
}

/** Value of a label, or the empty text where the label is missing, as Go's map access yields. */
export function labelOf(labels: Labels | undefined, key: string): string {
  return labels !== undefined && Object.hasOwn(labels, key) ? (labels[key] ?? '') : '';
}
