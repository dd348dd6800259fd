/**
 * What a node still has of its generic resources. The list and its items are changed in place, and
 * items may stand in two lists at once, because that is what SwarmKit does and what can be seen from
 * outside. SwarmKit: api/genericresource.
 */
import type { GenericResource } from '../model/resources.ts';

/** An item of a list: its value may change while it stands there. */
export type ResourceItem =
  | { readonly kind: 'discrete'; readonly resource: string; value: number }
  | { readonly kind: 'named'; readonly resource: string; readonly value: string };

/** Copies a list, items and all. */
export function copyResources(resources: readonly GenericResource[] | undefined): ResourceItem[] {
  return (resources ?? []).map((item) => ({ ...item }));
}

/** Items of one kind of resource. SwarmKit: api/genericresource/helpers.go, GetResource. */
export function itemsOf<Item extends GenericResource | ResourceItem>(
  resource: string,
  items: readonly Item[],
): readonly Item[] {
  return items.filter((item) => item.resource === resource);
}

/**
 * Whether the available items cover one entry of a reservation. Each entry is looked at alone, so a
 * resource listed twice is checked too little. SwarmKit: api/genericresource/validate.go, HasEnough.
 */
export function hasEnough(available: readonly ResourceItem[], wanted: GenericResource): boolean {
  if (wanted.kind !== 'discrete') return false;
  const items = itemsOf(wanted.resource, available);
  const first = items[0];
  if (first === undefined) return false;
  return wanted.value <= (first.kind === 'discrete' ? first.value : items.length);
}

/**
 * Takes items out of a list: counts are lowered, and what reaches zero goes away.
 * SwarmKit: api/genericresource/helpers.go, ConsumeNodeResources.
 */
export function consumeResources(
  available: ResourceItem[],
  taken: readonly GenericResource[],
): void {
  const kept = available.filter((item) => !taken.some((part) => isUsedUp(item, part)));
  available.splice(0, available.length, ...kept);
}

function isUsedUp(item: ResourceItem, part: GenericResource): boolean {
  if (item.resource !== part.resource) return false;
  if (part.kind === 'named') return item.kind === 'named' && item.value === part.value;
  if (item.kind !== 'discrete') return false;
  item.value -= part.value;
  return item.value <= 0;
}
