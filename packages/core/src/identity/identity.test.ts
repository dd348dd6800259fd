import { describe, expect, it } from 'vitest';

import type { AccountIdentity, DirectoryQueries } from '../directory/directory-queries.ts';
import { toId } from '../model/ids.ts';
import type { AnonymousReason, Identity } from './decide-identity.ts';
import { createIdentityProbe, type ProbeFacts } from './identity.ts';

const account: AccountIdentity = {
  name: 'webapp01',
  domain: {
    dnsName: 'contoso.com',
    netBiosName: 'CONTOSO',
    forest: 'contoso.com',
    sid: 'S-1-5-21-1-2-3',
    guid: '244818ae-87ca-4fcd-92ec-e79e5252348a',
  },
};
const healthy: Identity = {
  kind: 'domain-account',
  account,
  password: { current: 0, changesAt: 1 },
  fails: [],
};
const facts: ProbeFacts = { nodeId: toId('n1'), hostname: 'web', startedLater: [] };

function nobody(reason: AnonymousReason): Identity {
  return { kind: 'anonymous', reason, domain: 'contoso.com' };
}

/** A directory with the servers `sql01` and `files01`, which let some in. */
function directoryOf(admits: boolean): DirectoryQueries {
  return {
    retrievePassword: () => ({ kind: 'refused', reason: 'not-joined' }),
    domain: () => undefined,
    askServer(server, asking) {
      const kind = server === 'sql01' ? 'sql-server' : 'file-share';
      if (server === 'none') return undefined;
      return { kind, server, isGranted: admits && asking !== undefined };
    },
  };
}

function probeOf(identity: Identity, admits = true): ReturnType<typeof createIdentityProbe> {
  return createIdentityProbe(directoryOf(admits), () => identity);
}

describe('identify', () => {
  it('shows an account by its names, and what commands print of it', () => {
    const shown = probeOf(healthy).identify(facts);

    expect(shown).toEqual({
      account: String.raw`CONTOSO\webapp01$`,
      upn: 'webapp01$@contoso.com',
      password: { current: 0, changesAt: 1 },
      commands: {
        whoamiUpn: { command: 'whoami /upn', exitCode: 0, output: 'webapp01$@contoso.com' },
        nltestQuery: {
          command: 'nltest /query',
          exitCode: 0,
          output:
            'Flags: 0\nConnection Status = 0 0x0 NERR_Success\nThe command completed successfully',
        },
        nltestScVerify: {
          command: 'nltest /sc_verify:contoso.com',
          exitCode: 0,
          output:
            'Flags: b0 HAS_IP  HAS_TIMESERV\n' +
            'Trusted DC Connection Status Status = 0 0x0 NERR_Success\n' +
            'Trust Verification Status = 0 0x0 NERR_Success\n' +
            'The command completed successfully',
        },
        nltestParentDomain: {
          command: 'nltest /parentdomain',
          exitCode: 0,
          output: 'contoso.com (1)',
        },
        klistGetKrbtgt: {
          command: 'klist get krbtgt',
          exitCode: 0,
          output:
            'A ticket to krbtgt has been retrieved successfully.\n' +
            '#0>     Client: webapp01$ @ CONTOSO.COM\n' +
            '        Server: krbtgt/CONTOSO.COM @ CONTOSO.COM',
        },
      },
    });
  });

  it('shows what fails of an account that mostly works', () => {
    const fails = ['inbound-ntlm'] as const;

    expect(probeOf({ ...healthy, fails }).identify(facts)).toMatchObject({ fails });
  });

  it('shows why a container is nobody', () => {
    const { account: none, upn, reason } = probeOf(nobody('not-joined')).identify(facts);

    expect({ none, upn, reason }).toEqual({ reason: 'not-joined' });
  });

  const noUser =
    'ERROR: Unable to get User Principal Name (UPN) as the current logged-on user is not a domain user.';
  const noServers =
    'klist failed with 0xc000005e/-1073741730: There are currently no logon servers available to service the logon request.';
  const noSession =
    'klist failed with 0xc000005f/-1073741729: A specified logon session does not exist. It may already have been terminated.';
  const noTrust =
    'klist failed with 0xc000018d/-1073741427: The trust relationship between this workstation and the primary domain failed.';
  it.each<{ reason: AnonymousReason; status: string; klist: string }>([
    { reason: 'not-joined', status: '1311 0x51f ERROR_NO_LOGON_SERVERS', klist: noServers },
    { reason: 'other-domain', status: '1311 0x51f ERROR_NO_LOGON_SERVERS', klist: noServers },
    { reason: 'no-controller', status: '1311 0x51f ERROR_NO_LOGON_SERVERS', klist: noServers },
    { reason: 'unknown-domain', status: '1355 0x54b ERROR_NO_SUCH_DOMAIN', klist: noServers },
    { reason: 'not-allowed', status: '1786 0x6fa ERROR_NO_TRUST_LSA_SECRET', klist: noSession },
    { reason: 'awaits-restart', status: '1786 0x6fa ERROR_NO_TRUST_LSA_SECRET', klist: noSession },
    { reason: 'no-root-key', status: '1786 0x6fa ERROR_NO_TRUST_LSA_SECRET', klist: noSession },
    { reason: 'bad-credentials', status: '1786 0x6fa ERROR_NO_TRUST_LSA_SECRET', klist: noSession },
    {
      reason: 'unknown-account',
      status: '1787 0x6fb ERROR_NO_TRUST_SAM_ACCOUNT',
      klist: noSession,
    },
    {
      reason: 'trust-broken',
      status: '1789 0x6fd ERROR_TRUSTED_RELATIONSHIP_FAILURE',
      klist: noTrust,
    },
    {
      reason: 'shared-account',
      status: '1789 0x6fd ERROR_TRUSTED_RELATIONSHIP_FAILURE',
      klist: noTrust,
    },
  ])('prints for $reason what Windows prints', ({ reason, status, klist }) => {
    const { commands } = probeOf(nobody(reason)).identify(facts);

    expect(commands.whoamiUpn).toEqual({ command: 'whoami /upn', exitCode: 1, output: noUser });
    expect(commands.nltestQuery).toEqual({
      command: 'nltest /query',
      exitCode: 1,
      output: `I_NetLogonControl failed: Status = ${status}`,
    });
    expect(commands.nltestScVerify.output).toBe(
      'Flags: 80\n' +
        `Trusted DC Connection Status Status = ${status}\n` +
        `Trust Verification Status = ${status}\n` +
        'The command completed successfully',
    );
    expect(commands.nltestParentDomain.output).toBe('contoso.com (1)');
    expect(commands.klistGetKrbtgt.exitCode).toBe(1);
    expect(commands.klistGetKrbtgt.output.split('\n')[1]).toBe(klist);
  });

  it.each<AnonymousReason>(['no-credential-spec', 'malformed'])(
    'prints for %s that nothing was given to the container',
    (reason) => {
      const probe = probeOf({ kind: 'anonymous', reason });

      const { commands } = probe.identify({ ...facts, hostDomain: 'contoso.com' });

      const unavailable = 'Status = 1722 0x6ba RPC_S_SERVER_UNAVAILABLE';
      const failed = `I_NetLogonControl failed: ${unavailable}`;
      expect(commands.nltestParentDomain).toEqual({
        command: 'nltest /parentdomain',
        exitCode: 1,
        output: `Getting parent domain failed: ${unavailable}`,
      });
      expect(commands.nltestQuery.output).toBe(failed);
      expect(commands.nltestScVerify).toEqual({
        command: 'nltest /sc_verify:contoso.com',
        exitCode: 1,
        output: failed,
      });
      expect(probe.identify(facts).commands.nltestScVerify.command).toBe(
        'nltest /sc_verify:WORKGROUP',
      );
    },
  );
});

