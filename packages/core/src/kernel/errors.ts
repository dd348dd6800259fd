/** Codes that every error of the library carries in `code`; match on the code, not on the class. */
export type SwarmSimErrorCode =
  | 'invalid-argument'
  | 'not-found'
  | 'already-exists'
  | 'failed-precondition'
  | 'permission-denied'
  | 'unimplemented'
  | 'deadline-exceeded'
  | 'internal'
  | 'unknown'
  | 'sequence-conflict'
  | 'time-reversed'
  | 'reentrant-call'
  | 'disposed'
  | 'ambiguous'
  | 'malformed-duration'
  | 'malformed-size'
  | 'livelock'
  | 'invariant-violation';

/** An operation was refused. Nothing was changed. */
export class SwarmSimError extends Error {
  readonly code: SwarmSimErrorCode;

  constructor(code: SwarmSimErrorCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A bug: something that must always hold did not. Never caught inside core. */
export class InvariantViolation extends SwarmSimError {
  constructor(message: string) {
    super('invariant-violation', message);
  }
}

/** Throws {@link InvariantViolation} unless the condition holds. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}
