import { describe, expect, it } from 'vitest';
import type { Labels } from '../model/meta.ts';
import { hasPrefixAmong, isAmong, matchesLabels, matchesPayloadFilters } from './match-filters.ts';

describe('isAmong', () => {
  it.each([
    { wanted: undefined, is: true },
    { wanted: [], is: true },
    { wanted: ['a', 'b'], is: true },
    { wanted: ['A'], is: false },
  ])('says $is for $wanted', ({ wanted, is }) => {
    expect(isAmong('a', wanted)).toBe(is);
  });
});

describe('hasPrefixAmong', () => {
  it.each([
    { prefixes: undefined, has: true },
    { prefixes: [], has: true },
    { prefixes: ['x', 'we'], has: true },
    { prefixes: [''], has: true },
    { prefixes: ['eb'], has: false },
  ])('says $has for $prefixes', ({ prefixes, has }) => {
    expect(hasPrefixAmong('web', prefixes)).toBe(has);
  });
});

describe('matchesLabels', () => {
  // SwarmKit: manager/controlapi/common.go, filterMatchLabels. An empty value asks for the key.
  it.each<{ wanted: Labels | undefined; matches: boolean }>([
    { wanted: undefined, matches: true },
    { wanted: { a: '1' }, matches: true },
    { wanted: { a: '' }, matches: true },
    { wanted: { a: '1', b: '2' }, matches: true },
    { wanted: { a: '2' }, matches: false },
    { wanted: { a: '1', c: '' }, matches: false },
    { wanted: { constructor: '' }, matches: false },
  ])('says $matches for $wanted', ({ wanted, matches }) => {
    expect(matchesLabels({ a: '1', b: '2' }, wanted)).toBe(matches);
  });

  it('finds nothing where there are no labels', () => {
    expect(matchesLabels(undefined, { a: '' })).toBe(false);
  });
});

describe('matchesPayloadFilters', () => {
  const config = { id: 'abc', spec: { name: 'Cred', labels: { a: '1' } } };

  // SwarmKit: manager/controlapi/config.go, ListConfigs. Any of the first three is enough.
  it.each([
    { filters: {}, matches: true },
    { filters: { names: ['cred'] }, matches: true },
    { filters: { names: ['x'], idPrefixes: ['ab'] }, matches: true },
    { filters: { namePrefixes: ['CR'] }, matches: true },
    { filters: { names: ['x'], namePrefixes: ['y'], idPrefixes: ['z'] }, matches: false },
    { filters: { names: ['cred'], labels: { a: '2' } }, matches: false },
    { filters: { labels: { a: '' } }, matches: true },
  ])('says $matches for $filters', ({ filters, matches }) => {
    expect(matchesPayloadFilters(config, filters)).toBe(matches);
  });
});
