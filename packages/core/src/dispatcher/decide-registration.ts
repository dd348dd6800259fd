import { registrationsMax, registrationWindowMs } from '../model/defaults.ts';

/** What is remembered of a node's registrations. */
export interface RegistrationRecord {
  /** When the last one was let in. */
  readonly registeredAt: number;
  /** How many came, refused ones included, since the last pause. */
  readonly attempts: number;
}

/**
 * Decides whether a node that is known already may register again: the fourth further attempt
 * within 8 s of the last success is refused. SwarmKit: manager/dispatcher/nodes.go, CheckRateLimit.
 */
export function decideRegistration(
  known: RegistrationRecord,
  now: number,
): RegistrationRecord & { readonly isAllowed: boolean } {
  const isFresh = now - known.registeredAt > registrationWindowMs;
  const attempts = isFresh ? 1 : known.attempts + 1;
  const isAllowed = attempts <= registrationsMax;
  return { isAllowed, attempts, registeredAt: isAllowed ? now : known.registeredAt };
}
