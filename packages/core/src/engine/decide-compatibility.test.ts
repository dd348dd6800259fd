import { describe, expect, it } from 'vitest';
import type { Isolation } from '../model/container.ts';
import { decideCompatibility } from './decide-compatibility.ts';
import { describeHost } from './host-description.ts';

// Microsoft: version-compatibility.md. Process isolation blocks on another build; with Hyper-V
// isolation an older image runs on a newer host.
describe('decideCompatibility', () => {
  it.each([
    { isolation: 'process', image: '10.0.17763.1', host: 17763, runs: true },
    { isolation: 'process', image: '10.0.17763.9', host: 17763, runs: true },
    { isolation: 'process', image: '10.0.17763.1', host: 20348, runs: false },
    { isolation: 'process', image: '10.0.20348.1', host: 17763, runs: false },
    { isolation: 'hyperv', image: '10.0.14393.1', host: 17763, runs: true },
    { isolation: 'hyperv', image: '10.0.17763.1', host: 17763, runs: true },
    { isolation: 'hyperv', image: '10.0.20348.1', host: 17763, runs: false },
    { isolation: 'default', image: '10.0.17763.1', host: 20348, runs: false },
  ])('$isolation, image $image, host $host: $runs', ({ isolation, image, host, runs }) => {
    const compatible = decideCompatibility({
      host: describeHost({ os: 'windows', build: host }, 'A'),
      isolation: isolation as Isolation,
      platform: { os: 'windows', architecture: 'amd64', osVersion: image },
    });

    expect(compatible).toBe(runs);
  });

  // Only on Windows Server 2016 do revisions count, and only for process isolation.
  it.each([
    { name: 'the same', build: 14393, revision: 1914, image: '10.0.14393.1914', runs: true },
    { name: 'another', build: 14393, revision: 1914, image: '10.0.14393.1944', runs: false },
    { name: 'none of the image', build: 14393, revision: 1914, image: '10.0.14393', runs: true },
    { name: 'none of the host', build: 14393, image: '10.0.14393.1944', runs: true },
    { name: 'another, on 1709', build: 16299, revision: 1, image: '10.0.16299.2', runs: true },
    { name: 'another, on 1809', build: 17763, revision: 1, image: '10.0.17763.2', runs: true },
    {
      name: 'another, with Hyper-V',
      build: 14393,
      revision: 1914,
      image: '10.0.14393.1944',
      isolation: 'hyperv',
      runs: true,
    },
  ])('compares revisions: $name: $runs', ({ build, revision, image, isolation, runs }) => {
    const options = { os: 'windows', build, engineVersion: '20.10.24' } as const;
    const given = revision === undefined ? options : { ...options, revision };
    const compatible = decideCompatibility({
      host: describeHost(given, 'A'),
      isolation: isolation === undefined ? 'process' : 'hyperv',
      platform: { os: 'windows', architecture: 'amd64', osVersion: image },
    });

    expect(compatible).toBe(runs);
  });

  // containerd: pull request 8137.
  it.each([
    { host: 22000, image: '10.0.20348.1', runs: true },
    { host: 26100, image: '10.0.20348.1', runs: true },
    { host: 26100, image: '10.0.22621.1', runs: true },
    { host: 22000, image: '10.0.17763.1', runs: false },
    { host: 22000, image: '10.0.22621.1', runs: false },
    { host: 19045, image: '10.0.19041.1', runs: false },
    { host: 20348, image: '10.0.19041.1', runs: false },
  ])('isolates processes of $image on build $host: $runs', ({ host, image, runs }) => {
    const compatible = decideCompatibility({
      host: describeHost({ os: 'windows', build: host }, 'A'),
      isolation: 'process',
      platform: { os: 'windows', architecture: 'amd64', osVersion: image },
    });

    expect(compatible).toBe(runs);
  });

  it('leaves the default to the host', () => {
    const host = describeHost({ os: 'windows', build: 20348, isolation: 'hyperv' }, 'A');
    const platform = { os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.1' };

    expect(decideCompatibility({ host, isolation: 'default', platform })).toBe(true);
    expect(decideCompatibility({ host, isolation: 'process', platform })).toBe(false);
  });

  it('takes Hyper-V for the default of a client', () => {
    const host = describeHost({ os: 'windows', build: 22000 }, 'A');
    const platform = { os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.1' };

    expect(decideCompatibility({ host, isolation: 'default', platform })).toBe(true);
    expect(decideCompatibility({ host, isolation: 'process', platform })).toBe(false);
  });

  it('runs an image that does not tell its version', () => {
    const host = describeHost({ os: 'windows' }, 'A');

    expect(decideCompatibility({ host, isolation: 'process', platform: undefined })).toBe(true);
  });
});
