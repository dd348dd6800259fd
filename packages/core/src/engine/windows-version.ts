/** Versions of Windows: `10.0.17763.1` is build 17763, revision 1. */

/** Build and revision of a version text; undefined where it has no build. */
export function parseWindowsVersion(text: string): WindowsVersion | undefined {
  const parts = text.split('.');
  const build = Number(parts[2]);
  if (parts.length < 3 || !Number.isSafeInteger(build)) return undefined;
  const revision = Number(parts[3]);
  return parts.length > 3 && Number.isSafeInteger(revision) ? { build, revision } : { build };
}

/** The part of a version that compatibility depends on. */
export interface WindowsVersion {
  readonly build: number;
  readonly revision?: number;
}

/** The version as messages have it: major, minor and build. hcsshim: osversion, String. */
export function formatWindowsVersion(version: WindowsVersion): string {
  return `10.0.${version.build}`;
}
