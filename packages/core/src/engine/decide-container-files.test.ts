import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../model/container.ts';
import { toId, type ConfigId, type SecretId } from '../model/ids.ts';
import { decideContainerFiles } from './decide-container-files.ts';

const configId = toId<ConfigId>('config-1');
const secretId = toId<SecretId>('secret-1');

function containerWith(references: Pick<ContainerSpec, 'configs' | 'secrets'>): ContainerSpec {
  return { kind: 'container', image: 'iis', ...references };
}

describe('decideContainerFiles', () => {
  it('never makes a file of a config that is for the runtime', () => {
    // moby: daemon/container_operations_windows.go and _unix.go, setupConfigDir.
    const spec = containerWith({
      configs: [{ configId, configName: 'credspec', target: { kind: 'runtime' } }],
    });

    expect(decideContainerFiles(spec, 'windows')).toEqual([]);
    expect(decideContainerFiles(spec, 'linux')).toEqual([]);
  });

  it('makes no file of a reference without a target', () => {
    const spec = containerWith({
      configs: [{ configId, configName: 'a' }],
      secrets: [{ secretId, secretName: 'b' }],
    });

    expect(decideContainerFiles(spec, 'windows')).toEqual([]);
  });

  it('makes a file of a config that is referenced as a file besides', () => {
    const spec = containerWith({
      configs: [
        { configId, configName: 'credspec', target: { kind: 'runtime' } },
        { configId, configName: 'credspec', target: { kind: 'file', name: 'spec.json' } },
      ],
    });

    expect(decideContainerFiles(spec, 'windows')).toEqual([
      {
        kind: 'config',
        id: 'config-1',
        name: 'credspec',
        path: 'C:\\spec.json',
        uid: '0',
        gid: '0',
        mode: 0o444,
      },
    ]);
  });

  // moby: daemon/container/container_windows.go and container_unix.go.
  it.each([
    {
      os: 'windows',
      name: 'a.txt',
      config: 'C:\\a.txt',
      secret: 'C:\\ProgramData\\Docker\\secrets\\a.txt',
    },
    { os: 'windows', name: 'D:\\x\\a.txt', config: 'D:\\x\\a.txt', secret: 'D:\\x\\a.txt' },
    { os: 'linux', name: 'a.txt', config: '/a.txt', secret: '/run/secrets/a.txt' },
    { os: 'linux', name: '/etc/a.txt', config: '/etc/a.txt', secret: '/etc/a.txt' },
  ] as const)('puts $name on $os where docker puts it', ({ os, name, config, secret }) => {
    const target = { kind: 'file', name, uid: '1', gid: '2', mode: 0o400 } as const;
    const spec = containerWith({
      configs: [{ configId, configName: 'c', target }],
      secrets: [{ secretId, secretName: 's', target }],
    });

    const files = decideContainerFiles(spec, os);

    expect(files.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      `secret ${secret}`,
      `config ${config}`,
    ]);
    expect(files[0]).toMatchObject({ uid: '1', gid: '2', mode: 0o400 });
  });
});
