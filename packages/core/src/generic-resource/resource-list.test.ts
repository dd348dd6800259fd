import { describe, expect, it } from 'vitest';
import type { GenericResource } from '../model/resources.ts';
import { consumeResources, copyResources, hasEnough, itemsOf } from './resource-list.ts';

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

// SwarmKit: api/genericresource/validate.go, HasEnough.
describe('hasEnough', () => {
  const gpus = [named('gpu', 'A'), named('gpu', 'B')];

  it.each([
    { name: 'as many as counted', has: [counted('gpu', 2)], wants: 2, isEnough: true },
    { name: 'more than counted', has: [counted('gpu', 2)], wants: 3, isEnough: false },
    { name: 'as many as named', has: gpus, wants: 2, isEnough: true },
    { name: 'more than named', has: gpus, wants: 3, isEnough: false },
    { name: 'none of a counted kind', has: [counted('gpu', 2)], wants: 0, isEnough: true },
    { name: 'none of a named kind', has: gpus, wants: 0, isEnough: true },
    {
      name: 'none of a kind that is missing',
      has: [counted('fpga', 1)],
      wants: 0,
      isEnough: false,
    },
    { name: 'none of nothing', has: [], wants: 0, isEnough: false },
    { name: 'a kind in other letters', has: [counted('GPU', 2)], wants: 1, isEnough: false },
    {
      name: 'a kind counted twice, of which the first is looked at',
      has: [counted('gpu', 1), counted('gpu', 9)],
      wants: 2,
      isEnough: false,
    },
    {
      name: 'a kind that is counted after it is named, as if all were named',
      has: [named('gpu', 'A'), counted('gpu', 9)],
      wants: 3,
      isEnough: false,
    },
  ])('says $isEnough to $name', ({ has, wants, isEnough }) => {
    expect(hasEnough(copyResources(has), counted('gpu', wants))).toBe(isEnough);
  });

  it('never finds an item by its name', () => {
    expect(hasEnough(copyResources(gpus), named('gpu', 'A'))).toBe(false);
  });
});

// SwarmKit: api/genericresource/helpers.go, ConsumeNodeResources.
describe('consumeResources', () => {
  it.each([
    {
      name: 'lowers a count',
      has: [counted('gpu', 3)],
      taken: [counted('gpu', 1)],
      left: [counted('gpu', 2)],
    },
    {
      name: 'drops a count of zero',
      has: [counted('gpu', 1)],
      taken: [counted('gpu', 1)],
      left: [],
    },
    {
      name: 'drops a count below zero',
      has: [counted('gpu', 1)],
      taken: [counted('gpu', 5)],
      left: [],
    },
    {
      name: 'lowers a count for each part',
      has: [counted('gpu', 3)],
      taken: [counted('gpu', 1), counted('gpu', 1)],
      left: [counted('gpu', 1)],
    },
    {
      name: 'drops the named item',
      has: [named('gpu', 'A'), named('gpu', 'B')],
      taken: [named('gpu', 'A')],
      left: [named('gpu', 'B')],
    },
    {
      name: 'drops a named item as often as it stands there',
      has: [named('gpu', 'A'), named('gpu', 'A')],
      taken: [named('gpu', 'A')],
      left: [],
    },
    {
      name: 'leaves other kinds',
      has: [counted('fpga', 1), named('fpga', 'A')],
      taken: [counted('gpu', 1), named('gpu', 'A')],
      left: [counted('fpga', 1), named('fpga', 'A')],
    },
    {
      name: 'leaves a kind that is counted now and was named',
      has: [counted('gpu', 1)],
      taken: [named('gpu', 'A')],
      left: [counted('gpu', 1)],
    },
    {
      name: 'leaves a kind that is named now and was counted',
      has: [named('gpu', 'A')],
      taken: [counted('gpu', 1)],
      left: [named('gpu', 'A')],
    },
    {
      name: 'takes names exactly',
      has: [named('gpu', 'A')],
      taken: [named('gpu', 'a')],
      left: [named('gpu', 'A')],
    },
  ])('$name', ({ has, taken, left }) => {
    const available = copyResources(has);

    consumeResources(available, taken);

    expect(available).toEqual(left);
  });
});

describe('copyResources', () => {
  it('gives items that change by themselves', () => {
    const declared = [counted('gpu', 2)];

    consumeResources(copyResources(declared), [counted('gpu', 1)]);

    expect(declared).toEqual([counted('gpu', 2)]);
    expect(copyResources(undefined)).toEqual([]);
  });
});

// SwarmKit: api/genericresource/helpers.go, GetResource.
describe('itemsOf', () => {
  it('finds the items of a kind, in order', () => {
    const items = [named('gpu', 'B'), named('fpga', 'A'), named('gpu', 'A'), named('GPU', 'C')];

    expect(itemsOf('gpu', items)).toEqual([named('gpu', 'B'), named('gpu', 'A')]);
  });
});
