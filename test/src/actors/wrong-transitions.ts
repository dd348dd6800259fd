/** What the watched stores of a test were found to do wrong. */
import { InvariantViolation, type Commit } from '@swarmsim/core';
import { findWrongTransition } from '@swarmsim/testing';

const found: string[] = [];
let checked = 0;

/**
 * Checks a commit of a watched store.
 *
 * @throws InvariantViolation where a step of a task was not its writer's to make.
 */
export function checkCommit(commit: Commit): void {
  checked += 1;
  const problem = findWrongTransition(commit);
  if (problem === undefined) return;
  found.push(`at ${commit.at} ms: ${problem}`);
  throw new InvariantViolation(`transitions-have-their-actor (at ${commit.at} ms): ${problem}`);
}

/** What was found since the last call. */
export function takeWrongTransitions(): readonly string[] {
  return found.splice(0);
}

/** How many commits were checked so far. */
export function countChecked(): number {
  return checked;
}
