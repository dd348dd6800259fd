import { describe, expect, it } from 'vitest';
import { dayMs, decidePassword, hasRootKey } from './decide-password.ts';

const account = {
  name: 'webapp01',
  retrievableBy: [],
  passwordIntervalDays: 30,
  createdAt: 5,
  servicePrincipalNames: [],
};

describe('decidePassword', () => {
  it.each([
    { name: 'none before the first change', at: 5, current: 0, changesAt: 30 },
    { name: 'none at the last moment before it', at: 30 * dayMs + 4, current: 0, changesAt: 30 },
    { name: 'the first one then', at: 30 * dayMs + 5, current: 1, previous: 0, changesAt: 60 },
    {
      name: 'the one before, a year on',
      at: 365 * dayMs,
      current: 12,
      previous: 11,
      changesAt: 390,
    },
  ])('has as the previous password $name', ({ at, current, previous, changesAt }) => {
    expect(decidePassword(account, at)).toEqual({
      current,
      ...(previous !== undefined && { previous }),
      changesAt: changesAt * dayMs + 5,
    });
  });

  it('follows the interval of the account', () => {
    const daily = { ...account, passwordIntervalDays: 1, createdAt: -dayMs };

    expect(decidePassword(daily, 0)).toEqual({ current: 1, previous: 0, changesAt: dayMs });
  });
});

describe('hasRootKey', () => {
  it.each([
    { name: 'no key', keys: [], works: false },
    { name: 'a key that works later', keys: [11], works: false },
    { name: 'a key that works from now on', keys: [10], works: true },
    { name: 'an older key beside one that works later', keys: [11, 3], works: true },
  ])('tells of $name: $works', ({ keys, works }) => {
    expect(hasRootKey(keys, 10)).toBe(works);
  });
});
