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

/** Names of the domain, in the scopes too. */
function renamed(
  change: Partial<Pick<DomainJoinConfig, 'DnsName' | 'NetBiosName'>>,
): CredentialSpec {
  const { DomainJoinConfig: names } = withDomain(change);
  const spec = withAccounts([
    { Name: 'webapp01', Scope: names.DnsName },
    { Name: 'webapp01', Scope: names.NetBiosName },
  ]);
  return { ...spec, DomainJoinConfig: names };
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
const host = 'ActiveDirectoryConfig.HostAccountConfig';
const plugin = `${host}.PluginGUID`;

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
      name: 'a forest that is no DNS name',
      spec: withDomain({ DnsTreeName: 'con toso' }),
      issue: `warning malformed-dns-name at ${domain}.DnsTreeName: DnsTreeName 'con toso' is not a DNS name`,
    },
    {
      name: 'a forest without a name',
      spec: withDomain({ DnsTreeName: '' }),
      issue: `warning malformed-dns-name at ${domain}.DnsTreeName: DnsTreeName '' is not a DNS name`,
    },
    {
      name: 'a version of Container Credential Guard that there is not',
      spec: withHostAccount({ PortableCcgVersion: '2' }),
      issue: `warning unknown-ccg-version at ${host}.PortableCcgVersion: PortableCcgVersion '2' is not 1, the only one there is`,
    },
    {
      name: 'a plugin that is told nothing',
      spec: withHostAccount({ PluginInput: '' }),
      issue: `warning empty-plugin-input at ${host}.PluginInput: PluginInput is empty, so that the plugin is told nothing`,
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
      name: 'an account that is listed twice',
      spec: withAccounts([...both('webapp01'), { Name: 'WebApp01', Scope: 'Contoso.com' }]),
      issue: `warning duplicate-account at ${accounts}.2: account 'WebApp01' has the scope Contoso.com already`,
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

  it.each(['', 'CONTOSO\\webapp02', 'webapp02@contoso.com', 'webapp02$'])(
    'warns of another account that is listed as %j',
    (name) => {
      expect(check(withAccounts([...both('webapp01'), ...both(name)]))).toEqual(
        [2, 3].map(
          (index) =>
            `warning malformed-account-name at ${accounts}.${index}.Name: ` +
            `Name '${name}' must be a name without domain and without $`,
        ),
      );
    },
  );

  it('warns of account names that are longer than 15 characters', () => {
    const name = 'a-very-long-name';
    const spec = withDomain({ MachineAccountName: name });
    const config = { ...spec.ActiveDirectoryConfig, GroupManagedServiceAccounts: both(name) };

    expect(check({ ...spec, ActiveDirectoryConfig: config })).toEqual([
      `warning account-name-too-long at ${domain}.MachineAccountName: ` +
        `MachineAccountName '${name}' has more than 15 characters`,
      ...[0, 1].map(
        (index) =>
          `warning account-name-too-long at ${accounts}.${index}.Name: ` +
          `Name '${name}' has more than 15 characters`,
      ),
    ]);
  });

  // Microsoft: naming-conventions-for-computer-domain-site-ou.
  it.each([
    { name: 'that is a DNS name', netBiosName: 'contoso.com' },
    { name: 'with what no name may have', netBiosName: 'CON*TOSO' },
    { name: 'with a sign of a path', netBiosName: 'CONTOSO\\' },
    { name: 'of nothing', netBiosName: '' },
  ])('warns of a NetBIOS name $name', ({ netBiosName }) => {
    expect(check(renamed({ NetBiosName: netBiosName }))).toContain(
      `warning malformed-netbios-name at ${domain}.NetBiosName: ` +
        `NetBiosName '${netBiosName}' is not the NetBIOS name of a domain`,
    );
  });

  it.each([
    { netBiosName: 'ABCDEFGHIJKLMNO', issues: [] },
    {
      netBiosName: 'ABCDEFGHIJKLMNOP',
      issues: [
        `warning netbios-name-too-long at ${domain}.NetBiosName: ` +
          "NetBiosName 'ABCDEFGHIJKLMNOP' has more than 15 characters",
      ],
    },
  ])('looks at the length of the NetBIOS name $netBiosName', ({ netBiosName, issues }) => {
    expect(check(renamed({ NetBiosName: netBiosName }))).toEqual(issues);
  });

  it.each([
    'con toso',
    '.com',
    'contoso.com.',
    '-a.com',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(127)}aa`,
  ])('warns of the DNS name %j of a domain', (name) => {
    expect(check(renamed({ DnsName: name }))).toEqual([
      `warning malformed-dns-name at ${domain}.DnsName: DnsName '${name}' is not a DNS name`,
    ]);
  });

  it.each(['contoso', 'a_b.contoso.com', 'x-y.example', `${'a'.repeat(63)}.com`])(
    'takes the DNS name %s of a domain',
    (name) => {
      expect(check(renamed({ DnsName: name }))).toEqual([]);
    },
  );

  it('takes a domain outside the tree that the forest is named by', () => {
    expect(check(withDomain({ DnsTreeName: 'fabrikam.com' }))).toEqual([]);
  });

  it('takes names and scopes in any capitals', () => {
    const spec = withAccounts([
      { Name: 'WEBAPP01', Scope: 'CONTOSO.COM' },
      { Name: 'webapp01', Scope: 'contoso' },
    ]);

    expect(check(spec)).toEqual([]);
  });

  it('needs no host account', () => {
    const { HostAccountConfig: _, ...config } = valid.ActiveDirectoryConfig;

    expect(check({ ...valid, ActiveDirectoryConfig: config })).toEqual([]);
  });

  it('lists everything that is wrong at once', () => {
    const spec = { ...withDomain({ Sid: '', Guid: '', MachineAccountName: '' }), CmsPlugins: [] };

    expect(checkCredentialSpec(spec).map(({ code }) => code)).toEqual([
      'missing-plugin',
      'malformed-sid',
      'malformed-account-name',
      'malformed-guid',
      'unlisted-account',
    ]);
  });
});
