/**
 * Who a running container is changes with the world around it, and no task hears of it. Each story has
 * a container that never stops; after every turn it is asked who it is.
 */
import { windowsNodes, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

import { createContoso, identityOf, nameOf, type ContosoOptions } from './contoso.ts';

const upn = 'webapp01$@contoso.com';

/** A turn of a story, and who the container is after it. */
interface Turn {
  readonly turn: (swarm: Swarm) => void;
  readonly is: string;
}

interface Story {
  readonly name: string;
  readonly options?: ContosoOptions;
  readonly turns: readonly Turn[];
}

const inTwoSites: ContosoOptions = {
  domain: {
    controllers: { DC1: {}, DC2: { site: 'berlin', reachableFrom: ['berlin'] } },
  },
};

const stories: readonly Story[] = [
  {
    name: 'the host is cut off from the directory, and comes back',
    turns: [
      { turn: (swarm) => swarm.faults.cutDirectory('A'), is: 'no-controller' },
      { turn: (swarm) => swarm.advance('2h'), is: 'no-controller' },
      { turn: (swarm) => swarm.faults.reachDirectory('A'), is: upn },
    ],
  },
  {
    name: 'the only controller that the host reaches stops, and starts',
    options: inTwoSites,
    turns: [
      { turn: (swarm) => swarm.faults.stopController('contoso.com', 'DC2'), is: upn },
      { turn: (swarm) => swarm.faults.stopController('contoso.com', 'DC1'), is: 'no-controller' },
      { turn: (swarm) => swarm.faults.startController('contoso.com', 'DC2'), is: 'no-controller' },
      { turn: (swarm) => swarm.faults.startController('contoso.com', 'DC1'), is: upn },
    ],
  },
  {
    name: 'netlogon mends the trust relationship',
    turns: [
      { turn: (swarm) => swarm.faults.breakTrust('A'), is: 'trust-broken' },
      { turn: (swarm) => swarm.faults.cutDirectory('A'), is: 'trust-broken' },
      { turn: (swarm) => swarm.faults.repairTrust('A'), is: 'no-controller' },
      { turn: (swarm) => swarm.faults.reachDirectory('A'), is: upn },
    ],
  },
  {
    name: 'a host keeps the group in its ticket, and is refused when it is named no more',
    turns: [
      { turn: (swarm) => swarm.directory.removeMember('hosts', 'A'), is: upn },
      { turn: (swarm) => swarm.advance('120h'), is: upn },
      { turn: (swarm) => swarm.directory.allowRetrieval('webapp01', []), is: 'not-allowed' },
      { turn: (swarm) => swarm.directory.allowRetrieval('webapp01', ['A']), is: upn },
    ],
  },
  {
    name: 'an account is removed, and made again',
    turns: [
      { turn: (swarm) => swarm.directory.removeAccount('webapp01'), is: 'unknown-account' },
      {
        turn: (swarm) => swarm.directory.createAccount('webapp01', { retrievableBy: ['hosts'] }),
        is: upn,
      },
    ],
  },
  {
    name: 'the first root key becomes ten hours old',
    options: { domain: { kdsRootKey: { createdAt: 0 } } },
    turns: [
      { turn: (swarm) => swarm.advanceTo(35_999_999), is: 'no-root-key' },
      { turn: (swarm) => swarm.advance(1), is: upn },
    ],
  },
];

describe('a container that runs on', () => {
  it.each(stories)('$name', ({ options, turns }) => {
    const swarm = createContoso(options);
    const { containerId } = swarm.containers.of('web.1');
    let commits = 0;
    swarm.changes$.subscribe(() => commits++);
    const state = swarm.stateHash();

    const seen = turns.map(({ turn }) => {
      turn(swarm);
      return nameOf(swarm);
    });

    expect(seen).toEqual(turns.map(({ is }) => is));
    expect(swarm.containers.of('web.1')).toMatchObject({ containerId, state: 'running' });
    expect(commits).toBe(0);
    expect(swarm.stateHash()).toBe(state);
  });

  it('logs on with each password of a year in turn, and never notices', () => {
    const swarm = createContoso();
    const spec = swarm.containers.of('web.1').credentialSpec;
    const seen: string[] = [];

    const passwords = Array.from({ length: 13 }, () => {
      seen.push(nameOf(swarm));
      const { password } = identityOf(swarm);
      swarm.advance('720h');
      return password?.current;
    });

    expect(passwords).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(new Set(seen)).toEqual(new Set([upn]));
    expect(swarm.containers.of('web.1').credentialSpec).toEqual(spec);
    expect(swarm.tasks.list({ service: 'web' })).toHaveLength(1);
  });
});

describe('a container that is replaced', () => {
  it('gains its identity where its host starts anew, as that shows new groups', () => {
    const swarm = createContoso({
      domain: { groups: { hosts: { members: [] } } },
      service: { restart: { condition: 'any', delay: 0 } },
    });
    swarm.directory.addMember('hosts', 'A');
    expect(nameOf(swarm)).toBe('awaits-restart');

    swarm.faults.restart('A');
    swarm.advance('1m');

    expect(nameOf(swarm)).toBe(upn);
  });

  it('loses it on a host that may not retrieve the password, and its task says running', () => {
    const swarm = createContoso({
      nodes: windowsNodes(['A', 'B'], { domain: 'contoso.com' }),
      service: { restart: { condition: 'any', delay: 0 }, constraints: ['node.hostname==A'] },
    });
    expect(swarm.containers.of('web.1').access('sql01').isGranted).toBe(true);

    swarm.services.update('web', (draft) => void (draft.constraints = ['node.hostname==B']));
    swarm.settle();

    expect(swarm.tasks.get('web.1').status.state).toBe('running');
    expect(nameOf(swarm)).toBe('not-allowed');
    expect(swarm.containers.of('web.1').access('sql01').message).toBe(
      String.raw`Login failed for user 'NT AUTHORITY\ANONYMOUS LOGON'.`,
    );
  });
});
