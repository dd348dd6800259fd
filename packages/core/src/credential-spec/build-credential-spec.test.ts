import { describe, expect, it } from 'vitest';
import { credentialSpec } from './build-credential-spec.ts';
import { CredentialSpecError } from './credential-spec-error.ts';

describe('credentialSpec', () => {
  it('writes each account once per name of the domain, as New-CredentialSpec does', () => {
    const spec = credentialSpec({
      domain: 'contoso.com',
      account: 'webapp01$',
      additionalAccounts: ['webapp02'],
      sid: 'S-1-5-21-1-2-3',
      guid: '11111111-2222-3333-4444-555555555555',
    });

    expect(spec).toEqual({
      CmsPlugins: ['ActiveDirectory'],
      DomainJoinConfig: {
        Sid: 'S-1-5-21-1-2-3',
        MachineAccountName: 'webapp01',
        Guid: '11111111-2222-3333-4444-555555555555',
        DnsTreeName: 'contoso.com',
        DnsName: 'contoso.com',
        NetBiosName: 'CONTOSO',
      },
      ActiveDirectoryConfig: {
        GroupManagedServiceAccounts: [
          { Name: 'webapp01', Scope: 'contoso.com' },
          { Name: 'webapp01', Scope: 'CONTOSO' },
          { Name: 'webapp02', Scope: 'contoso.com' },
          { Name: 'webapp02', Scope: 'CONTOSO' },
        ],
      },
    });
  });

  it('gives a domain the same identifiers every time, whatever the account', () => {
    const first = credentialSpec({ domain: 'contoso.com', account: 'a' }).DomainJoinConfig;
    const again = credentialSpec({ domain: 'Contoso.COM', account: 'b' }).DomainJoinConfig;
    const other = credentialSpec({ domain: 'fabrikam.com', account: 'a' }).DomainJoinConfig;

    expect(first.Sid).toMatch(/^S-1-5-21-\d+-\d+-\d+$/);
    expect(first.Guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect([again.Sid, again.Guid]).toEqual([first.Sid, first.Guid]);
    expect(other.Sid).not.toBe(first.Sid);
    expect(other.Guid).not.toBe(first.Guid);
  });

  it('cuts the NetBIOS name to 15 characters', () => {
    const spec = credentialSpec({ domain: 'averylongdomainname.example', account: 'a' });

    expect(spec.DomainJoinConfig.NetBiosName).toBe('AVERYLONGDOMAIN');
  });

  it('puts the plugin of a host outside the domain in braces', () => {
    const hostAccount = { pluginGuid: '{CCC2A336-D7F3-4818-A213-272B7924213E}' };
    const spec = credentialSpec({ domain: 'contoso.com', account: 'a', hostAccount });

    expect(spec.ActiveDirectoryConfig.HostAccountConfig).toEqual({
      PortableCcgVersion: '1',
      PluginGUID: '{CCC2A336-D7F3-4818-A213-272B7924213E}',
      PluginInput: '',
    });
  });

  it.each([
    { name: 'no domain', options: { domain: '', account: 'a' } },
    { name: 'a domain with spaces', options: { domain: 'con toso', account: 'a' } },
    {
      name: 'a domain with a label of 64 characters',
      options: { domain: `${'a'.repeat(64)}.com`, account: 'a' },
    },
    {
      name: 'a forest that is no DNS name',
      options: { domain: 'contoso.com', account: 'a', forest: 'con toso' },
    },
    { name: 'no account', options: { domain: 'contoso.com', account: '' } },
    { name: 'an account with its domain', options: { domain: 'contoso.com', account: 'C\\a' } },
    { name: 'an account as address', options: { domain: 'contoso.com', account: 'a@c.com' } },
    {
      name: 'a plugin without GUID',
      options: { domain: 'contoso.com', account: 'a', hostAccount: { pluginGuid: '' } },
    },
  ])('refuses $name', ({ options }) => {
    expect(() => credentialSpec(options)).toThrow(CredentialSpecError);
  });

  it.each([
    { options: null, message: 'a credential spec needs a domain and an account' },
    { options: { acount: 'a' }, message: "unknown option 'acount'" },
    { options: { sid: 7 }, message: "option 'sid' must be a text" },
    { options: { netBiosName: null }, message: "option 'netBiosName' must be a text" },
    {
      options: { additionalAccounts: 'ab' },
      message: "option 'additionalAccounts' must be a list",
    },
    { options: { hostAccount: 'a' }, message: "option 'hostAccount' must be an object" },
    { options: { hostAccount: {} }, message: 'plugin of the host account has no GUID' },
    {
      options: { hostAccount: { pluginGUID: 'a' } },
      message: "unknown option 'hostAccount.pluginGUID'",
    },
    {
      options: { hostAccount: { pluginGuid: 'a', pluginInput: 7 } },
      message: "option 'hostAccount.pluginInput' must be a text",
    },
  ])('refuses $options of a caller without types', ({ options, message }) => {
    const given = options === null ? options : { domain: 'contoso.com', account: 'a', ...options };

    expect(() => credentialSpec(given as never)).toThrow(
      expect.objectContaining({ name: 'CredentialSpecError', code: 'invalid-argument', message }),
    );
  });
});

describe('what credentialSpec makes', () => {
  it('is never what parseCredentialSpec takes for an error', () => {
    const hostAccount = { pluginGuid: 'x' };

    expect(() => credentialSpec({ domain: 'contoso.com', account: 'web', hostAccount })).toThrow(
      "PluginGUID '{x}' is not a GUID in braces",
    );
  });
});
