import { windowsBuilds } from './windows-builds.ts';

/**
 * Says why an engine does not start on a build of Windows; undefined where it does. A version that
 * cannot be read counts as a present one. moby: daemon/daemon_windows.go, checkSystem.
 */
export function refuseWindowsBuild(build: number, engineVersion: string): string | undefined {
  if (isOlderEngine(engineVersion, firstWithoutServer2016)) {
    if (build >= windowsBuilds.server2016) return undefined;
    return `The docker daemon requires build ${windowsBuilds.server2016} or later of Windows Server 2016 or Windows 10`;
  }
  if (build >= windowsBuilds.server2019) return undefined;
  return `this version of Windows does not support the docker daemon (Windows build ${windowsBuilds.server2019} or higher is required)`;
}

/** Whether an engine's version comes before a release: `20.10.24`, `18.09.9-ce`. */
export function isOlderEngine(engineVersion: string, { year, month }: EngineRelease): boolean {
  const parts = /^v?(\d+)\.(\d+)/.exec(engineVersion);
  if (parts === null) return false;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major < year || (major === year && minor < month);
}

/** The first two parts of an engine's version, which were a year and a month up to 22.06. */
export interface EngineRelease {
  readonly year: number;
  readonly month: number;
}

/** moby: pull request 43254. There are but betas of 22.06, so that 23.0 is the first to speak of. */
const firstWithoutServer2016: EngineRelease = { year: 22, month: 6 };
