import { SwarmSimError } from '../kernel/errors.ts';

/** gRPC status of a refusal; `unknown` is an error that SwarmKit returns without a status. */
export type ControlApiErrorCode =
  | 'invalid-argument'
  | 'not-found'
  | 'already-exists'
  | 'failed-precondition'
  | 'permission-denied'
  | 'unimplemented'
  | 'deadline-exceeded'
  | 'internal'
  | 'unknown';

/** The control API refused a call, in SwarmKit's words. Nothing was changed. */
export class ControlApiError extends SwarmSimError {
  declare readonly code: ControlApiErrorCode;
  /** How long, in ms, a client waits for this answer. Calls here never wait: the clock stands still. */
  readonly waitMs: number;

  constructor(code: ControlApiErrorCode, message: string, waitMs = 0) {
    super(code, message);
    this.waitMs = waitMs;
  }
}

/** The request makes no sense, whatever the state of the cluster. */
export function invalidArgument(message: string): ControlApiError {
  return new ControlApiError('invalid-argument', message);
}

/** Something that the request must have is missing. SwarmKit: manager/controlapi/server.go. */
export function missingArgument(): ControlApiError {
  return invalidArgument('invalid argument');
}

/** The object is not in the store. */
export function notFound(message: string): ControlApiError {
  return new ControlApiError('not-found', message);
}

/** The request does not fit the present state of the cluster. */
export function failedPrecondition(message: string): ControlApiError {
  return new ControlApiError('failed-precondition', message);
}

/** SwarmKit leaves this out on purpose. */
export function unimplemented(message: string): ControlApiError {
  return new ControlApiError('unimplemented', message);
}
