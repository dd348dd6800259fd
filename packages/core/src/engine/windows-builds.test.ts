import { describe, expect, it } from 'vitest';
import { isClientBuild, windowsBuildName, windowsBuilds } from './windows-builds.ts';

describe('windowsBuildName', () => {
  // hcsshim: osversion/windowsbuilds.go.
  it.each([
    { build: 14393, name: 'Windows Server 2016' },
    { build: 15063, name: 'Windows 10, version 1703' },
    { build: 16299, name: 'Windows Server, version 1709' },
    { build: 17134, name: 'Windows Server, version 1803' },
    { build: 17763, name: 'Windows Server 2019' },
    { build: 20348, name: 'Windows Server 2022' },
    { build: 22000, name: 'Windows 11, version 21H2' },
    { build: 26100, name: 'Windows Server 2025' },
    { build: 17764, name: undefined },
    { build: 0, name: undefined },
  ])('calls $build $name', ({ build, name }) => {
    expect(windowsBuildName(build)).toBe(name);
  });

  it('knows every build that a rule asks for', () => {
    expect(Object.values(windowsBuilds).map(windowsBuildName)).not.toContain(undefined);
  });
});

describe('isClientBuild', () => {
  it.each([
    { build: 14393, isClient: false },
    { build: 15063, isClient: true },
    { build: 17763, isClient: false },
    { build: 19045, isClient: true },
    { build: 22000, isClient: true },
    { build: 25398, isClient: false },
    { build: 26100, isClient: false },
    { build: 1, isClient: false },
  ])('says of $build: $isClient', ({ build, isClient }) => {
    expect(isClientBuild(build)).toBe(isClient);
  });
});
