import type { ContainerSpec } from '../model/container.ts';
import type { HostDescription } from './host-description.ts';
import { quoteSecurityOption } from './read-credential-spec.ts';

/**
 * Decides whether a container can be created; the text says why not. Linux knows neither isolation
 * nor credential specs and says so here. Windows looks at neither before the container starts.
 */
export function decideCreation(spec: ContainerSpec, host: HostDescription): string | undefined {
  if (host.os === 'windows') return undefined;
  const { isolation = 'default', privileges } = spec;
  // moby: daemon/container.go, validateHostConfig.
  if (isolation !== 'default') return `invalid isolation '${isolation}' on linux`;
  const source = privileges?.credentialSpec;
  if (source === undefined) return undefined;
  // moby: daemon/daemon_unix.go, parseSecurityOpt.
  return `invalid --security-opt 2: ${quoteSecurityOption(source)}`;
}
