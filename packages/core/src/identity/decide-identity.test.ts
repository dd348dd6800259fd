import { describe, expect, it } from 'vitest';

import { credentialSpec } from '../credential-spec/credential-spec.ts';
import type {
  DomainIdentity,
  PasswordAnswer,
  PasswordRefusal,
  PasswordRequest,
} from '../directory/directory-queries.ts';
import { toId } from '../model/ids.ts';
import { decideIdentity, type IdentityDirectory, type IdentityFacts } from './decide-identity.ts';

const contoso: DomainIdentity = {
  dnsName: 'contoso.com',
  netBiosName: 'CONTOSO',
  forest: 'contoso.com',
  sid: 'S-1-5-21-1-2-3',
  guid: '244818ae-87ca-4fcd-92ec-e79e5252348a',
};
const account = { domain: contoso, name: 'webapp01' };
const password = { current: 2, previous: 1, changesAt: 90 };
const document = credentialSpec({ domain: 'contoso.com', account: 'webapp01' });
const text = JSON.stringify(document);
const facts: IdentityFacts = {
  nodeId: toId('n1'),
  build: 17_763,
  hostname: 'web',
  credentialSpec: text,
  startedLater: [],
};

function directoryOf(
  answer: PasswordAnswer = { kind: 'retrieved', account, password },
  asked: PasswordRequest[] = [],
): IdentityDirectory {
  return {
    domain: (name) => (/^contoso(?:\.com)?$/i.test(name) ? contoso : undefined),
    retrievePassword(request) {
      asked.push(request);
      return answer;
    },
  };
}

function withDomain(change: Partial<typeof document.DomainJoinConfig>): string {
  const DomainJoinConfig = { ...document.DomainJoinConfig, ...change };
  return JSON.stringify({ ...document, DomainJoinConfig });
}

describe('decideIdentity', () => {
  it('is the account of the credential spec where the host gets its password', () => {
    const asked: PasswordRequest[] = [];

    const identity = decideIdentity(facts, directoryOf(undefined, asked));

    expect(identity).toEqual({ kind: 'domain-account', account, password, fails: [] });
    expect(asked).toEqual([{ nodeId: 'n1', domain: 'contoso.com', account: 'webapp01' }]);
  });

  it('asks as the user that a plugin gave', () => {
    const asked: PasswordRequest[] = [];
    const user = { domain: 'contoso.com', user: 'reader', password: 'p' };

    decideIdentity({ ...facts, portableCredentials: user }, directoryOf(undefined, asked));

    expect(asked).toEqual([{ nodeId: 'n1', domain: 'contoso.com', account: 'webapp01', user }]);
  });

  it('is nobody without a credential spec, and asks nobody', () => {
    const asked: PasswordRequest[] = [];
    const { credentialSpec: _none, ...rest } = facts;

    const identity = decideIdentity(rest, directoryOf(undefined, asked));

    expect(identity).toEqual({ kind: 'anonymous', reason: 'no-credential-spec' });
    expect(asked).toEqual([]);
  });

  const list = document.ActiveDirectoryConfig.GroupManagedServiceAccounts;
  it.each([
    { name: 'no JSON', given: '{', reason: 'malformed' },
    { name: 'an empty object', given: '{}', reason: 'malformed' },
    { name: 'no plugin', given: text.replace('"ActiveDirectory"', ''), reason: 'malformed' },
    {
      name: 'an account with a dollar sign',
      given: withDomain({ MachineAccountName: 'webapp01$' }),
      reason: 'malformed',
    },
    {
      name: 'an account that is not listed',
      given: withDomain({ MachineAccountName: 'webapp02' }),
      reason: 'unlisted-account',
    },
    {
      name: 'accounts of another domain',
      given: withDomain({ DnsName: 'fabrikam.com', NetBiosName: 'FABRIKAM' }),
      reason: 'wrong-scope',
    },
    {
      name: 'both of these',
      given: withDomain({ DnsName: 'fabrikam.com', MachineAccountName: 'webapp02' }),
      reason: 'unlisted-account',
    },
    {
      name: 'one of these, and something that cannot be read',
      given: withDomain({ MachineAccountName: 'webapp02' }).replace('"ActiveDirectory"', ''),
      reason: 'malformed',
    },
  ])('is nobody where the document has $name', ({ given, reason }) => {
    expect(list).toHaveLength(2);
    expect(decideIdentity({ ...facts, credentialSpec: given }, directoryOf())).toEqual({
      kind: 'anonymous',
      reason,
    });
  });

  it('makes nothing of a wrong SID', () => {
    const given = withDomain({ Sid: 'S-1-5-21-9-9-9' });

    const identity = decideIdentity({ ...facts, credentialSpec: given }, directoryOf());

    expect(identity.kind).toBe('domain-account');
  });

  const refusals: readonly PasswordRefusal[] = [
    'not-joined',
    'other-domain',
    'unknown-domain',
    'trust-broken',
    'no-controller',
    'bad-credentials',
    'unknown-account',
    'no-root-key',
    'not-allowed',
    'awaits-restart',
  ];
  it.each(refusals)('is nobody where the host gets no password: %s', (reason) => {
    expect(decideIdentity(facts, directoryOf({ kind: 'refused', reason }))).toEqual({
      kind: 'anonymous',
      reason,
      domain: 'contoso.com',
    });
  });
});

