import { describe, expect, it } from 'vitest';
import { toId, type NodeId } from '../model/ids.ts';
import { decideRetrieval } from './decide-retrieval.ts';
import type { DirectoryOptions } from './directory-options.ts';
import type { PasswordRequest } from './directory-queries.ts';
import type { DirectoryState, HostState } from './directory-state.ts';
import { readDirectory } from './read-directory.ts';

const hour = 3_600_000;
const node = toId<NodeId>('n1');

const options: DirectoryOptions = {
  'contoso.com': {
    computers: ['A', 'B', 'C'],
    groups: { 'Web Servers': { members: ['B'] }, 'All Servers': { members: ['Web Servers'] } },
    accounts: {
      direct: { retrievableBy: ['a$'] },
      nested: { retrievableBy: ['all servers', 'plugin'] },
      later: { retrievableBy: ['A'], createdAt: 5 * hour },
    },
    users: { plugin: { password: 'P4ss' }, other: { password: 'x' } },
  },
  'fabrikam.com': { accounts: { direct: {} }, users: { plugin: { password: 'P4ss' } } },
};

function stateWith(host: Partial<HostState>, given: DirectoryOptions = options): DirectoryState {
  const joined: HostState = {
    nodeId: node,
    hostname: 'A',
    domain: 'contoso.com',
    site: 'Default-First-Site-Name',
    ticket: [],
    isCutOff: false,
    isTrustBroken: false,
    ...host,
  };
  return { domains: readDirectory(given), hosts: { [node]: joined } };
}

function withoutDomain(): Partial<HostState> {
  return { domain: undefined } as unknown as Partial<HostState>;
}

function ask(state: DirectoryState, request: Partial<PasswordRequest> = {}, now = 0): string {
  const whole = { nodeId: node, domain: 'contoso.com', account: 'direct', ...request };
  const answer = decideRetrieval(state, whole, now);
  return answer.kind === 'retrieved' ? answer.account.name : answer.reason;
}

const user = { domain: 'CONTOSO', user: 'Plugin', password: 'P4ss' };
const noKey: DirectoryOptions = {
  'contoso.com': { ...options['contoso.com'], kdsRootKey: 'none' },
};

