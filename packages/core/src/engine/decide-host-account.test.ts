import { describe, expect, it } from 'vitest';

import { credentialSpec } from '../credential-spec/credential-spec.ts';
import { decideHostAccount, type HostAccountRequest } from './decide-host-account.ts';

const plugin = '{CCC2A336-D7F3-4818-A213-272B7924213E}';
const config = { PortableCcgVersion: '1', PluginGUID: plugin, PluginInput: 'vault' };
const reader = { domain: 'contoso.com', user: 'reader', password: 'p' };
const host = { build: 17_763, ccgPlugins: { [plugin]: { credentials: { vault: reader } } } };

/** A credential spec with a `HostAccountConfig`, whatever that is. */
function specWith(hostAccount: unknown): string {
  const spec = credentialSpec({ domain: 'contoso.com', account: 'webapp01' });
  const accounts = { ...spec.ActiveDirectoryConfig, HostAccountConfig: hostAccount };
  return JSON.stringify({ ...spec, ActiveDirectoryConfig: accounts });
}

interface Row {
  readonly name: string;
  readonly config: unknown;
  readonly host: HostAccountRequest['host'];
  readonly kind: string;
}

describe('decideHostAccount', () => {
  it.each<Row>([
    { name: 'asks the plugin', config, host, kind: 'user' },
    { name: 'asks none where the document names none', config: undefined, host, kind: 'unused' },
    { name: 'asks none where the document says null', config: null, host, kind: 'unused' },
    {
      name: 'asks none on a joined host',
      config,
      host: { ...host, domain: 'contoso.com' },
      kind: 'unused',
    },
    {
      name: 'asks none on a joined host that lacks it',
      config,
      host: { domain: 'contoso.com', ccgPlugins: {} },
      kind: 'unused',
    },
    {
      name: 'asks none before version 1809',
      config,
      host: { ...host, build: 17_134 },
      kind: 'unused',
    },
    {
      name: 'finds a plugin that is spelt otherwise',
      config: { ...config, PluginGUID: plugin.toLowerCase() },
      host,
      kind: 'user',
    },
    {
      name: 'misses one that is not in braces',
      config: { ...config, PluginGUID: plugin.slice(1, -1) },
      host,
      kind: 'missing-plugin',
    },
    {
      name: 'misses one that is not registered',
      config,
      host: { ccgPlugins: {} },
      kind: 'missing-plugin',
    },
    {
      name: 'misses one whose GUID is none',
      config: { ...config, PluginGUID: 'toString' },
      host,
      kind: 'missing-plugin',
    },
    {
      name: 'cannot load a broken one, whatever it knows',
      config,
      host: { ccgPlugins: { [plugin]: { isBroken: true, credentials: { vault: reader } } } },
      kind: 'broken-plugin',
    },
    {
      name: 'gets nothing for another input',
      config: { ...config, PluginInput: 'Vault' },
      host,
      kind: 'no-credentials',
    },
    {
      name: 'gets nothing for an input that all objects know',
      config: { ...config, PluginInput: 'toString' },
      host,
      kind: 'no-credentials',
    },
    {
      name: 'gets nothing from a plugin that knows nobody',
      config,
      host: { ccgPlugins: { [plugin]: {} } },
      kind: 'no-credentials',
    },
  ])('$name', (row) => {
    const account = decideHostAccount({ credentialSpec: specWith(row.config), host: row.host });

    expect(account.kind).toBe(row.kind);
  });

  it('asks none for a document that Windows cannot use', () => {
    expect(decideHostAccount({ credentialSpec: '{', host })).toEqual({ kind: 'unused' });
  });

  it('gives the user that the plugin answers', () => {
    expect(decideHostAccount({ credentialSpec: specWith(config), host })).toEqual({
      kind: 'user',
      plugin,
      credentials: reader,
    });
  });
});