describe('decideIdentity before Windows Server 2019', () => {
  const old: IdentityFacts = { ...facts, build: 14_393, hostname: 'WEBAPP01' };
  const documents = [
    { name: 'the same document', later: text },
    {
      name: 'the account in other letters, of the domain by its NetBIOS name',
      later: JSON.stringify(
        credentialSpec({ domain: 'CONTOSO', account: 'WebApp01', netBiosName: 'CONTOSO' }),
      ),
    },
  ];
  it.each(documents)('loses its session to a container with $name', ({ later }) => {
    expect(decideIdentity({ ...old, startedLater: [later] }, directoryOf())).toEqual({
      kind: 'anonymous',
      reason: 'shared-account',
      domain: 'contoso.com',
    });
  });

  const strangers = [
    {
      name: 'another account',
      later: JSON.stringify(credentialSpec({ domain: 'contoso.com', account: 'webapp02' })),
    },
    {
      name: 'an account of that name in another domain',
      later: JSON.stringify(credentialSpec({ domain: 'fabrikam.com', account: 'webapp01' })),
    },
    { name: 'a document that nobody could use', later: '{}' },
  ];
  it.each(strangers)('keeps it beside a container with $name', ({ later }) => {
    const identity = decideIdentity({ ...old, startedLater: [later] }, directoryOf());

    expect(identity.kind).toBe('domain-account');
  });

  it('has a refusal for its reason, rather than what is shared', () => {
    const refused = directoryOf({ kind: 'refused', reason: 'no-controller' });

    expect(decideIdentity({ ...old, startedLater: [text] }, refused)).toMatchObject({
      reason: 'no-controller',
    });
  });

  it('cannot do all that its account can under another host name', () => {
    const fails = ['inbound-ntlm', 'name-translation'];

    expect(decideIdentity({ ...old, hostname: 'web' }, directoryOf())).toMatchObject({ fails });
    expect(decideIdentity(old, directoryOf())).toMatchObject({ fails: [] });
  });

  it.each([17_763, 20_348, undefined])('is over with build %s', (build) => {
    const { build: _old, ...rest } = old;
    const later = { ...rest, ...(build !== undefined && { build }) };

    const identity = decideIdentity(
      { ...later, hostname: 'web', startedLater: [text] },
      directoryOf(),
    );

    expect(identity).toMatchObject({ kind: 'domain-account', fails: [] });
  });
});
