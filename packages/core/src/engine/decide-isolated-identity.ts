import type { Isolation } from '../model/container.ts';

/**
 * Decides whether a container with a credential spec starts under the isolation it gets: in a virtual
 * machine it does not on versions 1703, 1709 and 1803. Microsoft: gmsa-troubleshooting.md, Known issues.
 *
 * Deviation: such a container hangs or fails; here it always fails, so that its task says so.
 */
export function decideIsolatedIdentity({ isolation, host }: IsolatedIdentityRequest): boolean {
  const effective = isolation === 'default' ? host.isolation : isolation;
  if (effective !== 'hyperv' || host.build === undefined) return true;
  return !brokenBuilds.includes(host.build);
}

/** What {@link decideIsolatedIdentity} decides from. */
export interface IsolatedIdentityRequest {
  /** What the service asks for; `default` leaves it to the host. */
  readonly isolation: Isolation;
  readonly host: {
    /** Build of its Windows; absent where it is not known. */
    readonly build?: number;
    readonly isolation: 'process' | 'hyperv';
  };
}

/** Versions 1703, 1709 and 1803. */
const brokenBuilds: readonly number[] = [15_063, 16_299, 17_134];
