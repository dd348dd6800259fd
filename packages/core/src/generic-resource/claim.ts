import type { GenericResource } from '../model/resources.ts';
import { consumeResources, itemsOf, type ResourceItem } from './resource-list.ts';

/**
 * Chooses items for a task's reservation and takes them out of the node's list. An entry that finds
 * nothing cancels the whole claim; the task is placed all the same.
 * SwarmKit: api/genericresource/resource_management.go, Claim.
 *
 * @returns what the task holds from now on.
 */
export function claimResources(
  available: ResourceItem[],
  reserved: readonly GenericResource[],
): readonly GenericResource[] {
  const chosen: GenericResource[] = [];
  for (const wanted of reserved) {
    const items = chooseItems(available, wanted);
    if (items === undefined) return [];
    chosen.push(...items);
  }
  consumeResources(available, chosen);
  return chosen;
}

/**
 * Gives back what a task held, then mends what the node's list holds against what the node declares
 * now. SwarmKit: api/genericresource/resource_management.go, Reclaim.
 */
export function reclaimResources(
  available: ResourceItem[],
  held: readonly GenericResource[],
  declared: readonly ResourceItem[],
): void {
  for (const item of held) giveBack(available, item);
  mendResources(available, declared);
}

// SwarmKit: api/genericresource/resource_management.go, selectNodeResources. A named resource that
// is asked for zero times gives all of its items, since their count never equals zero.
function chooseItems(
  available: readonly ResourceItem[],
  wanted: GenericResource,
): readonly GenericResource[] | undefined {
  if (wanted.kind !== 'discrete') return undefined;
  const chosen: GenericResource[] = [];
  for (const item of itemsOf(wanted.resource, available)) {
    if (item.kind === 'discrete') {
      if (item.value >= wanted.value && wanted.value !== 0) chosen.push({ ...wanted });
      return chosen;
    }
    chosen.push({ ...item });
    if (chosen.length === wanted.value) return chosen;
  }
  return chosen.length === 0 ? undefined : chosen;
}

// SwarmKit: api/genericresource/resource_management.go, reclaimResources.
function giveBack(available: ResourceItem[], item: GenericResource): void {
  if (item.kind === 'named') {
    available.push({ ...item });
    return;
  }
  const same = itemsOf(item.resource, available);
  const only = same[0];
  if (only === undefined) available.push({ ...item });
  else if (same.length === 1 && only.kind === 'discrete') only.value += item.value;
}

/**
 * A list may not hold what the node does not declare, nor more of it. An item that does is replaced
 * by the declared items themselves, not by copies: what is consumed later is then missing from the
 * declaration too. SwarmKit: api/genericresource/resource_management.go, sanitize.
 */
function mendResources(available: ResourceItem[], declared: readonly ResourceItem[]): void {
  const kept: ResourceItem[] = [];
  const replacements: ResourceItem[] = [];
  const replacedKinds = new Set<string>();
  for (const item of available) {
    const replacement = replacementOf(item, declared);
    if (replacement === 'none needed') {
      kept.push(item);
    } else if (!replacedKinds.has(item.resource)) {
      replacedKinds.add(item.resource);
      replacements.push(...replacement);
    }
  }
  available.splice(0, available.length, ...kept, ...replacements);
}

// SwarmKit: api/genericresource/resource_management.go, sanitizeResource.
function replacementOf(
  item: ResourceItem,
  declared: readonly ResourceItem[],
): readonly ResourceItem[] | 'none needed' {
  const same = itemsOf(item.resource, declared);
  if (item.kind === 'discrete') {
    const only = same[0];
    const isSane = same.length === 1 && only?.kind === 'discrete' && item.value <= only.value;
    return isSane ? 'none needed' : same;
  }
  for (const other of same) {
    if (other.kind === 'discrete') return same;
    if (other.value === item.value) return 'none needed';
  }
  return [];
}
