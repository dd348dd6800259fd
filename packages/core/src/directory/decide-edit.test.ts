import { describe, expect, it } from 'vitest';
import { decideEdit } from './decide-edit.ts';
import type { DirectoryEdit, DirectoryOptions } from './directory-options.ts';
import type { DomainState } from './directory-state.ts';
import { readDirectory } from './read-directory.ts';

const hour = 3_600_000;
const options: DirectoryOptions = {
  'contoso.com': {
    computers: ['A', 'B'],
    groups: { Web: { members: ['A', 'svc'] }, All: { members: ['Web'] } },
    accounts: {
      svc: { retrievableBy: ['Web'], servicePrincipalNames: ['http/web'] },
      api: { retrievableBy: ['svc', 'A'] },
    },
    servers: { sql01: { kind: 'sql-server', grants: ['svc', 'All'] } },
  },
  'emea.contoso.com': { forest: 'contoso.com' },
  'fabrikam.com': { kdsRootKey: 'none' },
};
const before = readDirectory(options);

function edit(change: DirectoryEdit, domain = 'contoso.com'): readonly DomainState[] {
  return decideEdit(before, { domain, edit: change }, hour);
}

function contosoAfter(change: DirectoryEdit): DomainState {
  return edit(change, 'CONTOSO')[0]!;
}

