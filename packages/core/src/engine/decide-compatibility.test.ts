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

  it('leaves the default to the host', () => {
    const host = describeHost({ os: 'windows', build: 20348, isolation: 'hyperv' }, 'A');
    const platform = { os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.1' };

    expect(decideCompatibility({ host, isolation: 'default', platform })).toBe(true);
    expect(decideCompatibility({ host, isolation: 'process', platform })).toBe(false);
  });

  it('runs an image that does not tell its version', () => {
    const host = describeHost({ os: 'windows' }, 'A');

    expect(decideCompatibility({ host, isolation: 'process', platform: undefined })).toBe(true);
  });
});
