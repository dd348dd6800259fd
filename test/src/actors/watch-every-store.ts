/**
 * Runs before every test file: each store that a test makes, by itself or with a swarm, is one that
 * checks its commits against the life of a task. What is found fails the test, even if the test
 * swallows the error.
 */
import type * as parts from '@swarmsim/core/parts';
import { afterEach, vi } from 'vitest';
import { checkCommit, takeWrongTransitions } from './wrong-transitions.ts';

// What a file left that failed before its first test.
takeWrongTransitions();

vi.mock('../../../packages/core/src/store/store.ts', async (importOriginal) => {
  const original = await importOriginal<Pick<typeof parts, 'Store'>>();
  class Store extends original.Store {
    constructor(...given: ConstructorParameters<typeof original.Store>) {
      super(...given);
      this.onCommit(checkCommit);
    }
  }
  return { ...original, Store };
});

afterEach(() => {
  const wrong = takeWrongTransitions();
  if (wrong.length > 0) throw new Error(`no step of its writer’s: ${wrong.join('; ')}`);
});
