/**
 * Races as values: what happens at one instant in a swarm happens in some order, and a list of choices
 * says in which. Such lists are drawn, shrunk and replayed like any other value.
 */
import fc from 'fast-check';

/**
 * One number for each time that several things are due at the same instant: which of them is first, the
 * oldest being 0. Where the list ends, the oldest is first; a number past the youngest means the youngest.
 */
export type SameInstantOrder = readonly number[];

/** Bounds of {@link sameInstantOrders}. */
export interface SameInstantOrderConstraints {
  /** Most choices in a list. Default 60. */
  readonly choicesMax?: number;
  /** Most of them that are not the oldest. Default 8. */
  readonly changesMax?: number;
  /** Largest number. Default 3. */
  readonly choiceMax?: number;
}

/**
 * Orders of what happens at the same instant. They shrink towards the stable order, which is the empty
 * list: to fewer choices that differ from it, each one earlier and smaller, the others staying in place.
 *
 * @throws Error where a bound is no whole number from 1 on.
 */
export function sameInstantOrders(
  constraints: SameInstantOrderConstraints = {},
): fc.Arbitrary<SameInstantOrder> {
  const { choicesMax = 60, changesMax = 8, choiceMax = 3 } = constraints;
  for (const [name, value] of Object.entries({ choicesMax, changesMax, choiceMax })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new Error(`sameInstantOrders: ${name} must be a whole number from 1 on, not ${value}`);
  }
  const change = fc.record({
    index: fc.nat({ max: choicesMax - 1 }),
    choice: fc.integer({ min: 1, max: choiceMax }),
  });
  return fc
    .uniqueArray(change, {
      maxLength: Math.min(changesMax, choicesMax),
      selector: ({ index }) => index,
      size: 'max',
    })
    .map(toOrder, toChanges);
}

/** A choice that is not the oldest, and where in the list it stands. */
interface Change {
  readonly index: number;
  readonly choice: number;
}

function toOrder(changes: readonly Change[]): SameInstantOrder {
  const length = Math.max(0, ...changes.map(({ index }) => index + 1));
  const order = Array.from({ length }, () => 0);
  for (const { index, choice } of changes) order[index] = choice;
  return order;
}

/** The other way round, so that an order that somebody has written down shrinks as well. */
function toChanges(order: unknown): Change[] {
  if (!isOrder(order) || order.at(-1) === 0) throw new Error('not an order that ends in a change');
  return order.flatMap((choice, index) => (choice === 0 ? [] : [{ index, choice }]));
}

function isOrder(value: unknown): value is SameInstantOrder {
  return Array.isArray(value) && value.every((choice) => Number.isSafeInteger(choice));
}
