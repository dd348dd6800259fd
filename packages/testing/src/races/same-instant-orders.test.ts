import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertCoverage,
  assertOnlyValid,
  assertSameSeedSameValue,
  assertShrinksStrictly,
  shrunk,
} from '../arbitraries/assert-arbitrary.ts';
import { sameInstantOrders, type SameInstantOrder } from './same-instant-orders.ts';

const countChanges = (order: SameInstantOrder): number => order.filter((one) => one > 0).length;
const sum = (order: SameInstantOrder): number => order.reduce((total, one) => total + one, 0);

describe('sameInstantOrders', () => {
  it('gives the same orders under the same seed', () => {
    assertSameSeedSameValue(sameInstantOrders());

    expect(fc.sample(sameInstantOrders(), { seed: 3, numRuns: 1 })).toEqual(
      fc.sample(sameInstantOrders(), { seed: 3, numRuns: 1 }),
    );
  });

  it('stays within its bounds, and never ends in a choice that says nothing', () => {
    const bounds = { choicesMax: 9, changesMax: 4, choiceMax: 2 };
    const isWithin = (order: SameInstantOrder): boolean =>
      order.length <= 9 &&
      countChanges(order) <= 4 &&
      order.every((choice) => choice >= 0 && choice <= 2) &&
      order.at(-1) !== 0;

    expect(() => assertOnlyValid(sameInstantOrders(bounds), isWithin)).not.toThrow();
  });

  it('shrinks to fewer changes, that come earlier and are smaller', () => {
    const where = (order: SameInstantOrder): number =>
      order.reduce((total, choice, index) => total + (choice > 0 ? index : 0), 0);
    const size = (order: SameInstantOrder) => [countChanges(order), where(order) + sum(order)];

    expect(() => assertShrinksStrictly(sameInstantOrders(), size)).not.toThrow();
  });

  it('shrinks to the only choice that matters, in its place', () => {
    expect(shrunk(sameInstantOrders(), (order) => (order[4] ?? 0) < 2)).toEqual([0, 0, 0, 0, 2]);
    expect(shrunk(sameInstantOrders(), () => false)).toEqual([]);
  });

  it('shrinks an order that somebody has written down', () => {
    const property = fc.property(sameInstantOrders(), (order) => order[1] !== 3);

    const { counterexample } = fc.check(property, { examples: [[[1, 3, 0, 2]]], numRuns: 1 });

    expect(counterexample).toEqual([[0, 3]]);
  });

  it('draws the stable order, early and late changes, and several at once', () => {
    const features = {
      stable: (order: SameInstantOrder) => order.length === 0,
      'first choice': (order: SameInstantOrder) => (order[0] ?? 0) > 0,
      'past the fortieth': (order: SameInstantOrder) => order.length > 40,
      'several changes': (order: SameInstantOrder) => countChanges(order) > 3,
      'a large choice': (order: SameInstantOrder) => order.includes(3),
    };

    expect(() => assertCoverage(sameInstantOrders(), features, 5)).not.toThrow();
  });

  it.each([
    { name: 'choicesMax', bounds: { choicesMax: 0 } },
    { name: 'changesMax', bounds: { changesMax: 1.5 } },
    { name: 'choiceMax', bounds: { choiceMax: -1 } },
  ])('says what is wrong with $name', ({ name, bounds }) => {
    expect(() => sameInstantOrders(bounds)).toThrow(
      `sameInstantOrders: ${name} must be a whole number from 1 on, not ${Object.values(bounds)[0]}`,
    );
  });
});
