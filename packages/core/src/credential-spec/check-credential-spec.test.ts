import { describe, expect, it } from 'vitest';
import { credentialSpec } from './build-credential-spec.ts';
import { checkCredentialSpec } from './check-credential-spec.ts';
import type {
  ActiveDirectoryConfig,
  CredentialSpec,
  DomainJoinConfig,
  HostAccountConfig,
} from './credential-spec-document.ts';

const valid = credentialSpec({
  domain: 'contoso.com',
  account: 'webapp01',
  additionalAccounts: ['webapp02'],
  hostAccount: { pluginGuid: 'CCC2A336-D7F3-4818-A213-272B7924213E', pluginInput: 'ObjectId=1' },
});

type Accounts = ActiveDirectoryConfig['GroupManagedServiceAccounts'];

function withDomain(change: Partial<DomainJoinConfig>): CredentialSpec {
  return { ...valid, DomainJoinConfig: { ...valid.DomainJoinConfig, ...change } };
}

function withAccounts(accounts: Accounts): CredentialSpec {
  const config = { ...valid.ActiveDirectoryConfig, GroupManagedServiceAccounts: accounts };
  return { ...valid, ActiveDirectoryConfig: config };
}

function withHostAccount(change: Partial<HostAccountConfig>): CredentialSpec {
  const config = valid.ActiveDirectoryConfig;
  const host = { ...config.HostAccountConfig!, ...change };
  return { ...valid, ActiveDirectoryConfig: { ...config, HostAccountConfig: host } };
}

const both = (name: string): Accounts => [
  { Name: name, Scope: 'contoso.com' },
  { Name: name, Scope: 'CONTOSO' },
];

/** `severity code at path: message`, one line each. */
function check(spec: CredentialSpec): readonly string[] {
  return checkCredentialSpec(spec).map(
    ({ severity, code, path, message }) => `${severity} ${code} at ${path}: ${message}`,
  );
}

const domain = 'DomainJoinConfig';
const accounts = 'ActiveDirectoryConfig.GroupManagedServiceAccounts';
const plugin = 'ActiveDirectoryConfig.HostAccountConfig.PluginGUID';

// Microsoft: gmsa-troubleshooting.md and the CredentialSpec module's New-CredentialSpec.
describe('checkCredentialSpec', () => {
  it('finds nothing in what New-CredentialSpec writes, several accounts and a plugin included', () => {
    expect(check(valid)).toEqual([]);
  });

  it.each([
    {
      name: 'no plugin',
      spec: { ...valid, CmsPlugins: [] },
      issue: 'error missing-plugin at CmsPlugins: CmsPlugins must include ActiveDirectory',
    },
    {
      name: 'a plugin in other capitals',
      spec: { ...valid, CmsPlugins: ['activedirectory'] },
      issue: 'error missing-plugin at CmsPlugins: CmsPlugins must include ActiveDirectory',
    },
    {
      name: 'a SID of an account',
      spec: withDomain({ Sid: 'S-1-5-21-1-2-3-1104' }),
      issue: `warning malformed-sid at ${domain}.Sid: Sid 'S-1-5-21-1-2-3-1104' is that of an account, not of a domain`,
    },
    {
      name: 'a SID of no domain',
      spec: withDomain({ Sid: 'S-1-5-32-544' }),
      issue: `warning malformed-sid at ${domain}.Sid: Sid 'S-1-5-32-544' is not the SID of a domain`,
    },
    {
      name: 'a GUID in braces',
      spec: withDomain({ Guid: '{5706bf5a-0065-44a8-a681-1ed69609bc6c}' }),
      issue: `warning malformed-guid at ${domain}.Guid: Guid '{5706bf5a-0065-44a8-a681-1ed69609bc6c}' is not a GUID`,
    },
    {
      name: 'a plugin GUID without braces',
      spec: withHostAccount({ PluginGUID: 'CCC2A336-D7F3-4818-A213-272B7924213E' }),
      issue: `error malformed-guid at ${plugin}: PluginGUID 'CCC2A336-D7F3-4818-A213-272B7924213E' is not a GUID in braces`,
    },
    {
      name: 'a plugin GUID with nothing in its braces',
      spec: withHostAccount({ PluginGUID: '{}' }),
      issue: `error malformed-guid at ${plugin}: PluginGUID '{}' is not a GUID in braces`,
    },
    {
      name: 'an account of another domain',
      spec: withAccounts([...both('webapp01'), { Name: 'webapp01', Scope: 'fabrikam.com' }]),
      issue: `error wrong-scope at ${accounts}.2.Scope: Scope 'fabrikam.com' is neither contoso.com nor CONTOSO`,
    },
    {
      name: 'an account without its NetBIOS entry',
      spec: withAccounts([...both('webapp01'), { Name: 'webapp02', Scope: 'contoso.com' }]),
      issue: `warning missing-scope at ${accounts}: account 'webapp02' has no entry for the scope CONTOSO`,
    },
    {
      name: 'an account that is not among the others',
      spec: withAccounts(both('webapp02')),
      issue: `error unlisted-account at ${accounts}: MachineAccountName 'webapp01' is not among the accounts`,
    },
  ])('finds $name', ({ spec, issue }) => {
    expect(check(spec)).toEqual([issue]);
  });

  it.each([
    { name: 'nothing', account: '' },
    { name: 'a domain before it', account: 'CONTOSO\\webapp01' },
    { name: 'a domain behind it', account: 'webapp01@contoso.com' },
    { name: 'the sign of a computer account', account: 'webapp01$' },
  ])('finds an account name with $name', ({ account }) => {
    const [issue] = check(withDomain({ MachineAccountName: account }));

    expect(issue).toBe(
      `error malformed-account-name at ${domain}.MachineAccountName: ` +
        `MachineAccountName '${account}' must be a name without domain and without $`,
    );
  });

  it('warns of an account name that is longer than 15 characters', () => {
    const name = 'a-very-long-name';
    const spec = withDomain({ MachineAccountName: name });
    const config = { ...spec.ActiveDirectoryConfig, GroupManagedServiceAccounts: both(name) };

    expect(check({ ...spec, ActiveDirectoryConfig: config })).toEqual([
      `warning account-name-too-long at ${domain}.MachineAccountName: ` +
        `MachineAccountName '${name}' has more than 15 characters`,
    ]);
  });

  it('takes names and scopes in any capitals', () => {
    const spec = withAccounts([
      { Name: 'WEBAPP01', Scope: 'CONTOSO.COM' },
      { Name: 'webapp01', Scope: 'contoso' },
    ]);

    expect(check(spec)).toEqual([]);
  });

  it('needs no host account, and asks only for the GUID of one', () => {
    const { HostAccountConfig: _, ...config } = valid.ActiveDirectoryConfig;

    expect(check({ ...valid, ActiveDirectoryConfig: config })).toEqual([]);
    expect(check(withHostAccount({ PortableCcgVersion: '2', PluginInput: '' }))).toEqual([]);
  });

  it('lists everything that is wrong at once', () => {
    const spec = { ...withDomain({ Sid: '', Guid: '', MachineAccountName: '' }), CmsPlugins: [] };

    expect(checkCredentialSpec(spec).map(({ code }) => code)).toEqual([
      'missing-plugin',
      'malformed-sid',
      'malformed-guid',
      'malformed-account-name',
      'unlisted-account',
    ]);
  });
});
