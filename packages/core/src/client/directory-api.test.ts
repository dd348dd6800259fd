import { describe, expect, it } from 'vitest';
import type { DirectoryOptions } from '../directory/directory-options.ts';
import { linuxNodes, windowsNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { Operation } from './operation.ts';
import type { SwarmOptions } from './swarm-options.ts';
import type { Swarm } from './swarm.ts';

const contoso: DirectoryOptions = {
  'contoso.com': {
    groups: { 'Web Servers': { members: ['A'] } },
    accounts: { webapp01: { retrievableBy: ['Web Servers', 'C'] } },
    users: { joe: { password: 'secret' } },
    servers: { sql01: { kind: 'sql-server', grants: [] } },
  },
};

function swarmWith(directory: DirectoryOptions = contoso, options: SwarmOptions = {}): Swarm {
  const swarm = createSwarm({
    directory,
    nodes: [
      ...windowsNodes(['A', 'B', 'C'], { domain: 'contoso.com' }),
      ...windowsNodes(['outside']),
      ...linuxNodes(['linux']),
    ],
    history: true,
    ...options,
  });
  swarm.settle();
  return swarm;
}

function reasonOf(swarm: Swarm, node: string, account = 'webapp01'): string {
  const answer = swarm.directory.mayRetrieve(node, account);
  return answer.kind === 'retrieved' ? 'retrieved' : answer.reason;
}

const twoDomains: DirectoryOptions = {
  ...contoso,
  'fabrikam.com': {
    groups: { 'Web Servers': { members: [] } },
    accounts: { webapp01: {}, api: {} },
    servers: { sql01: { kind: 'sql-server', grants: [] } },
  },
};

describe('swarm.directory', () => {
  it('has no domains without a directory, and lets hosts join any', () => {
    const swarm = createSwarm({ nodes: windowsNodes(['A'], { domain: 'contoso.com' }) });

    swarm.settle();

    expect(swarm.directory.domains()).toEqual([]);
    expect(() => swarm.directory.testServiceAccount('A', 'webapp01')).toThrow(
      expect.objectContaining({ code: 'not-found', message: 'account webapp01 not found' }),
    );
  });

  it('shows its domains as plain data, without passwords of users', () => {
    const domains = swarmWith().directory.domains();

    expect(domains).toMatchObject([
      { dnsName: 'contoso.com', computers: ['A', 'B', 'C'], users: ['joe'] },
    ]);
    expect(JSON.parse(JSON.stringify(domains))).toEqual(domains);
    expect(JSON.stringify(domains)).not.toContain('secret');
  });

  it.each([
    { name: 'a member of the group', node: 'A', wanted: 'retrieved' },
    { name: 'a host that is in no group', node: 'B', wanted: 'not-allowed' },
    { name: 'a host that is named itself', node: 'C', wanted: 'retrieved' },
    { name: 'a host outside the domain', node: 'outside', wanted: 'not-joined' },
    { name: 'a Linux host', node: 'linux', wanted: 'not-joined' },
  ])('tests the account on $name: $wanted', ({ node, wanted }) => {
    const swarm = swarmWith();

    expect(reasonOf(swarm, node)).toBe(wanted);
    expect(swarm.directory.testServiceAccount(node, 'webapp01')).toBe(wanted === 'retrieved');
  });

  it.each([
    'webapp01',
    'WebApp01$',
    'CONTOSO\\webapp01$',
    'contoso.com\\webapp01',
    'webapp01@contoso.com',
  ])('knows the account as %s', (account) => {
    expect(reasonOf(swarmWith(), 'A', account)).toBe('retrieved');
  });

  it('takes an account without a domain for that of the host', () => {
    const swarm = swarmWith(twoDomains);

    expect(reasonOf(swarm, 'A')).toBe('retrieved');
    expect(reasonOf(swarm, 'A', 'FABRIKAM\\webapp01')).toBe('other-domain');
    expect(reasonOf(swarm, 'A', 'api')).toBe('other-domain');
  });

  it.each<{
    readonly name: string;
    readonly act: (swarm: Swarm) => unknown;
    readonly text: string;
  }>([
    {
      name: 'an account',
      act: ({ directory }) => directory.passwordOf('webapp01'),
      text: 'account webapp01 is ambiguous: contoso.com, fabrikam.com',
    },
    {
      name: 'an account, on a host outside both',
      act: ({ directory }) => directory.mayRetrieve('outside', 'webapp01'),
      text: 'account webapp01 is ambiguous: contoso.com, fabrikam.com',
    },
    {
      name: 'a new account',
      act: ({ directory }) => directory.createAccount('new'),
      text: 'domain of account new is ambiguous: contoso.com, fabrikam.com',
    },
    {
      name: 'a group',
      act: ({ directory }) => directory.addMember('Web Servers', 'B'),
      text: 'group Web Servers is ambiguous: contoso.com, fabrikam.com',
    },
    {
      name: 'a server',
      act: ({ directory }) => directory.grant('sql01', []),
      text: 'server sql01 is ambiguous: contoso.com, fabrikam.com',
    },
    {
      name: 'a root key',
      act: ({ directory }) => directory.addRootKey(),
      text: 'domain of the root key is ambiguous: contoso.com, fabrikam.com',
    },
  ])('asks for the domain of $name where it could be either', ({ act, text }) => {
    expect(() => act(swarmWith(twoDomains))).toThrow(
      expect.objectContaining({ code: 'ambiguous', message: text }),
    );
  });

  it.each<{
    readonly name: string;
    readonly act: (swarm: Swarm) => unknown;
    readonly text: string;
  }>([
    {
      name: 'a domain',
      act: ({ directory }) => directory.passwordOf('x.com\\webapp01'),
      text: "there is no domain 'x.com'",
    },
    {
      name: 'an account',
      act: ({ directory }) => directory.removeAccount('webapp02'),
      text: 'account webapp02 not found',
    },
    {
      name: 'a group',
      act: ({ directory }) => directory.removeMember('CONTOSO\\Ops', 'A'),
      text: 'group CONTOSO\\Ops not found',
    },
    {
      name: 'a server',
      act: ({ directory }) => directory.grant('sql02', []),
      text: 'server sql02 not found',
    },
    {
      name: 'a node',
      act: ({ directory }) => directory.testServiceAccount('Z', 'webapp01'),
      text: 'node Z not found',
    },
  ])('does not know $name that is not there', ({ act, text }) => {
    expect(() => act(swarmWith())).toThrow(
      expect.objectContaining({ code: 'not-found', message: text }),
    );
  });
});

describe('an edit of the directory', () => {
  it('lets a host of a new group in when it has started again, not when its engine has', () => {
    const swarm = swarmWith();

    swarm.directory.addMember('web servers', 'B');
    swarm.faults.restartEngine('B');
    swarm.advance('1m');
    const before = reasonOf(swarm, 'B');
    swarm.faults.restart('B');

    expect(before).toBe('awaits-restart');
    expect(reasonOf(swarm, 'B')).toBe('retrieved');
  });

  it('lets a host in when it comes back from a crash', () => {
    const swarm = swarmWith();
    swarm.directory.addMember('Web Servers', 'B');

    swarm.faults.schedule([{ at: '1m', lasts: '1m', fault: { kind: 'crash', node: 'B' } }]);
    swarm.advanceTo('59s');
    const before = reasonOf(swarm, 'B');
    swarm.advanceTo('119s');

    expect(before).toBe('awaits-restart');
    expect(() => swarm.directory.testServiceAccount('B', 'webapp01')).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: 'the host of node B is down',
      }),
    );
    swarm.advanceTo('120s');
    expect(reasonOf(swarm, 'B')).toBe('retrieved');
  });

  it('answers hosts that have left the swarm, which are machines all the same', () => {
    const swarm = swarmWith();

    swarm.nodes.leave('C');

    expect(reasonOf(swarm, 'C')).toBe('retrieved');
    swarm.nodes.writeCredentialSpec('C', { place: 'file', name: 'a.json', text: '{}' });
    expect(swarm.nodes.get('C').credentialSpecs()).toHaveLength(1);
  });

  it('does not plan to break a trust that there never is', () => {
    const swarm = swarmWith();
    const fault = { kind: 'break-trust', node: 'outside' } as const;

    expect(() => swarm.faults.schedule([{ at: '5m', fault }])).toThrow(
      expect.objectContaining({ code: 'failed-precondition' }),
    );
  });

  it('takes a password away at once from a host that was named itself', () => {
    const swarm = swarmWith();

    swarm.directory.allowRetrieval('webapp01', ['Web Servers', 'B']);

    expect([reasonOf(swarm, 'B'), reasonOf(swarm, 'C')]).toEqual(['retrieved', 'not-allowed']);
  });

  it('makes another account of the same name, which nobody may use', () => {
    const swarm = swarmWith();
    swarm.advanceTo('1h');
    swarm.directory.removeAccount('CONTOSO\\webapp01$');
    expect(() => reasonOf(swarm, 'A')).toThrow('account webapp01 not found');

    swarm.directory.createAccount('webapp01$', { passwordIntervalDays: 1 });

    expect(reasonOf(swarm, 'A')).toBe('not-allowed');
    expect(swarm.directory.passwordOf('webapp01').changesAt).toBe(3_600_000 + 86_400_000);
  });

  it('lets no account be made before a root key is ten hours old', () => {
    const swarm = swarmWith({ 'contoso.com': { kdsRootKey: 'none' } });
    const create = (): void => swarm.directory.createAccount('new', { retrievableBy: ['A'] });
    expect(create).toThrow('Key does not exist');

    swarm.directory.addRootKey();
    swarm.advance('9h59m59s');
    expect(create).toThrow(expect.objectContaining({ code: 'failed-precondition' }));
    swarm.advance('1s');
    create();

    expect(reasonOf(swarm, 'A', 'new')).toBe('retrieved');
  });

  it('makes a root key that works at once', () => {
    const swarm = swarmWith({ 'contoso.com': { ...contoso['contoso.com'], kdsRootKey: 'none' } });
    expect(reasonOf(swarm, 'A')).toBe('no-root-key');
    expect(() => swarm.directory.passwordOf('webapp01')).toThrow(
      'account webapp01 has no password: no KDS root key works',
    );

    swarm.directory.addRootKey({ effectiveImmediately: true });

    expect(reasonOf(swarm, 'A')).toBe('retrieved');
  });

  it('changes whom a server lets in', () => {
    const swarm = swarmWith();

    swarm.directory.grant('sql01.contoso.com', ['webapp01']);

    expect(swarm.directory.domains()[0]?.servers[0]?.grants).toEqual(['webapp01$']);
  });

  it('changes nothing where it is refused', () => {
    const swarm = swarmWith();
    const before = swarm.directory.domains();

    expect(() => swarm.directory.addMember('Web Servers', 'Z')).toThrow(
      "domain contoso.com has no host, group, account or user 'Z'",
    );
    expect(() => swarm.directory.createAccount('new', { retrievableBy: ['B', 'Z'] })).toThrow(
      "domain contoso.com has no host, group, account or user 'Z'",
    );
    expect(() => swarm.directory.createAccount('new', { days: 3 } as object)).toThrow(
      "create-account: unknown option 'days'",
    );

    expect(swarm.directory.domains()).toEqual(before);
  });

  it('needs no leader, and is an operation that can be applied again', () => {
    const swarm = swarmWith();
    swarm.directory.addMember('Web Servers', 'B');
    const operations = swarm.trace.records.filter(({ kind }) => kind === 'operation');
    const edit = operations.at(-1)?.data as Operation<'directory-edit'>;
    const leaderless = swarmWith(contoso, { managers: 3 });
    for (const node of ['manager-1', 'manager-2']) leaderless.faults.crash(node);
    leaderless.advance('60s');
    expect(() => leaderless.services.list()).toThrow('does not have a leader');

    leaderless.apply(edit);

    expect(edit).toEqual({
      kind: 'directory-edit',
      domain: 'contoso.com',
      edit: { kind: 'add-member', group: 'Web Servers', member: 'B' },
    });
    expect(leaderless.directory.domains()).toEqual(swarm.directory.domains());
    expect(reasonOf(leaderless, 'B')).toBe('awaits-restart');
  });
});

