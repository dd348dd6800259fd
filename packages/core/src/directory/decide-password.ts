import type { AccountState } from './directory-state.ts';
import type { ManagedPassword } from './directory-queries.ts';

/** A day in ms. */
export const dayMs = 86_400_000;

/** Microsoft: Add-KdsRootKey, which lets ten hours pass so that every controller has the key. */
export const rootKeyDelayMs = 36_000_000;

/**
 * Decides which password an account has at an instant. Nobody changes it: controllers derive it from
 * the root key and the time, so it changes by itself, once an interval, and takes no action at all.
 * Microsoft: MS-ADTS 3.1.1.4.5.39, msDS-ManagedPassword, which has the previous one beside the current.
 */
export function decidePassword(account: AccountState, now: number): ManagedPassword {
  const intervalMs = account.passwordIntervalDays * dayMs;
  const current = Math.floor((now - account.createdAt) / intervalMs);
  return {
    current,
    ...(current > 0 && { previous: current - 1 }),
    changesAt: account.createdAt + (current + 1) * intervalMs,
  };
}

/** Whether some root key works already. */
export function hasRootKey(rootKeysWorkAt: readonly number[], now: number): boolean {
  return rootKeysWorkAt.some((worksAt) => worksAt <= now);
}
