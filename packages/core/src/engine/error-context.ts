import { InvariantViolation } from '../kernel/errors.ts';

/** Runs a step, and says in front of its error what was being done. Go: errors.Wrap. */
export function within<Result>(what: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (error instanceof InvariantViolation) throw error;
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** Runs a step, and gives its error's text as a value. */
export function attempt(step: () => void): string | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof InvariantViolation) throw error;
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
