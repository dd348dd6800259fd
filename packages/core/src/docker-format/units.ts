import { labelsFrom, type Labels } from '../model/meta.ts';

/** What Go's JSON writes for a nil map, slice or pointer, and what clients leave out. */
export type Maybe<Value> = Value | null | undefined;

const nanosecondsPerMs = 1e6;

/** A duration in the model's milliseconds, which may have a fraction. */
export function toMs(nanoseconds: number): number {
  return nanoseconds / nanosecondsPerMs;
}

/** A duration under a key, where there is one. */
export function optionalMs<Key extends string>(
  key: Key,
  nanoseconds: Maybe<number>,
): { readonly [K in Key]?: number } {
  return optional(key, isGiven(nanoseconds) ? toMs(nanoseconds) : undefined);
}

/** A value under a key, where there is one; null is none. */
export function optional<Key extends string, Value>(
  key: Key,
  value: Maybe<Value>,
): { readonly [K in Key]?: Value } {
  return (isGiven(value) ? { [key]: value } : {}) as { readonly [K in Key]?: Value };
}

/** Labels under a key, where there are any given; an empty map stays one. */
export function optionalLabels<Key extends string>(
  key: Key,
  labels: Maybe<Labels>,
): { readonly [K in Key]?: Labels } {
  return optional(key, isGiven(labels) ? labelsFrom(Object.entries(labels)) : undefined);
}

/** Whether a value is there. */
export function isGiven<Value>(value: Maybe<Value>): value is Value {
  return value !== undefined && value !== null;
}
