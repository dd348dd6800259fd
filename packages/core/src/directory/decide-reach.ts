import type { ControllerState, DomainState, HostState } from './directory-state.ts';
import { isSameName } from './sam-name.ts';

/** Decides which controllers of a domain a host reaches now, in the order of the domain. */
export function decideReach(
  { controllers }: Pick<DomainState, 'controllers'>,
  host: Pick<HostState, 'site' | 'isCutOff'>,
): readonly ControllerState[] {
  if (host.isCutOff) return [];
  return controllers.filter(({ isRunning, reachableFrom }) => {
    if (!isRunning) return false;
    return reachableFrom === undefined || reachableFrom.some((site) => isSameName(site, host.site));
  });
}