describe('decideRetrieval', () => {
  it.each([
    { name: 'a host that is named itself, at once', host: {}, wanted: 'direct' },
    {
      name: 'a host whose ticket shows the group',
      host: { hostname: 'B', ticket: ['Web Servers', 'All Servers'] },
      request: { account: 'nested' },
      wanted: 'nested',
    },
    {
      name: 'a host that left the group, until it starts again',
      host: { hostname: 'C', ticket: ['All Servers'] },
      request: { account: 'nested' },
      wanted: 'nested',
    },
    {
      name: 'names in other capitals, and the NetBIOS name',
      host: { hostname: 'a', domain: 'Contoso.COM' },
      request: { domain: 'contoso', account: 'DIRECT$' },
      wanted: 'direct',
    },
    {
      name: 'a user that a plugin logs on as, on a host that is not joined',
      host: withoutDomain(),
      request: { account: 'nested', user },
      wanted: 'nested',
    },
  ])('gives the password to $name', ({ host, request, wanted }) => {
    expect(ask(stateWith(host), request)).toBe(wanted);
  });

  it.each([
    { name: 'a host outside every domain', host: withoutDomain(), wanted: 'not-joined' },
    { name: 'a host of another domain', host: { domain: 'fabrikam.com' }, wanted: 'other-domain' },
    {
      name: 'a host that asks for another domain',
      request: { domain: 'fabrikam.com' },
      wanted: 'other-domain',
    },
    { name: 'a misspelt domain', request: { domain: 'contso.com' }, wanted: 'other-domain' },
    {
      name: 'a user of a domain that is not there',
      request: { domain: 'contso.com', user },
      wanted: 'unknown-domain',
    },
    { name: 'a host whose trust is broken', host: { isTrustBroken: true }, wanted: 'trust-broken' },
    { name: 'a host that is cut off', host: { isCutOff: true }, wanted: 'no-controller' },
    {
      name: 'a wrong password',
      request: { user: { ...user, password: 'p4ss' } },
      wanted: 'bad-credentials',
    },
    {
      name: 'a user of another domain',
      request: { user: { ...user, domain: 'fabrikam.com' } },
      wanted: 'bad-credentials',
    },
    { name: 'an unknown account', request: { account: 'webb' }, wanted: 'unknown-account' },
    {
      name: 'an account that is to be created',
      request: { account: 'later' },
      wanted: 'unknown-account',
    },
    { name: 'a host that nobody named', host: { hostname: 'C' }, wanted: 'not-allowed' },
    {
      name: 'a user that nobody named',
      request: { user: { ...user, user: 'other', password: 'x' }, account: 'nested' },
      wanted: 'not-allowed',
    },
    {
      name: 'a member whose ticket is older',
      host: { hostname: 'B', ticket: [] },
      request: { account: 'nested' },
      wanted: 'awaits-restart',
    },
    {
      name: 'a member without a ticket',
      host: { hostname: 'B', ticket: undefined } as unknown as Partial<HostState>,
      request: { account: 'nested' },
      wanted: 'awaits-restart',
    },
  ])('refuses $name: $wanted', ({ host = {}, request, wanted }) => {
    expect(ask(stateWith(host), request)).toBe(wanted);
  });

  it('says of a domain that nobody described that it is unknown', () => {
    const state = stateWith({}, {});

    expect(ask(state)).toBe('unknown-domain');
    expect(ask(state, { domain: 'CONTOSO' })).toBe('unknown-domain');
    expect(ask(state, { domain: 'fabrikam.com' })).toBe('other-domain');
  });

  it('asks of a host itself neither for trust nor for its domain where a plugin logs on', () => {
    const request = { account: 'nested', user };

    expect(ask(stateWith({ isTrustBroken: true }), request)).toBe('nested');
    expect(ask(stateWith({ domain: 'fabrikam.com' }), request)).toBe('nested');
    expect(ask(stateWith({ isCutOff: true }), request)).toBe('no-controller');
  });

  it('knows an account from its creation on', () => {
    const state = stateWith({});

    expect(ask(state, { account: 'later' }, 5 * hour - 1)).toBe('unknown-account');
    expect(ask(state, { account: 'later' }, 5 * hour)).toBe('later');
  });

  it('names the first of several reasons, in the documented order', () => {
    const broken = { isTrustBroken: true, isCutOff: true, hostname: 'C' };

    expect(ask(stateWith({ ...broken, domain: 'fabrikam.com' }, noKey))).toBe('other-domain');
    expect(ask(stateWith(broken, noKey), { account: 'x' })).toBe('trust-broken');
    const cutOff = { ...broken, isTrustBroken: false };
    const wrongUser = { ...user, password: 'x' };
    expect(ask(stateWith(cutOff, noKey), { user: wrongUser })).toBe('no-controller');
    const reaching = { hostname: 'C' };
    const asked = { account: 'x', user: wrongUser };
    expect(ask(stateWith(reaching, noKey), asked)).toBe('bad-credentials');
    expect(ask(stateWith(reaching, noKey), { account: 'x' })).toBe('unknown-account');
    expect(ask(stateWith(reaching, noKey))).toBe('no-root-key');
  });

  it('waits ten hours for a root key', () => {
    const contoso = { ...options['contoso.com'], kdsRootKey: { createdAt: hour } };
    const state = stateWith({}, { 'contoso.com': contoso });

    expect(ask(state, {}, 11 * hour - 1)).toBe('no-root-key');
    expect(ask(state, {}, 11 * hour)).toBe('direct');
  });

  it('tells the account and its password by their names in the domain', () => {
    const request = { nodeId: node, domain: 'CONTOSO', account: 'DIRECT' };

    expect(decideRetrieval(stateWith({}), request, 0)).toMatchObject({
      kind: 'retrieved',
      account: { name: 'direct', domain: { dnsName: 'contoso.com', netBiosName: 'CONTOSO' } },
      password: { current: 0 },
    });
  });
});
