import { createSwarm, linuxNodes, type Change, type Commit, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aStep, checkOnce } from '../../test-support/make-step.ts';
import { usedObjectsAreKept, versionsOnlyGrow } from './object-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

function createWeb(): Swarm {
  const swarm = createSwarm({ nodes: linuxNodes(['A']) });
  for (const name of ['used', 'free']) {
    swarm.configs.create({ name, data: name });
    swarm.secrets.create({ name, data: name });
  }
  swarm.services.create({ name: 'web', image: 'app', configs: ['used'], secrets: ['used'] });
  swarm.settle();
  return swarm;
}

describe('usedObjectsAreKept', () => {
  it('holds while objects go that no service references any more', () => {
    const swarm = createWeb();
    const watch = watchInvariants(swarm, [usedObjectsAreKept]);

    swarm.configs.remove('free');
    swarm.services.update('web', (draft) => void (draft.secrets = []));
    swarm.secrets.remove('used');

    expect(watch.verdicts()[0]).toMatchObject({ premises: 2 });
  });

  it.each(['config', 'secret'] as const)('fails where a %s goes that a service uses', (table) => {
    const swarm = createWeb();
    const before = table === 'config' ? swarm.configs.list()[0] : swarm.secrets.list()[0];
    const change = { table, action: 'delete', id: before?.id ?? '', before, after: undefined };
    const commits = [aCommitOf(99, change as Change)];

    const problem = checkOnce(usedObjectsAreKept, aStep(swarm, { commits }));

    expect(problem?.message).toBe('used was removed, and service web references it');
    expect(problem?.evidence).toMatchObject({ object: before?.id, observed: 'removed' });
  });
});

describe('versionsOnlyGrow', () => {
  it('holds while a swarm lives', () => {
    const swarm = createWeb();
    const watch = watchInvariants(swarm, [versionsOnlyGrow]);

    swarm.services.scale('web', 3);
    swarm.settle();

    expect(watch.verdicts()[0]?.premises).toBeGreaterThan(5);
  });

  const versions = (...of: readonly (readonly [commit: number, object: number])[]): unknown => {
    const swarm = createWeb();
    const service = swarm.services.list()[0]!;
    let before = { ...service, meta: { ...service.meta, version: 1 } };
    const commits = of.map(([version, own]) => {
      const after = { ...before, meta: { ...before.meta, version: own } };
      const change: Change = { table: 'service', action: 'update', id: service.id, before, after };
      before = after;
      return aCommitOf(version, change);
    });
    return checkOnce(versionsOnlyGrow, aStep(swarm, { commits }))?.evidence;
  };

  it.each([
    { name: 'an object stands still', of: [[2, 1]], expected: 'more than 1', observed: '1' },
    { name: 'an object goes its own way', of: [[2, 3]], expected: '2', observed: '3' },
    {
      name: 'a transaction comes late',
      of: [
        [5, 5],
        [4, 6],
      ],
      expected: 'more than 5',
      observed: '4',
    },
  ] as const)('fails where $name', ({ of, expected, observed }) => {
    expect(versions(...of)).toMatchObject({ expected, observed });
  });
});

function aCommitOf(version: number, change: Change): Commit {
  return { version, at: 0, causedBy: 1, writtenBy: 'test', changes: [change] };
}