describe('access', () => {
  const login = String.raw`CONTOSO\webapp01$`;
  const anonymous = String.raw`NT AUTHORITY\ANONYMOUS LOGON`;
  const broken = 'The trust relationship between this workstation and the primary domain failed.';
  it.each([
    {
      name: 'SQL Server lets an account in',
      ask: () => probeOf(healthy).access(facts, 'sql01'),
      code: 0,
      message: `Login succeeded for user '${login}'. Connection made using Windows authentication.`,
    },
    {
      name: 'SQL Server refuses an account',
      ask: () => probeOf(healthy, false).access(facts, 'sql01'),
      code: 18_456,
      message: `Login failed for user '${login}'.`,
    },
    {
      name: 'SQL Server refuses nobody',
      ask: () => probeOf(nobody('no-controller')).access(facts, 'sql01'),
      code: 18_456,
      message: `Login failed for user '${anonymous}'.`,
    },
    {
      name: 'a file share lets an account in',
      ask: () => probeOf(healthy).access(facts, 'files01'),
      code: 0,
      message: 'The command completed successfully.',
    },
    {
      name: 'a file share refuses an account',
      ask: () => probeOf(healthy, false).access(facts, 'files01'),
      code: 5,
      message: 'Access is denied.',
    },
    {
      name: 'a file share refuses nobody',
      ask: () => probeOf(nobody('not-allowed')).access(facts, 'files01'),
      code: 1326,
      message: 'The user name or password is incorrect.',
    },
    {
      name: 'a file share refuses one whose trust is lost',
      ask: () => probeOf(nobody('trust-broken')).access(facts, 'files01'),
      code: 1789,
      message: broken,
    },
    {
      name: 'a file share refuses one whose session was cancelled',
      ask: () => probeOf(nobody('shared-account')).access(facts, 'files01'),
      code: 1789,
      message: broken,
    },
  ])('says what it hears where $name', ({ ask, code, message }) => {
    expect(ask()).toEqual({ isGranted: code === 0, code, message });
  });

  it('knows no other servers', () => {
    expect(() => probeOf(healthy).access(facts, 'none')).toThrow('no domain has a server none');
  });
});
