/** Orders of same-instant events as choice sources of a swarm, and the other way round. */
import { createRecordedChoices, type ChoiceSource } from '@swarmsim/core';
import fc from 'fast-check';
import { sameInstantOrders, type SameInstantOrder } from './same-instant-orders.ts';

/**
 * Makes what `createSwarm({ sameInstantOrder })` takes. A choice source is used up by one swarm.
 *
 * @throws Error where a choice is no whole number from 0 on.
 */
export function toChoiceSource(order: SameInstantOrder): ChoiceSource {
  const wrong = order.find((choice) => !Number.isSafeInteger(choice) || choice < 0);
  if (wrong === undefined) return createRecordedChoices([...order]);
  throw new Error(`a choice must be a whole number from 0 on, not ${String(wrong)}`);
}

/** A choice source that remembers what it chose. */
export interface ChoiceRecorder extends ChoiceSource {
  /** What was chosen so far, up to the last choice that was not the oldest. */
  order(): SameInstantOrder;
  /** How often several things were due at the same instant. */
  readonly asked: number;
}

/** Lets another source choose, and writes down what it chose: so a seeded order becomes a list. */
export function recordChoices(source: ChoiceSource): ChoiceRecorder {
  const chosen: number[] = [];
  const recorder: ChoiceRecorder & { asked: number } = {
    asked: 0,
    choose(count) {
      const choice = source.choose(count);
      chosen.push(choice);
      recorder.asked = chosen.length;
      return choice;
    },
    order: () => untilLastChange(chosen),
  };
  return recorder;
}

/** A choice source that takes the oldest until it is told to begin. */
export interface LateChoices extends ChoiceSource {
  /** From now on the other source chooses. */
  begin(): void;
}

/**
 * Lets another source choose from a moment on: so that an order is about the race, and not about how the
 * swarm came up before it.
 */
export function createLateChoices(source: ChoiceSource): LateChoices {
  let hasBegun = false;
  return {
    choose: (count) => (hasBegun ? source.choose(count) : 0),
    begin() {
      hasBegun = true;
    },
  };
}

/**
 * Makes an order as simple as it can be while something still happens: few choices that are not the
 * oldest, early and small. fast-check does the work, so it takes as many runs as its shrinking does.
 *
 * @throws Error where it does not happen in that order.
 */
export function minimizeOrder(
  order: SameInstantOrder,
  happens: (order: SameInstantOrder) => boolean,
): SameInstantOrder {
  const trimmed = untilLastChange(order);
  if (!happens(trimmed)) throw new Error('it does not happen in the order given');
  if (trimmed.length === 0) return trimmed;
  const orders = sameInstantOrders({
    choicesMax: trimmed.length,
    changesMax: trimmed.length,
    choiceMax: Math.max(...trimmed),
  });
  const { counterexample } = fc.check(
    fc.property(orders, (candidate) => !happens(candidate)),
    { examples: [[trimmed]], numRuns: 1, seed: 1 },
  );
  return counterexample?.[0] ?? trimmed;
}

function untilLastChange(choices: SameInstantOrder): SameInstantOrder {
  let length = choices.length;
  while (length > 0 && choices[length - 1] === 0) length -= 1;
  return choices.slice(0, length);
}
