/** Releases of Windows that containers run on, by build. hcsshim: osversion/windowsbuilds.go. */

/** What a build of Windows is called, such as `Windows Server 2019`; undefined for one without a name here. */
export function windowsBuildName(build: number): string | undefined {
  return names.get(build);
}

/** Whether only clients have a build: no server was released with it. */
export function isClientBuild(build: number): boolean {
  return /^Windows 1[01],/.test(windowsBuildName(build) ?? '');
}

/** Builds that a rule asks for. */
export const windowsBuilds = {
  server2016: 14_393,
  server2019: 17_763,
  server2022: 20_348,
} as const;

// A client and a server may have the same build; the server's name stands first.
const names: ReadonlyMap<number, string> = new Map([
  [14_393, 'Windows Server 2016'],
  [15_063, 'Windows 10, version 1703'],
  [16_299, 'Windows Server, version 1709'],
  [17_134, 'Windows Server, version 1803'],
  [17_763, 'Windows Server 2019'],
  [18_362, 'Windows Server, version 1903'],
  [18_363, 'Windows Server, version 1909'],
  [19_041, 'Windows Server, version 2004'],
  [19_042, 'Windows Server, version 20H2'],
  [19_044, 'Windows 10, version 21H2'],
  [19_045, 'Windows 10, version 22H2'],
  [20_348, 'Windows Server 2022'],
  [22_000, 'Windows 11, version 21H2'],
  [22_621, 'Windows 11, version 22H2'],
  [25_398, 'Windows Server, version 23H2'],
  [26_100, 'Windows Server 2025'],
]);
