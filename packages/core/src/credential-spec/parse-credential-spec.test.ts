import { describe, expect, it } from 'vitest';
import { credentialSpec, formatCredentialSpec, parseCredentialSpec } from './credential-spec.ts';

// The document is that of Microsoft's New-CredentialSpec: gmsa-troubleshooting.md shows one.
const valid = credentialSpec({
  domain: 'contoso.com',
  account: 'webapp01',
  hostAccount: {
    pluginGuid: 'CCC2A336-D7F3-4818-A213-272B7924213E',
    pluginInput: 'ObjectId=1;Secret=url',
  },
});

/** The valid document with one place changed; undefined takes the place out. */
function changed(path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(valid)) as Record<string, unknown>;
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  let place = copy;
  for (const field of fields) place = place[field] as Record<string, unknown>;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return JSON.stringify(copy);
}

describe('parseCredentialSpec', () => {
  it('reads what New-CredentialSpec writes', () => {
    expect(parseCredentialSpec(formatCredentialSpec(valid))).toEqual({ spec: valid, issues: [] });
  });

  it.each(['', '{', 'credspec.json', '\ufeff{}'])('refuses %j as no JSON', (text) => {
    expect(parseCredentialSpec(text)).toEqual({
      issues: [
        {
          code: 'malformed-json',
          path: '',
          message: 'credential spec is not valid JSON',
          severity: 'error',
        },
      ],
    });
  });

  it.each(['[]', 'null', '"text"', '7'])('refuses %s as no object', (text) => {
    const { spec, issues } = parseCredentialSpec(text);

    expect(spec).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'wrong-type', path: '' }]);
  });

  it('names every missing part', () => {
    const { issues } = parseCredentialSpec('{}');

    expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'missing-field CmsPlugins',
      'missing-field DomainJoinConfig',
      'missing-field ActiveDirectoryConfig',
    ]);
  });

  it.each([
    { path: 'CmsPlugins', value: 'ActiveDirectory', code: 'wrong-type' },
    { path: 'CmsPlugins', value: ['Other'], code: 'missing-plugin' },
    { path: 'DomainJoinConfig', value: [], code: 'wrong-type' },
    { path: 'DomainJoinConfig.DnsName', value: undefined, code: 'missing-field' },
    { path: 'DomainJoinConfig.Guid', value: 7, code: 'wrong-type' },
    {
      path: 'DomainJoinConfig.MachineAccountName',
      value: 'webapp01$',
      code: 'malformed-account-name',
    },
    {
      path: 'DomainJoinConfig.MachineAccountName',
      value: 'other',
      code: 'unlisted-account',
      at: 'ActiveDirectoryConfig.GroupManagedServiceAccounts',
    },
    {
      path: 'ActiveDirectoryConfig.GroupManagedServiceAccounts',
      value: {},
      code: 'wrong-type',
    },
    {
      path: 'ActiveDirectoryConfig.GroupManagedServiceAccounts.0.Name',
      value: undefined,
      code: 'missing-field',
    },
    {
      path: 'ActiveDirectoryConfig.GroupManagedServiceAccounts.0.Scope',
      value: 'fabrikam.com',
      code: 'wrong-scope',
    },
    {
      path: 'ActiveDirectoryConfig.HostAccountConfig.PluginGUID',
      value: 'CCC2A336-D7F3-4818-A213-272B7924213E',
      code: 'malformed-guid',
    },
    {
      path: 'ActiveDirectoryConfig.HostAccountConfig.PluginInput',
      value: 1,
      code: 'wrong-type',
    },
  ])('refuses $value at $path: $code', ({ path, value, code, at }) => {
    const { spec, issues } = parseCredentialSpec(changed(path, value));

    expect(spec).toBeUndefined();
    expect(issues).toContainEqual(
      expect.objectContaining({ code, path: at ?? path, severity: 'error' }),
    );
  });

  it.each([
    { path: 'cmsplugins', value: [], code: 'unknown-field' },
    { path: 'DomainJoinConfig.Extra', value: 1, code: 'unknown-field' },
    { path: 'DomainJoinConfig.Sid', value: 'S-1-5-21-1-2-3-1104', code: 'malformed-sid' },
    { path: 'DomainJoinConfig.Guid', value: 'none', code: 'malformed-guid' },
    {
      path: 'ActiveDirectoryConfig.GroupManagedServiceAccounts',
      value: [{ Name: 'WEBAPP01', Scope: 'CONTOSO.COM' }],
      code: 'missing-scope',
    },
  ])('warns of $value at $path: $code', ({ path, value, code }) => {
    const { spec, issues } = parseCredentialSpec(changed(path, value));

    expect(spec).toBeDefined();
    expect(issues).toMatchObject([{ code, path, severity: 'warning' }]);
  });

  it('says that the SID is that of an account', () => {
    const text = changed('DomainJoinConfig.Sid', 'S-1-5-21-1-2-3-1104');

    expect(parseCredentialSpec(text).issues.map(({ message }) => message)).toEqual([
      "Sid 'S-1-5-21-1-2-3-1104' is that of an account, not of a domain",
    ]);
  });

  it('guesses the field that was meant', () => {
    const text = changed('DomainJoinConfig.dnsname', 'contoso.com');

    expect(parseCredentialSpec(text).issues[0]?.message).toBe(
      'dnsname is not known; did you mean DnsName?',
    );
  });

  it('takes a host account of null for none', () => {
    const text = changed('ActiveDirectoryConfig.HostAccountConfig', null);

    expect(parseCredentialSpec(text).issues).toEqual([]);
  });
});
