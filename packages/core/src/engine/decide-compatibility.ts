import type { Isolation } from '../model/container.ts';
import type { ImagePlatform } from '../registry/registry.ts';
import type { HostDescription } from './host-description.ts';
import { parseWindowsVersion } from './windows-version.ts';

/**
 * Decides whether Windows runs a container of an image: with process isolation the builds are the
 * same, with Hyper-V isolation the host's is not the older one. An image or a host that does not
 * tell its version runs. Microsoft: version-compatibility.md.
 */
export function decideCompatibility({ host, isolation, platform }: CompatibilityRequest): boolean {
  if (host.build === undefined || platform?.osVersion === undefined) return true;
  const image = parseWindowsVersion(platform.osVersion);
  if (image === undefined) return true;
  const effective = isolation === 'default' ? host.isolation : isolation;
  return effective === 'hyperv' ? host.build >= image.build : host.build === image.build;
}

/** What {@link decideCompatibility} decides from. */
export interface CompatibilityRequest {
  readonly host: HostDescription;
  /** What the service asks for; `default` leaves it to the host. */
  readonly isolation: Isolation;
  /** The image as it is on the host; undefined where nobody described it. */
  readonly platform: ImagePlatform | undefined;
}
