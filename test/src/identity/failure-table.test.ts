/**
 * What goes wrong with the identity of a container that runs, one case for each cause that people report.
 * Each is a whole swarm: the state of the task, and what somebody finds who looks into the container.
 * What keeps containers from running is in failure-at-start.test.ts.
 */
import { credentialSpec, windowsNodes, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

import { createContoso, identityOf, nameOf, portable, type ContosoOptions } from './contoso.ts';

/** A container that runs, and what its commands print. */
interface InsideRow {
  readonly cause: string;
  readonly options?: ContosoOptions;
  /** What happens once it runs as it should; absent: it never did. */
  readonly later?: (swarm: Swarm) => void;
  /** `webapp01$@contoso.com`, or the reason. */
  readonly is: string;
  readonly whoami: string;
  readonly query: string;
  readonly scVerify: string;
  readonly parentDomain: string;
  readonly klist: string;
  readonly sql: string;
  readonly share: string;
}

const upn = 'webapp01$@contoso.com';
const noUser =
  'Unable to get User Principal Name (UPN) as the current logged-on user is not a domain user';
const noLogonServers = 'Status = 1311 0x51f ERROR_NO_LOGON_SERVERS';
const noTrustSecret = 'Status = 1786 0x6fa ERROR_NO_TRUST_LSA_SECRET';
const noTrustAccount = 'Status = 1787 0x6fb ERROR_NO_TRUST_SAM_ACCOUNT';
const noNetlogon = 'Status = 1722 0x6ba RPC_S_SERVER_UNAVAILABLE';
const trustFailure = 'Status = 1789 0x6fd ERROR_TRUSTED_RELATIONSHIP_FAILURE';
const trustText = 'The trust relationship between this workstation and the primary domain failed';
const noServers = 'klist failed with 0xc000005e/-1073741730';
const noSession = 'klist failed with 0xc000005f/-1073741729';
const anonymousLogin = String.raw`Login failed for user 'NT AUTHORITY\ANONYMOUS LOGON'.`;
const wrongPassword = 'The user name or password is incorrect.';

const nobody = {
  whoami: noUser,
  parentDomain: 'contoso.com (1)',
  sql: anonymousLogin,
  share: wrongPassword,
};
const unreached = { ...nobody, query: noLogonServers, scVerify: noLogonServers, klist: noServers };
const withoutPassword = {
  ...nobody,
  query: noTrustSecret,
  scVerify: noTrustSecret,
  klist: noSession,
};
const withoutNetlogon = {
  ...nobody,
  query: noNetlogon,
  scVerify: noNetlogon,
  parentDomain: `Getting parent domain failed: ${noNetlogon}`,
  klist: noSession,
};

const openSite = { controllers: { DC1: { site: 'berlin', reachableFrom: ['berlin'] } } };

const healthy = {
  is: upn,
  whoami: upn,
  query: 'Status = 0 0x0 NERR_Success',
  scVerify: 'Trust Verification Status = 0 0x0 NERR_Success',
  parentDomain: 'contoso.com (1)',
  klist: 'A ticket to krbtgt has been retrieved successfully.',
  sql: String.raw`Login succeeded for user 'CONTOSO\webapp01$'.`,
  share: 'The command completed successfully.',
};

const insideRows: readonly InsideRow[] = [
  { cause: 'nothing: it is healthy', ...healthy },
  {
    cause: 'nothing: a plugin knows a user for a host without a domain',
    options: portable(),
    ...healthy,
  },
  {
    cause: 'the user that the plugin knows has another password',
    options: portable({ answer: { password: 'pa55' } }),
    is: 'bad-credentials',
    ...withoutPassword,
  },
  {
    cause: 'the user that the plugin knows may not retrieve the password',
    options: portable({ retrievableBy: [] }),
    is: 'not-allowed',
    ...withoutPassword,
  },
  {
    cause: 'the host has joined a domain: the plugin on it is not asked',
    options: portable({ host: { domain: 'contoso.com' } }),
    is: 'not-allowed',
    ...withoutPassword,
  },
  {
    cause: 'the host has not joined the domain',
    options: { nodes: windowsNodes(['A']) },
    is: 'not-joined',
    ...unreached,
  },
  {
    cause: 'the host has joined another domain',
    options: {
      nodes: windowsNodes(['A'], { domain: 'fabrikam.com' }),
      domains: { 'fabrikam.com': {} },
    },
    is: 'other-domain',
    ...unreached,
  },
  {
    cause: 'the host is not allowed to retrieve the password',
    options: { domain: { groups: { hosts: { members: [] } } } },
    is: 'not-allowed',
    ...withoutPassword,
  },
  {
    cause: 'the host is allowed since a moment ago, and was not restarted',
    options: { domain: { groups: { hosts: { members: [] } } } },
    later: (swarm) => swarm.directory.addMember('hosts', 'A'),
    is: 'awaits-restart',
    ...withoutPassword,
  },
  {
    cause: 'no credential spec reached the container',
    options: { service: { credentialSpec: '' } },
    is: 'no-credential-spec',
    ...withoutNetlogon,
  },
  {
    cause: 'the credential spec lacks what Windows needs',
    options: { document: '{ "CmsPlugins": ["ActiveDirectory"] }' },
    is: 'malformed',
    ...withoutNetlogon,
  },
  {
    cause: 'the credential spec names an unknown account',
    options: {
      document: JSON.stringify(credentialSpec({ domain: 'contoso.com', account: 'webapp99' })),
    },
    is: 'unknown-account',
    ...nobody,
    query: noTrustAccount,
    scVerify: noTrustAccount,
    klist: noSession,
  },
  {
    cause: 'the account is not created yet',
    options: { domain: { accounts: { webapp01: { retrievableBy: ['hosts'], createdAt: 1e9 } } } },
    is: 'unknown-account',
    ...nobody,
    query: noTrustAccount,
    scVerify: noTrustAccount,
    klist: noSession,
  },
  {
    cause: 'the domain has no KDS root key',
    options: { domain: { kdsRootKey: 'none' } },
    is: 'no-root-key',
    ...withoutPassword,
  },
  {
    cause: 'the KDS root key is younger than ten hours',
    options: { domain: { kdsRootKey: { createdAt: 0 } } },
    is: 'no-root-key',
    ...withoutPassword,
  },
  {
    cause: 'no controller is reached from the site of the host',
    options: { domain: openSite, host: { site: 'munich' } },
    is: 'no-controller',
    ...unreached,
  },
  {
    cause: 'all controllers stop later',
    later: (swarm) => swarm.faults.stopController('contoso.com'),
    is: 'no-controller',
    ...unreached,
  },
  {
    cause: 'the host is cut off from the controllers later',
    later: (swarm) => swarm.faults.cutDirectory('A'),
    is: 'no-controller',
    ...unreached,
  },
  {
    cause: 'the trust relationship is lost later',
    later: (swarm) => swarm.faults.breakTrust('A'),
    is: 'trust-broken',
    ...nobody,
    query: trustFailure,
    scVerify: trustFailure,
    klist: trustText,
    share: trustText,
  },
  {
    cause: 'the account is removed later',
    later: (swarm) => swarm.directory.removeAccount('webapp01'),
    is: 'unknown-account',
    ...nobody,
    query: noTrustAccount,
    scVerify: noTrustAccount,
    klist: noSession,
  },
  {
    cause: 'the server grants nothing to the account',
    options: {
      domain: {
        servers: {
          sql01: { kind: 'sql-server', grants: [] },
          files01: { kind: 'file-share', grants: [] },
        },
      },
    },
    is: upn,
    whoami: upn,
    query: 'NERR_Success',
    scVerify: 'NERR_Success',
    parentDomain: 'contoso.com (1)',
    klist: 'retrieved successfully',
    sql: String.raw`Login failed for user 'CONTOSO\webapp01$'.`,
    share: 'Access is denied.',
  },
];

describe('inside a container that runs', () => {
  it.each(insideRows)('$cause', (row) => {
    const swarm = createContoso(row.options);
    const isAtFirst = nameOf(swarm);
    const commits = watchCommits(swarm);

    row.later?.(swarm);
    swarm.advance('1m');

    expect(swarm.tasks.get('web.1').status).toMatchObject({ state: 'running', err: '' });
    expect(commits()).toBe(0);
    expect(nameOf(swarm)).toBe(row.is);
    expect(isAtFirst === row.is).toBe(row.later === undefined);
    const { commands } = identityOf(swarm);
    const printed = [
      commands.whoamiUpn,
      commands.nltestQuery,
      commands.nltestScVerify,
      commands.nltestParentDomain,
      commands.klistGetKrbtgt,
    ].map(({ output }) => output);
    const { whoami, query, scVerify, parentDomain, klist } = row;
    const expected = [whoami, query, scVerify, parentDomain, klist];
    expect(printed).toEqual(expected.map((text) => expect.stringContaining(text)));
    const container = swarm.containers.of('web.1');
    expect(container.access('sql01').message).toContain(row.sql);
    expect(container.access('files01').message).toContain(row.share);
  });
});

function watchCommits(swarm: Swarm): () => number {
  let count = 0;
  swarm.changes$.subscribe(() => count++);
  return () => count;
}

// Microsoft: gmsa-troubleshooting.md, Known issues.
describe('inside containers on a host older than Windows Server 2019', () => {
  const host = { build: 14_393, engineVersion: '20.10.24' };

  it('is the account for Kerberos only, unless the host name is that of the account', () => {
    const named = createContoso({ host, service: { hostname: 'webapp01' } });
    const other = createContoso({ host });
    const present = createContoso();

    expect(identityOf(named)).not.toHaveProperty('fails');
    expect(identityOf(other)).toMatchObject({ upn, fails: ['inbound-ntlm', 'name-translation'] });
    expect(identityOf(present)).not.toHaveProperty('fails');
  });

  it('leaves one session to all containers of an account: the latest has it', () => {
    const old = createContoso({ host, service: { replicas: 3 } });
    const present = createContoso({ service: { replicas: 3 } });
    const tasks = ['web.1', 'web.2', 'web.3'];

    expect(tasks.map((task) => nameOf(old, task)).sort()).toEqual([
      'shared-account',
      'shared-account',
      upn,
    ]);
    expect(tasks.map((task) => nameOf(present, task))).toEqual([upn, upn, upn]);
    expect(old.tasks.list({ state: 'running' })).toHaveLength(3);
  });
});
