import { describe, expect, it } from 'vitest';
import type { ContainerSpec, CredentialSpecSource } from '../model/container.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import { decideCreation } from './decide-creation.ts';
import { describeHost } from './host-description.ts';

const linux = describeHost({ os: 'linux' }, 'A');
const windows = describeHost({ os: 'windows' }, 'A');
const container: ContainerSpec = { kind: 'container', image: 'iis' };

describe('decideCreation', () => {
  // moby: daemon/daemon_unix.go, parseSecurityOpt; recorded for config://.
  it.each<{ source: CredentialSpecSource; option: string }>([
    {
      source: { kind: 'config', configId: toId<ConfigId>('c1') },
      option: 'credentialspec=config://c1',
    },
    { source: { kind: 'file', file: 'a.json' }, option: 'credentialspec=file://a.json' },
    { source: { kind: 'registry', registry: 'a' }, option: 'credentialspec=registry://a' },
  ])('refuses $option on Linux', ({ source, option }) => {
    const spec = { ...container, privileges: { credentialSpec: source } };

    expect(decideCreation(spec, linux)).toBe(`invalid --security-opt 2: "${option}"`);
    expect(decideCreation(spec, windows)).toBeUndefined();
  });

  it.each(['process', 'hyperv'] as const)('refuses %s isolation on Linux', (isolation) => {
    // moby: daemon/container.go, validateHostConfig.
    expect(decideCreation({ ...container, isolation }, linux)).toBe(
      `invalid isolation '${isolation}' on linux`,
    );
    expect(decideCreation({ ...container, isolation }, windows)).toBeUndefined();
  });

  it('creates an ordinary container anywhere', () => {
    expect(decideCreation({ ...container, isolation: 'default' }, linux)).toBeUndefined();
    expect(decideCreation(container, windows)).toBeUndefined();
  });
});
