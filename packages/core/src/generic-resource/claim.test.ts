import { describe, expect, it } from 'vitest';
import type { GenericResource } from '../model/resources.ts';
import { claimResources, reclaimResources } from './claim.ts';
import { copyResources } from './resource-list.ts';

const counted = (resource: string, value: number): GenericResource => ({
  kind: 'discrete',
  resource,
  value,
});
const named = (resource: string, value: string): GenericResource => ({
  kind: 'named',
  resource,
  value,
});

// SwarmKit: api/genericresource/resource_management.go, Claim.
describe('claimResources', () => {
  it.each([
    {
      name: 'takes from a count',
      has: [counted('gpu', 3)],
      wants: [counted('gpu', 2)],
      claims: [counted('gpu', 2)],
      left: [counted('gpu', 1)],
    },
    {
      name: 'takes the first named items',
      has: [named('gpu', 'A'), named('fpga', 'X'), named('gpu', 'B'), named('gpu', 'C')],
      wants: [counted('gpu', 2)],
      claims: [named('gpu', 'A'), named('gpu', 'B')],
      left: [named('fpga', 'X'), named('gpu', 'C')],
    },
    {
      name: 'takes of several kinds',
      has: [counted('gpu', 1), named('fpga', 'X')],
      wants: [counted('fpga', 1), counted('gpu', 1)],
      claims: [named('fpga', 'X'), counted('gpu', 1)],
      left: [],
    },
    {
      name: 'takes what there is of too few named items',
      has: [named('gpu', 'A')],
      wants: [counted('gpu', 2)],
      claims: [named('gpu', 'A')],
      left: [],
    },
    {
      name: 'takes nothing from a count that is too low, and goes on',
      has: [counted('gpu', 1), counted('fpga', 1)],
      wants: [counted('gpu', 2), counted('fpga', 1)],
      claims: [counted('fpga', 1)],
      left: [counted('gpu', 1)],
    },
    {
      name: 'takes nothing at all where a kind is missing',
      has: [counted('gpu', 1)],
      wants: [counted('gpu', 1), counted('fpga', 1)],
      claims: [],
      left: [counted('gpu', 1)],
    },
    {
      name: 'takes nothing at all where an item is asked for by name',
      has: [counted('gpu', 1), named('fpga', 'X')],
      wants: [counted('gpu', 1), named('fpga', 'X')],
      claims: [],
      left: [counted('gpu', 1), named('fpga', 'X')],
    },
    {
      name: 'holds no item for none of a count',
      has: [counted('gpu', 1)],
      wants: [counted('gpu', 0)],
      claims: [],
      left: [counted('gpu', 1)],
    },
    {
      name: 'takes every named item where none is asked for',
      has: [named('gpu', 'A'), named('gpu', 'B')],
      wants: [counted('gpu', 0)],
      claims: [named('gpu', 'A'), named('gpu', 'B')],
      left: [],
    },
    {
      name: 'takes the same named item for each entry of a kind listed twice',
      has: [named('gpu', 'A'), named('gpu', 'B')],
      wants: [counted('gpu', 1), counted('gpu', 1)],
      claims: [named('gpu', 'A'), named('gpu', 'A')],
      left: [named('gpu', 'B')],
    },
    {
      name: 'takes a count twice for a kind listed twice',
      has: [counted('gpu', 3)],
      wants: [counted('gpu', 2), counted('gpu', 2)],
      claims: [counted('gpu', 2), counted('gpu', 2)],
      left: [],
    },
  ])('$name', ({ has, wants, claims, left }) => {
    const available = copyResources(has);

    const held = claimResources(available, wants);

    expect(held).toEqual(claims);
    expect(available).toEqual(left);
  });
});

// SwarmKit: api/genericresource/resource_management.go, Reclaim.
describe('reclaimResources', () => {
  it.each([
    {
      name: 'adds to a count',
      has: [counted('gpu', 1)],
      held: [counted('gpu', 2)],
      declared: [counted('gpu', 3)],
      left: [counted('gpu', 3)],
    },
    {
      name: 'brings a count back that was used up',
      has: [],
      held: [counted('gpu', 2)],
      declared: [counted('gpu', 3)],
      left: [counted('gpu', 2)],
    },
    {
      name: 'puts named items at the end',
      has: [named('gpu', 'B')],
      held: [named('gpu', 'A')],
      declared: [named('gpu', 'A'), named('gpu', 'B')],
      left: [named('gpu', 'B'), named('gpu', 'A')],
    },
    {
      name: 'drops a named item that the node does not declare any more',
      has: [named('gpu', 'B')],
      held: [named('gpu', 'A')],
      declared: [named('gpu', 'B')],
      left: [named('gpu', 'B')],
    },
    {
      name: 'drops a count that the node does not declare any more',
      has: [],
      held: [counted('gpu', 2)],
      declared: [counted('fpga', 1)],
      left: [],
    },
    {
      name: 'holds no more than the node declares',
      has: [counted('gpu', 1)],
      held: [counted('gpu', 2)],
      declared: [counted('gpu', 2)],
      left: [counted('gpu', 2)],
    },
    {
      name: 'takes over the names of a kind that was counted',
      has: [],
      held: [counted('gpu', 2)],
      declared: [named('gpu', 'A'), named('gpu', 'B')],
      left: [named('gpu', 'A'), named('gpu', 'B')],
    },
    {
      name: 'takes over the count of a kind that was named, once',
      has: [named('gpu', 'A')],
      held: [named('gpu', 'B')],
      declared: [counted('gpu', 5)],
      left: [counted('gpu', 5)],
    },
    {
      name: 'does not add a count to named items',
      has: [named('gpu', 'A')],
      held: [counted('gpu', 1)],
      declared: [named('gpu', 'A'), named('gpu', 'B')],
      left: [named('gpu', 'A')],
    },
    {
      name: 'keeps an item that another task holds as well',
      has: [named('gpu', 'A')],
      held: [named('gpu', 'A')],
      declared: [named('gpu', 'A')],
      left: [named('gpu', 'A'), named('gpu', 'A')],
    },
    {
      name: 'resets a kind that is declared twice',
      has: [counted('gpu', 1)],
      held: [],
      declared: [counted('gpu', 1), counted('gpu', 2)],
      left: [counted('gpu', 1), counted('gpu', 2)],
    },
  ])('$name', ({ has, held, declared, left }) => {
    const available = copyResources(has);

    reclaimResources(available, held, copyResources(declared));

    expect(available).toEqual(left);
  });

  // SwarmKit: api/genericresource/resource_management.go, sanitize, which keeps the node's own items.
  it('puts in the declared items themselves, so that they are used up together', () => {
    const available = copyResources([counted('gpu', 5)]);
    const declared = copyResources([counted('gpu', 3)]);

    reclaimResources(available, [], declared);
    claimResources(available, [counted('gpu', 1)]);

    expect(declared).toEqual([counted('gpu', 2)]);
  });
});
