import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { DirectoryOptions } from './directory-options.ts';
import { createDirectory, type Directory } from './directory.ts';
import { readDirectory } from './read-directory.ts';

const node = toId<NodeId>('n1');
const options: DirectoryOptions = {
  'contoso.com': {
    controllers: { DC1: { reachableFrom: ['Oslo'] }, DC2: { reachableFrom: ['Rome', 'Oslo'] } },
    computers: ['A'],
    groups: {
      Web: { members: ['A'] },
      Mid: { members: ['Web'] },
      All: { members: ['Mid', 'All2'] },
      All2: { members: ['All'] },
    },
    accounts: { svc: { retrievableBy: ['All'] } },
  },
};

function directoryWith(site = 'Oslo', given = options): Directory {
  const directory = createDirectory(new Kernel({ seed: 1 }), readDirectory(given));
  directory.addHost({ nodeId: node, hostname: 'a', domain: 'contoso.com', site });
  return directory;
}

function ask(directory: Directory): string {
  const request = { nodeId: node, domain: 'contoso.com', account: 'svc' };
  const answer = directory.retrievePassword(request);
  return answer.kind === 'retrieved' ? 'retrieved' : answer.reason;
}

describe('a host that starts', () => {
  it('gets a ticket of its groups, nested ones too, even where they hold each other', () => {
    expect(directoryWith().host(node)?.ticket).toEqual(['Web', 'Mid', 'All', 'All2']);
  });

  it('has the groups of then until it starts again', () => {
    const directory = directoryWith();
    const edit = { kind: 'remove-member', group: 'Web', member: 'A' } as const;

    directory.edit({ domain: 'contoso.com', edit });
    const before = ask(directory);
    directory.logOn(node);

    expect(before).toBe('retrieved');
    expect(ask(directory)).toBe('not-allowed');
  });

  it('learns of a new group when it starts again', () => {
    const directory = directoryWith();
    directory.edit({
      domain: 'contoso.com',
      edit: { kind: 'remove-member', group: 'Web', member: 'A' },
    });
    directory.logOn(node);
    directory.edit({
      domain: 'contoso.com',
      edit: { kind: 'add-member', group: 'Mid', member: 'A' },
    });
    const before = ask(directory);

    directory.logOn(node);

    expect(before).toBe('awaits-restart');
    expect(ask(directory)).toBe('retrieved');
  });

  it.each<{
    readonly name: string;
    readonly cut: (directory: Directory) => void;
    readonly mend: (directory: Directory) => void;
  }>([
    {
      name: 'all controllers start again',
      cut: (directory) => directory.stopController('CONTOSO'),
      mend: (directory) => directory.startController('contoso.com', 'dc2'),
    },
    {
      name: 'it is let through to them',
      cut: (directory) => directory.cutOff(node),
      mend: (directory) => directory.reach(node),
    },
    {
      name: 'it is believed again',
      cut: (directory) => directory.stopController('contoso.com'),
      mend: (directory) => {
        directory.breakTrust(node);
        directory.startController('contoso.com');
        expect(directory.host(node)?.ticket).toBeUndefined();
        directory.repairTrust(node);
      },
    },
  ])('without a controller gets its ticket when $name, of the groups of then', ({ cut, mend }) => {
    const directory = directoryWith();
    cut(directory);
    directory.logOn(node);
    const without = directory.host(node)?.ticket;
    directory.edit({
      domain: 'contoso.com',
      edit: { kind: 'remove-member', group: 'Mid', member: 'Web' },
    });

    mend(directory);

    expect(without).toBeUndefined();
    expect(directory.host(node)?.ticket).toEqual(['Web']);
  });

  it('keeps the ticket that it has while controllers stop and start', () => {
    const directory = directoryWith();
    const edit = { kind: 'remove-member', group: 'Web', member: 'A' } as const;
    directory.stopController('contoso.com');
    directory.edit({ domain: 'contoso.com', edit });

    directory.startController('contoso.com');

    expect(ask(directory)).toBe('retrieved');
  });

  it('is believed again', () => {
    const directory = directoryWith();
    directory.breakTrust(node);
    const before = ask(directory);

    directory.logOn(node);

    expect(before).toBe('trust-broken');
    expect(ask(directory)).toBe('retrieved');
  });

  it('stays cut off', () => {
    const directory = directoryWith();
    directory.cutOff(node);

    directory.logOn(node);

    expect(ask(directory)).toBe('no-controller');
  });
});

describe('controllers', () => {
  it('are reached from their sites, one after the other', () => {
    const directory = directoryWith('Rome');

    directory.stopController('contoso.com', 'DC1');
    const withOne = ask(directory);
    directory.stopController('contoso.com', 'DC2');

    expect(withOne).toBe('retrieved');
    expect(ask(directory)).toBe('no-controller');
    expect(ask(directoryWith('Paris'))).toBe('no-controller');
  });

  it('are looked for before they are struck', () => {
    const directory = directoryWith();

    expect(() => directory.stopController('x.com')).toThrow("there is no domain 'x.com'");
    expect(() => directory.startController('contoso.com', 'DC3')).toThrow(
      "domain contoso.com has no controller 'DC3'",
    );
  });
});

describe('a host that joins', () => {
  it('has an account that groups can have as a member', () => {
    const directory = directoryWith('Oslo', {
      'contoso.com': { groups: { Web: { members: [] } } },
    });
    directory.addHost({ nodeId: toId('n2'), hostname: 'B', domain: 'Contoso.com', site: 'Oslo' });

    directory.edit({
      domain: 'contoso.com',
      edit: { kind: 'add-member', group: 'Web', member: 'b' },
    });

    expect(directory.domains()[0]?.computers).toEqual(['a', 'B']);
    expect(directory.domains()[0]?.groups[0]?.members).toEqual(['B$']);
  });

  it('uses the account that was made for it', () => {
    expect(directoryWith().domains()[0]?.computers).toEqual(['A']);
  });

  it('is refused in a domain that is not described, where any is', () => {
    const host = { hostname: 'C', domain: 'contso.com' };

    expect(() => directoryWith().checkHost(host)).toThrow(
      "host C: the directory has no domain 'contso.com'",
    );
    expect(() => directoryWith('Oslo', {}).checkHost(host)).not.toThrow();
  });

  it('is refused under the name of a gMSA', () => {
    expect(() => directoryWith().checkHost({ hostname: 'SVC', domain: 'contoso.com' })).toThrow(
      'host SVC: domain contoso.com has an account of that name',
    );
  });
});

describe('a host outside every domain', () => {
  it('has no trust to break', () => {
    const directory = directoryWith();
    directory.addHost({ nodeId: toId('n2'), hostname: 'B', site: 'Oslo' });

    expect(() => directory.breakTrust(toId('n2'))).toThrow('host B has joined no domain');
    expect(directory.host(toId('n2'))?.ticket).toBeUndefined();
  });
});
