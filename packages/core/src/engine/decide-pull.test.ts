import { describe, expect, it } from 'vitest';
import type { ImagePlatform, RegistryImage } from '../registry/registry.ts';
import { decidePull } from './decide-pull.ts';
import { describeHost } from './host-description.ts';

const windowsHost = describeHost({ os: 'windows', build: 17763 }, 'A');
const linuxHost = describeHost({ os: 'linux' }, 'A');
const linux = { os: 'linux', architecture: 'amd64' };

function windows(osVersion: string): ImagePlatform {
  return { os: 'windows', architecture: 'amd64', osVersion };
}

function request(
  platforms: readonly ImagePlatform[],
  host: typeof windowsHost,
): Parameters<typeof decidePull>[0] {
  const image: RegistryImage = { name: 'app:1', repository: 'app', digest: 'sha256:1', platforms };
  return { name: 'app:1', image, refusesUnknown: false, host };
}

describe('decidePull', () => {
  it('pulls what nobody described, unless the registry refuses it', () => {
    const unknown = { name: 'app:1', image: undefined, host: linuxHost };

    expect(decidePull({ ...unknown, refusesUnknown: false })).toEqual({ kind: 'pulled' });
    expect(decidePull({ ...unknown, refusesUnknown: true })).toEqual({
      kind: 'refused',
      error: 'No such image: app:1',
    });
  });

  it('refuses an image for a newer Windows', () => {
    // moby: daemon/internal/distribution/pull_v2_windows.go, checkImageCompatibility.
    expect(decidePull(request([windows('10.0.20348.169')], windowsHost))).toEqual({
      kind: 'refused',
      error: 'a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host',
    });
  });

  it('pulls an image for an older Windows: whether it runs shows at its start', () => {
    const older = windows('10.0.14393.1');

    expect(decidePull(request([older], windowsHost))).toEqual({ kind: 'pulled', platform: older });
  });

  it('refuses a Linux image on Windows', () => {
    // moby: daemon/internal/distribution/pull_v2.go, pullSchema2Layers.
    expect(decidePull(request([linux], windowsHost))).toEqual({
      kind: 'refused',
      error: 'cannot download image with operating system "linux" when requesting "windows"',
    });
  });

  it('takes the platform of the same build from a manifest list', () => {
    // moby: daemon/internal/distribution/pull_v2_windows.go, manifestsByVersion.
    const same = windows('10.0.17763.2');
    const list = [windows('10.0.14393.1'), same, windows('10.0.20348.1'), linux];

    expect(decidePull(request(list, windowsHost))).toEqual({ kind: 'pulled', platform: same });
  });

  it('takes the first that is not newer where no build is the same', () => {
    const first = windows('10.0.14393.1');
    const list = [linux, windows('10.0.20348.1'), first, windows('10.0.16299.1')];

    expect(decidePull(request(list, windowsHost))).toEqual({ kind: 'pulled', platform: first });
  });

  it.each([
    {
      name: 'newer builds only, in a list',
      platforms: [windows('10.0.20348.1'), windows('10.0.26100.1')],
      host: windowsHost,
      wanted: 'windows(10.0.17763)/amd64',
    },
    {
      name: 'another processor on Windows',
      platforms: [{ os: 'windows', architecture: 'arm64' }],
      host: windowsHost,
      wanted: 'windows(10.0.17763)/amd64',
    },
    {
      name: 'a Windows image on Linux',
      platforms: [windows('10.0.17763.1')],
      host: linuxHost,
      wanted: 'linux/amd64',
    },
    {
      name: 'another processor on Linux',
      platforms: [linux],
      host: describeHost({ os: 'linux', architecture: 'aarch64' }, 'A'),
      wanted: 'linux/arm64',
    },
  ])('finds no manifest for $name', ({ platforms, host, wanted }) => {
    // moby: daemon/internal/distribution/pull_v2.go, noMatchesErr.
    expect(decidePull(request(platforms, host))).toEqual({
      kind: 'refused',
      error: `no matching manifest for ${wanted} in the manifest list entries`,
    });
  });
});
