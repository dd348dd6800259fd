import { describe, expect, it } from 'vitest';
import { decideGrant } from './decide-grant.ts';
import type { AccountIdentity } from './directory-queries.ts';
import { identityOf } from './find-domain.ts';
import { readDirectory } from './read-directory.ts';

const domains = readDirectory({
  'contoso.com': {
    groups: { Apps: { members: ['svc'] }, Everything: { members: ['Apps'] } },
    accounts: { svc: {}, other: {}, later: { createdAt: 100 } },
    servers: {
      sql01: { kind: 'sql-server', grants: ['Everything', 'later'] },
      files: { kind: 'file-share', grants: ['other'] },
    },
  },
  'fabrikam.com': {
    accounts: { svc: {} },
    servers: { sql01: { kind: 'sql-server', grants: ['svc'] } },
  },
});

function accountOf(name: string, index = 0): AccountIdentity {
  return { domain: identityOf(domains[index]!), name };
}

describe('decideGrant', () => {
  it.each([
    {
      name: 'an account that a nested group lets in',
      account: 'svc',
      server: 'SQL01',
      granted: true,
    },
    { name: 'an account by its own name', account: 'other', server: 'files', granted: true },
    { name: 'an account that nothing lets in', account: 'other', server: 'sql01', granted: false },
    {
      name: 'an account that is not created yet',
      account: 'later',
      server: 'sql01',
      granted: false,
    },
    { name: 'an account that was removed', account: 'gone', server: 'sql01', granted: false },
  ])('answers $name: $granted', ({ account, server, granted }) => {
    expect(decideGrant(domains, server, accountOf(account), 50)?.isGranted).toBe(granted);
  });

  it('lets nobody in who has no identity', () => {
    expect(decideGrant(domains, 'files', undefined, 0)).toEqual({
      kind: 'file-share',
      server: 'files',
      isGranted: false,
    });
  });

  it('takes the server of the account’s domain, unless another is named', () => {
    const fabrikam = accountOf('svc', 1);

    expect(decideGrant(domains, 'sql01', fabrikam, 0)?.isGranted).toBe(true);
    expect(decideGrant(domains, 'CONTOSO\\sql01', fabrikam, 0)?.isGranted).toBe(false);
    expect(decideGrant(domains, 'sql01.contoso.com', fabrikam, 0)?.isGranted).toBe(false);
    expect(decideGrant(domains, 'sql01.fabrikam.com', accountOf('svc'), 0)?.isGranted).toBe(false);
  });

  it('cannot tell servers of one name apart for nobody', () => {
    expect(() => decideGrant(domains, 'sql01', undefined, 0)).toThrow(
      expect.objectContaining({ code: 'ambiguous' }),
    );
  });

  it('knows no server that is not there', () => {
    expect(decideGrant(domains, 'sql02', undefined, 0)).toBeUndefined();
    expect(decideGrant(domains, 'x.com\\sql01', undefined, 0)).toBeUndefined();
  });
});
