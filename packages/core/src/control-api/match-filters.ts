/** How lists are narrowed down. SwarmKit: manager/controlapi/common.go, filterContains and others. */
import type { Labels } from '../model/meta.ts';
import { foldName } from '../store/indexes.ts';

/** Whether a value is one of the wanted ones; none wanted means all are. */
export function isAmong<Value>(value: Value, wanted: readonly Value[] | undefined): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

/** Whether a text begins with one of the prefixes; no prefixes means it does. */
export function hasPrefixAmong(text: string, prefixes: readonly string[] | undefined): boolean {
  if (prefixes === undefined || prefixes.length === 0) return true;
  return prefixes.some((prefix) => text.startsWith(prefix));
}

/** Whether all wanted labels are there; an empty value asks for the label only. */
export function matchesLabels(labels: Labels | undefined, wanted: Labels | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => {
    if (labels === undefined || !Object.hasOwn(labels, key)) return false;
    return value === '' || labels[key] === value;
  });
}

/** Filters that configs and secrets have. */
export interface PayloadFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  readonly labels?: Labels;
}

/**
 * Whether a config or secret is listed. Unlike other lists this one takes what matches any of names,
 * name prefixes and id prefixes, and it ignores the case of names.
 * SwarmKit: manager/controlapi/config.go, ListConfigs; manager/controlapi/secret.go, ListSecrets.
 */
export function matchesPayloadFilters(
  entity: {
    readonly id: string;
    readonly spec: { readonly name: string; readonly labels?: Labels };
  },
  filters: PayloadFilters,
): boolean {
  const { names = [], namePrefixes = [], idPrefixes = [] } = filters;
  const name = foldName(entity.spec.name);
  const isWanted =
    names.length + namePrefixes.length + idPrefixes.length === 0 ||
    names.some((wanted) => foldName(wanted) === name) ||
    namePrefixes.some((prefix) => name.startsWith(foldName(prefix))) ||
    idPrefixes.some((prefix) => entity.id.startsWith(prefix));
  return isWanted && matchesLabels(entity.spec.labels, filters.labels);
}