describe('a managed password', () => {
  it('changes once an interval, over months, and leaves the one before', () => {
    const swarm = swarmWith();
    const seen = Array.from({ length: 4 }, () => {
      const { current, previous } = swarm.directory.passwordOf('webapp01');
      swarm.advance(30 * 86_400_000);
      return [current, previous];
    });

    expect(seen).toEqual([
      [0, undefined],
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
  });
});

describe('a host of a directory', () => {
  it('has a site, from which it reaches controllers', () => {
    const swarm = createSwarm({
      directory: {
        'contoso.com': {
          ...contoso['contoso.com'],
          controllers: { DC1: { site: 'Oslo', reachableFrom: ['Oslo'] } },
        },
      },
      nodes: [
        ...windowsNodes(['A'], { domain: 'contoso.com', site: 'oslo' }),
        ...windowsNodes(['C'], { domain: 'contoso.com' }),
      ],
    });
    swarm.settle();

    expect([reasonOf(swarm, 'A'), reasonOf(swarm, 'C')]).toEqual(['retrieved', 'no-controller']);
  });

  it.each([
    {
      name: 'a domain that is not described',
      host: { domain: 'contso.com' },
      text: "host D: the directory has no domain 'contso.com'",
    },
    { name: 'an empty domain', host: { domain: '' }, text: 'host D: domain is empty' },
    { name: 'an empty site', host: { site: '' }, text: 'host D: site is empty' },
  ])('does not join with $name', ({ host, text }) => {
    const swarm = swarmWith();
    const before = swarm.stateHash();

    expect(() => swarm.nodes.join({ hostname: 'D', host: { os: 'windows', ...host } })).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );

    expect(swarm.stateHash()).toBe(before);
    expect(swarm.nodes.list()).toHaveLength(5);
  });

  it('has no site where it runs Linux', () => {
    const node = { hostname: 'D', host: { os: 'linux', site: 'Oslo' } } as const;

    expect(() => swarmWith().nodes.join(node)).toThrow('host D: site is for Windows hosts only');
  });

  it('has a computer account when it has joined later', () => {
    const swarm = swarmWith();
    const host = { os: 'windows', domain: 'contoso.com' } as const;
    swarm.nodes.join({ hostname: 'D', host });

    swarm.settle();
    swarm.directory.addMember('Web Servers', 'd');
    const before = reasonOf(swarm, 'D');
    swarm.faults.restart('D');

    expect([before, reasonOf(swarm, 'D')]).toEqual(['awaits-restart', 'retrieved']);
  });
});

describe('a fault of the directory', () => {
  it.each<{
    readonly name: string;
    readonly strike: (swarm: Swarm) => void;
    readonly mend: (swarm: Swarm) => void;
    readonly reasons: readonly string[];
  }>([
    {
      name: 'all controllers stop',
      strike: ({ faults }) => faults.stopController('contoso.com'),
      mend: ({ faults }) => faults.startController('CONTOSO'),
      reasons: ['no-controller', 'no-controller'],
    },
    {
      name: 'the only controller stops',
      strike: ({ faults }) => faults.stopController('contoso.com', 'dc1'),
      mend: ({ faults }) => faults.startController('contoso.com', 'DC1'),
      reasons: ['no-controller', 'no-controller'],
    },
    {
      name: 'a host is cut off',
      strike: ({ faults }) => faults.cutDirectory('A'),
      mend: ({ faults }) => faults.reachDirectory('A'),
      reasons: ['no-controller', 'retrieved'],
    },
    {
      name: 'its trust breaks, and netlogon is restarted',
      strike: ({ faults }) => faults.breakTrust('A'),
      mend: ({ faults }) => faults.repairTrust('A'),
      reasons: ['trust-broken', 'retrieved'],
    },
    {
      name: 'its trust breaks, and the host is restarted',
      strike: ({ faults }) => faults.breakTrust('A'),
      mend: ({ faults }) => faults.restart('A'),
      reasons: ['trust-broken', 'retrieved'],
    },
  ])('ends with its opposite: $name', ({ strike, mend, reasons }) => {
    const swarm = swarmWith();
    const before = swarm.stateHash();

    strike(swarm);
    const during = [reasonOf(swarm, 'A'), reasonOf(swarm, 'C')];
    const hashDuring = swarm.stateHash();
    mend(swarm);

    expect(during).toEqual(reasons);
    expect(hashDuring).toBe(before);
    expect([reasonOf(swarm, 'A'), reasonOf(swarm, 'C')]).toEqual(['retrieved', 'retrieved']);
  });

  it.each([
    { kind: 'stop-controller', domain: 'contoso.com', controller: 'DC1' },
    { kind: 'stop-controller', domain: 'contoso.com' },
    { kind: 'cut-directory', node: 'A' },
    { kind: 'break-trust', node: { label: 'rack' } },
  ] as const)('lasts as long as its plan says: $kind', (fault) => {
    const swarm = swarmWith();
    swarm.nodes.update('A', { labels: { rack: '1' } });

    swarm.faults.schedule([{ at: '110s', lasts: '5s', fault }]);

    const seen = ['109s', '110s', '114s', '115s'].map((at) => {
      swarm.advanceTo(at);
      return swarm.directory.testServiceAccount('A', 'webapp01');
    });
    expect(seen).toEqual([true, false, false, true]);
  });

  it('strikes no node where one of them cannot be struck', () => {
    const swarm = swarmWith();

    expect(() => swarm.faults.breakTrust({ pick: 5 })).toThrow(
      expect.objectContaining({
        code: 'failed-precondition',
        message: 'host outside has joined no domain',
      }),
    );

    expect(reasonOf(swarm, 'A')).toBe('retrieved');
  });

  it.each<{
    readonly name: string;
    readonly act: (swarm: Swarm) => unknown;
    readonly text: string;
  }>([
    {
      name: 'a domain that is not there',
      act: ({ faults }) => faults.stopController('x.com'),
      text: "there is no domain 'x.com'",
    },
    {
      name: 'a controller that is not there',
      act: ({ faults }) => faults.startController('contoso.com', 'DC9'),
      text: "domain contoso.com has no controller 'DC9'",
    },
    {
      name: 'a controller that is not there, later',
      act: ({ faults }) =>
        faults.schedule([
          {
            at: '1m',
            fault: { kind: 'stop-controller', domain: 'contoso.com', controller: 'DC9' },
          },
        ]),
      text: "domain contoso.com has no controller 'DC9'",
    },
    {
      name: 'no domain',
      act: ({ faults }) => faults.apply({ kind: 'stop-controller' } as never),
      text: 'fault: domain must be a text, not undefined',
    },
    {
      name: 'a misspelt option',
      act: ({ faults }) =>
        faults.apply({ kind: 'stop-controller', domain: 'contoso.com', name: 'DC1' } as never),
      text: "fault: unknown option 'name'",
    },
    {
      name: 'no node',
      act: ({ faults }) => faults.apply({ kind: 'cut-directory' } as never),
      text: 'fault: node must be a text, not undefined',
    },
  ])('is refused for $name', ({ act, text }) => {
    expect(() => act(swarmWith())).toThrow(text);
  });
});
