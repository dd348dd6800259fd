import { describe, expect, it } from 'vitest';
import type { AccountOptions, DirectoryOptions, DomainOptions } from './directory-options.ts';
import { dayMs } from './decide-password.ts';
import { readDirectory } from './read-directory.ts';

const hour = 3_600_000;

function contoso(domain: object): DirectoryOptions {
  return { 'contoso.com': domain };
}

function account(options: object, name = 'web'): DirectoryOptions {
  return contoso({ accounts: { [name]: options as AccountOptions } });
}

function both(left: DomainOptions, right: DomainOptions = {}): DirectoryOptions {
  return { 'contoso.com': left, 'fabrikam.com': right };
}

describe('readDirectory', () => {
  it('makes no domain where none is described', () => {
    expect(readDirectory()).toEqual([]);
  });

  it('completes a domain of which only the name is said', () => {
    const [domain] = readDirectory(contoso({}));

    expect(domain).toMatchObject({
      dnsName: 'contoso.com',
      netBiosName: 'CONTOSO',
      forest: 'contoso.com',
      controllers: [{ name: 'DC1', site: 'Default-First-Site-Name', isRunning: true }],
      groups: [],
      accounts: [],
    });
    expect(domain?.sid).toMatch(/^S-1-5-21-\d+-\d+-\d+$/);
    expect(domain?.guid).toMatch(/^[0-9a-f]{8}-/);
    expect(domain?.rootKeysWorkAt[0]).toBeLessThan(0);
  });

  it('completes an account', () => {
    const [domain] = readDirectory(account({}));

    expect(domain?.accounts).toEqual([
      {
        name: 'web',
        retrievableBy: [],
        passwordIntervalDays: 30,
        createdAt: 0,
        servicePrincipalNames: [],
      },
    ]);
  });

  it('gives principals the names that the domain has for them', () => {
    const [domain] = readDirectory(
      contoso({
        computers: ['Spare'],
        groups: { Web: { members: ['a', 'SPARE$', 'svc', 'a$'] }, Ops: { members: ['web'] } },
        accounts: { svc: { retrievableBy: ['WEB', 'Joe'] } },
        users: { joe: { password: '' } },
        servers: { sql01: { kind: 'sql-server', grants: ['svc$'] } },
      }),
      [
        { hostname: 'A', domain: 'CONTOSO.com' },
        { hostname: 'B', domain: 'fabrikam.com' },
      ],
    );

    expect(domain?.computers).toEqual(['Spare', 'A']);
    expect(domain?.groups).toEqual([
      { name: 'Web', members: ['A$', 'Spare$', 'svc$'] },
      { name: 'Ops', members: ['Web'] },
    ]);
    expect(domain?.accounts[0]?.retrievableBy).toEqual(['Web', 'joe']);
    expect(domain?.servers[0]?.grants).toEqual(['svc$']);
  });

  it('takes a name for that of a group before it takes it for that of a host', () => {
    const options = { computers: ['web'], groups: { web: { members: [] } } };
    const [domain] = readDirectory(
      contoso({
        ...options,
        accounts: { a: { retrievableBy: ['web'] }, b: { retrievableBy: ['web$'] } },
      }),
    );

    expect(domain?.accounts.map(({ retrievableBy }) => retrievableBy)).toEqual([['web'], ['web$']]);
  });

  it('lets a root key work ten hours after its creation, in the whole forest', () => {
    const domains = readDirectory({
      'contoso.com': {},
      'emea.contoso.com': { forest: 'Contoso.com', kdsRootKey: { createdAt: hour } },
      'fabrikam.com': { kdsRootKey: 'none' },
    });

    expect(domains.map(({ rootKeysWorkAt }) => rootKeysWorkAt)).toEqual([
      [11 * hour],
      [11 * hour],
      [],
    ]);
    expect(domains.map(({ forest }) => forest)).toEqual([
      'contoso.com',
      'contoso.com',
      'fabrikam.com',
    ]);
  });

  it('lets service principal names be the same in two forests', () => {
    const spn = { accounts: { web: { servicePrincipalNames: ['http/web'] } } };

    expect(readDirectory(both(spn, spn))).toHaveLength(2);
  });

  it.each<{ readonly name: string; readonly options: unknown; readonly text: string }>([
    { name: 'no object', options: [], text: 'directory must be an object, not a list' },
    {
      name: 'a domain that is no object',
      options: { 'contoso.com': 'yes' },
      text: 'domain contoso.com must be an object, not string',
    },
    {
      name: 'a name that is no DNS name',
      options: { 'contoso..com': {} },
      text: "directory: name of a domain 'contoso..com' is not a DNS name",
    },
    {
      name: 'a misspelt option',
      options: contoso({ account: {} }),
      text: "domain contoso.com: unknown option 'account'",
    },
    {
      name: 'domains that differ in case only',
      options: { 'contoso.com': {}, 'Contoso.com': { netBiosName: 'OTHER' } },
      text: "directory: name of a domain 'Contoso.com' is there twice, also as 'contoso.com'",
    },
    {
      name: 'a NetBIOS name that another domain has by default',
      options: { 'contoso.com': {}, 'contoso.org': {} },
      text: "directory: name of a domain 'CONTOSO' is there twice",
    },
    {
      name: 'a NetBIOS name that is too long',
      options: contoso({ netBiosName: 'A234567890123456' }),
      text: "domain contoso.com: netBiosName 'A234567890123456' is not a NetBIOS name of at most 15 characters",
    },
    {
      name: 'a NetBIOS name with a dot',
      options: contoso({ netBiosName: 'CON.TOSO' }),
      text: "domain contoso.com: netBiosName 'CON.TOSO' is not a NetBIOS name of at most 15 characters",
    },
    {
      name: 'the SID of an account',
      options: contoso({ sid: 'S-1-5-21-1-2-3-1104' }),
      text: "domain contoso.com: sid 'S-1-5-21-1-2-3-1104' is not the SID of a domain, such as S-1-5-21-1-2-3",
    },
    {
      name: 'a SID with a part past 32 bits',
      options: contoso({ sid: 'S-1-5-21-1-2-4294967296' }),
      text: "domain contoso.com: sid 'S-1-5-21-1-2-4294967296' is not the SID of a domain, such as S-1-5-21-1-2-3",
    },
    {
      name: 'a SID used twice',
      options: both({ sid: 'S-1-5-21-1-2-3' }, { sid: 'S-1-5-21-1-2-3' }),
      text: "directory: SID 'S-1-5-21-1-2-3' is there twice",
    },
    {
      name: 'a GUID in braces',
      options: contoso({ guid: '{244818ae-87ac-4fcd-92ec-e79e5252348a}' }),
      text: "domain contoso.com: guid '{244818ae-87ac-4fcd-92ec-e79e5252348a}' is not a GUID",
    },
    {
      name: 'a GUID used twice',
      options: both(
        { guid: '244818ae-87ac-4fcd-92ec-e79e5252348a' },
        { guid: '244818AE-87AC-4FCD-92EC-E79E5252348A' },
      ),
      text: "directory: GUID '244818AE-87AC-4FCD-92EC-E79E5252348A' is there twice, also as '244818ae-87ac-4fcd-92ec-e79e5252348a'",
    },
    {
      name: 'a forest of which nobody described the root',
      options: contoso({ forest: 'corp.com' }),
      text: "domain contoso.com: its forest's root, corp.com, is not described",
    },
    {
      name: 'a forest below another',
      options: {
        'a.com': {},
        'b.a.com': { forest: 'a.com', netBiosName: 'B' },
        'c.com': { forest: 'b.a.com', netBiosName: 'C' },
      },
      text: 'domain c.com: b.a.com is not the root of a forest, but in that of a.com',
    },
    {
      name: 'a domain without a controller',
      options: contoso({ controllers: {} }),
      text: 'domain contoso.com has no controller',
    },
    {
      name: 'a controller without a site',
      options: contoso({ controllers: { DC1: { site: '' } } }),
      text: 'domain contoso.com: controller DC1: site is empty',
    },
    {
      name: 'controllers that differ in case only',
      options: contoso({ controllers: { DC1: {}, dc1: {} } }),
      text: "domain contoso.com: controller 'dc1' is there twice, also as 'DC1'",
    },
    {
      name: 'a site that is no text',
      options: contoso({ controllers: { DC1: { reachableFrom: [1] } } }),
      text: 'domain contoso.com: controller DC1: reachableFrom: a name must be a text, not number',
    },
    {
      name: 'an unknown root key',
      options: contoso({ kdsRootKey: 'some' }),
      text: "domain contoso.com: unknown kdsRootKey 'some'",
    },
    {
      name: 'a root key without an instant',
      options: contoso({ kdsRootKey: {} }),
      text: 'domain contoso.com: kdsRootKey: createdAt must be a whole number of ms, not undefined',
    },
    {
      name: 'a root key that two domains of a forest see in two ways',
      options: {
        'a.com': { kdsRootKey: 'none' },
        'b.a.com': { forest: 'a.com', kdsRootKey: { createdAt: 0 } },
      },
      text: 'forest a.com: its domains say different things of kdsRootKey',
    },
    {
      name: 'an account of more than 15 characters',
      options: account({}, 'a234567890123456'),
      text: "domain contoso.com: account 'a234567890123456' has more than 15 characters",
    },
    {
      name: 'an account with a dollar',
      options: account({}, 'web$'),
      text: "domain contoso.com: account 'web$' must be a name without domain, without $ and without \"/\\[]:;|=,+*?<>@",
    },
    {
      name: 'accounts that differ in case only',
      options: contoso({ accounts: { web: {}, Web: {} } }),
      text: "domain contoso.com: account or host 'Web$' is there twice, also as 'web$'",
    },
    {
      name: 'an account called as a computer is',
      options: contoso({ computers: ['WEB'], accounts: { web: {} } }),
      text: "domain contoso.com: account or host 'WEB$' is there twice, also as 'web$'",
    },
    {
      name: 'a computer given twice',
      options: contoso({ computers: ['A', 'a'] }),
      text: "domain contoso.com: computer 'a' is there twice, also as 'A'",
    },
    {
      name: 'a user called as a group is',
      options: contoso({ groups: { ops: { members: [] } }, users: { Ops: { password: '' } } }),
      text: "domain contoso.com: group or user 'Ops' is there twice, also as 'ops'",
    },
    ...[0, 1.5, Number.NaN, '30', null, 2 ** 53].map((days) => ({
      name: `an interval of ${days} (${typeof days})`,
      options: account({ passwordIntervalDays: days }),
      text: `domain contoso.com: account web: passwordIntervalDays must be whole days from 1 on, not ${days}`,
    })),
    {
      name: 'an instant with a fraction',
      options: account({ createdAt: 0.5 }),
      text: 'domain contoso.com: account web: createdAt must be a whole number of ms, not 0.5',
    },
    {
      name: 'a service principal name that is none',
      options: account({ servicePrincipalNames: ['web01'] }),
      text: "domain contoso.com: account web: 'web01' is not a service principal name such as http/web01.contoso.com",
    },
    {
      name: 'a service principal name used twice in a forest',
      options: {
        'a.com': { accounts: { web: { servicePrincipalNames: ['http/web'] } } },
        'b.a.com': {
          forest: 'a.com',
          accounts: { api: { servicePrincipalNames: ['HTTP/web'] } },
        },
      },
      text: "forest a.com: service principal name 'HTTP/web' is there twice, also as 'http/web'",
    },
    {
      name: 'an unknown principal',
      options: account({ retrievableBy: ['Webs'] }),
      text: "domain contoso.com: account web: retrievableBy: there is no host, group, account or user 'Webs'",
    },
    {
      name: 'an unknown member',
      options: contoso({ groups: { ops: { members: ['A'] } } }),
      text: "domain contoso.com: members of group ops: there is no host, group, account or user 'A'",
    },
    {
      name: 'an unknown grant',
      options: contoso({ servers: { sql: { kind: 'sql-server', grants: ['web'] } } }),
      text: "domain contoso.com: server sql: grants: there is no host, group, account or user 'web'",
    },
    {
      name: 'a group without members',
      options: contoso({ groups: { ops: {} } }),
      text: 'domain contoso.com: group ops: members must be a list',
    },
    {
      name: 'a user without a password',
      options: contoso({ users: { joe: {} } }),
      text: 'domain contoso.com: user joe: password must be a text, not undefined',
    },
    {
      name: 'an unknown kind of server',
      options: contoso({ servers: { sql: { kind: 'mysql', grants: [] } } }),
      text: "domain contoso.com: server sql: unknown kind 'mysql'",
    },
  ])('refuses $name', ({ options, text }) => {
    expect(() => readDirectory(options as DirectoryOptions)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });

  it('keeps nothing that a caller could change later', () => {
    const web = { members: ['A'] };
    const [domain] = readDirectory(contoso({ computers: ['A', 'B'], groups: { web } }));

    web.members.push('B');

    expect(domain?.groups[0]?.members).toEqual(['A$']);
  });

  it('takes an interval of a day for the shortest', () => {
    const [domain] = readDirectory(account({ passwordIntervalDays: 1, createdAt: -dayMs }));

    expect(domain?.accounts[0]).toMatchObject({ passwordIntervalDays: 1, createdAt: -dayMs });
  });
});