describe('decideEdit', () => {
  it('creates an account now, with what it is given', () => {
    const { accounts } = contosoAfter({
      kind: 'create-account',
      account: 'new',
      retrievableBy: ['web', 'b$'],
      passwordIntervalDays: 7,
    });

    expect(accounts.at(-1)).toEqual({
      name: 'new',
      retrievableBy: ['Web', 'B$'],
      passwordIntervalDays: 7,
      createdAt: hour,
      servicePrincipalNames: [],
    });
  });

  it('removes an account from all that named it', () => {
    const after = contosoAfter({ kind: 'remove-account', account: 'SVC$' });

    expect(after.accounts).toMatchObject([{ name: 'api', retrievableBy: ['A$'] }]);
    expect(after.groups).toMatchObject([{ members: ['A$'] }, { members: ['Web'] }]);
    expect(after.servers[0]?.grants).toEqual(['All']);
  });

  it('replaces those who may retrieve a password', () => {
    const { accounts } = contosoAfter({
      kind: 'allow-retrieval',
      account: 'svc',
      retrievableBy: ['b', 'B$'],
    });

    expect(accounts.map(({ retrievableBy }) => retrievableBy)).toEqual([['B$'], ['svc$', 'A$']]);
  });

  it.each([
    { name: 'a new member', kind: 'add-member', member: 'b', wanted: ['A$', 'svc$', 'B$'] },
    {
      name: 'one that is a member already',
      kind: 'add-member',
      member: 'A',
      wanted: ['svc$', 'A$'],
    },
    { name: 'a member that goes', kind: 'remove-member', member: 'a$', wanted: ['svc$'] },
    { name: 'one that is no member', kind: 'remove-member', member: 'B', wanted: ['A$', 'svc$'] },
  ] as const)('changes a group by $name', ({ kind, member, wanted }) => {
    expect(contosoAfter({ kind, group: 'web', member }).groups[0]?.members).toEqual(wanted);
  });

  it('lets groups be members of each other', () => {
    const { groups } = contosoAfter({ kind: 'add-member', group: 'Web', member: 'All' });

    expect(groups[0]?.members).toContain('All');
  });

  it('replaces whom a server lets in', () => {
    const { servers } = contosoAfter({ kind: 'grant', server: 'SQL01', grants: ['api'] });

    expect(servers).toEqual([{ name: 'sql01', kind: 'sql-server', grants: ['api$'] }]);
  });

  it.each([
    { name: 'in ten hours', immediately: {}, worksAt: 11 * hour },
    { name: 'at once', immediately: { effectiveImmediately: true }, worksAt: hour },
  ])(
    'adds a root key that works $name to the whole forest and no other',
    ({ immediately, worksAt }) => {
      const after = edit({ kind: 'add-root-key', ...immediately }, 'emea.contoso.com');

      expect(after.map(({ rootKeysWorkAt }) => rootKeysWorkAt.at(-1) === worksAt)).toEqual([
        true,
        true,
        false,
      ]);
      expect(after[0]?.rootKeysWorkAt).toHaveLength(2);
    },
  );

  it.each<{
    readonly name: string;
    readonly change: unknown;
    readonly domain?: string;
    readonly code: string;
    readonly text: string;
  }>([
    {
      name: 'in a domain that is not there',
      change: { kind: 'add-root-key' },
      domain: 'x.com',
      code: 'not-found',
      text: "there is no domain 'x.com'",
    },
    {
      name: 'of an unknown kind',
      change: { kind: 'delete-all' },
      code: 'invalid-argument',
      text: "unknown directory edit 'delete-all'",
    },
    {
      name: 'that is no object',
      change: null,
      code: 'invalid-argument',
      text: 'directory edit must be an object, not null',
    },
    {
      name: 'with a misspelt option',
      change: { kind: 'create-account', account: 'x', interval: 3 },
      code: 'invalid-argument',
      text: "create-account: unknown option 'interval'",
    },
    {
      name: 'that creates an account that is there',
      change: { kind: 'create-account', account: 'SVC' },
      code: 'already-exists',
      text: "domain contoso.com has an account 'SVC$' already",
    },
    {
      name: 'that creates an account called as a host is',
      change: { kind: 'create-account', account: 'a' },
      code: 'already-exists',
      text: "domain contoso.com has an account 'a$' already",
    },
    {
      name: 'that creates an account without a root key',
      change: { kind: 'create-account', account: 'x' },
      domain: 'fabrikam.com',
      code: 'failed-precondition',
      text: 'Key does not exist: forest fabrikam.com has no KDS root key that works',
    },
    {
      name: 'that creates an account for principals that are not there',
      change: { kind: 'create-account', account: 'x', retrievableBy: ['C'] },
      code: 'not-found',
      text: "domain contoso.com has no host, group, account or user 'C'",
    },
    {
      name: 'that uses a service principal name again',
      change: { kind: 'create-account', account: 'x', servicePrincipalNames: ['HTTP/WEB'] },
      domain: 'emea.contoso.com',
      code: 'invalid-argument',
      text: "forest contoso.com: service principal name 'HTTP/WEB' is there twice, also as 'http/web'",
    },
    {
      name: 'that creates an account with a name that is too long',
      change: { kind: 'create-account', account: 'a234567890123456' },
      code: 'invalid-argument',
      text: "directory: account 'a234567890123456' has more than 15 characters",
    },
    {
      name: 'of an unknown account',
      change: { kind: 'remove-account', account: 'x' },
      code: 'not-found',
      text: "domain contoso.com has no account 'x'",
    },
    {
      name: 'of an unknown group',
      change: { kind: 'add-member', group: 'Ops', member: 'A' },
      code: 'not-found',
      text: "domain contoso.com has no group 'Ops'",
    },
    {
      name: 'of an unknown member',
      change: { kind: 'remove-member', group: 'Web', member: 'C' },
      code: 'not-found',
      text: "domain contoso.com has no host, group, account or user 'C'",
    },
    {
      name: 'of a group in itself',
      change: { kind: 'add-member', group: 'Web', member: 'web' },
      code: 'invalid-argument',
      text: "group 'Web' cannot be made a member of itself",
    },
    {
      name: 'of an unknown server',
      change: { kind: 'grant', server: 'sql02', grants: [] },
      code: 'not-found',
      text: "domain contoso.com has no server 'sql02'",
    },
    {
      name: 'that grants to nobody known',
      change: { kind: 'grant', server: 'sql01', grants: ['x'] },
      code: 'not-found',
      text: "domain contoso.com has no host, group, account or user 'x'",
    },
    {
      name: 'without a list',
      change: { kind: 'allow-retrieval', account: 'svc' },
      code: 'invalid-argument',
      text: 'allow-retrieval: retrievableBy must be a list',
    },
  ])('refuses an edit $name', ({ change, domain, code, text }) => {
    expect(() => edit(change as DirectoryEdit, domain)).toThrow(
      expect.objectContaining({ code, message: text }),
    );
  });
});
