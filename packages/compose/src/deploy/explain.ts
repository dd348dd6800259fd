import { SwarmSimError } from '@swarmsim/core';

/** Calls the swarm; says before a refusal what it was that failed, as docker does. */
export function explain<Result>(action: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof SwarmSimError)) throw error;
    throw new SwarmSimError(error.code, `${action}: ${error.message}`);
  }
}
