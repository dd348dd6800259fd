import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { toId, type NodeId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import { Store } from '../store/store.ts';
import { followPromotions } from './promotions.ts';
import { createStandingLeader } from './standing-leader.ts';

const a = toId<NodeId>('a');

interface Room {
  readonly members: () => readonly NodeId[];
  readonly host: { isUp: boolean; cutUp: boolean; cutDown: boolean };
  readonly change: (change: Partial<Node>) => void;
  readonly remove: () => void;
  readonly runTo: (at: number) => void;
  /** Whether anything is still to come. */
  readonly isAtRest: () => boolean;
}

/** One node, a worker, and whoever brings roles into force is the test. */
function room(): Room {
  const kernel = new Kernel({ seed: 1 });
  const store = new Store(kernel);
  const host = { isUp: true, cutUp: false, cutDown: false };
  const raft = createStandingLeader(kernel, () => host.isUp);
  followPromotions(kernel, store, { raft, hostOf: () => host });
  store.update((tx) =>
    tx.create('node', {
      id: a,
      role: 'worker',
      spec: { role: 'worker', availability: 'active' },
      status: { state: 'ready', message: '', addr: '' },
    }),
  );
  return {
    members: () => raft.memberIds(),
    host,
    change(change) {
      store.update((tx) => {
        const node = tx.get('node', a);
        if (node !== undefined) tx.update('node', { ...node, ...change });
      });
    },
    remove: () => store.update((tx) => tx.delete('node', a)),
    runTo(at) {
      while ((kernel.nextAt ?? Infinity) <= at) kernel.step();
      kernel.moveTo(at);
    },
    isAtRest: () => kernel.nextAt === undefined,
  };
}

const wanted = { spec: { role: 'manager', availability: 'active' } } as const;
const unwanted = { spec: { role: 'worker', availability: 'active' } } as const;

// SwarmKit: ca/renewer.go, Start; node/node.go, superviseManager.
describe('a promoted node', () => {
  it('joins when the role is in force and it has its certificate', () => {
    const { members, change, runTo } = room();
    change(wanted);
    runTo(10_000);
    expect(members()).toEqual([]);

    change({ role: 'manager' });
    runTo(10_499);
    expect(members()).toEqual([]);
    runTo(10_500);

    expect(members()).toEqual([a]);
  });

  it.each([{ isUp: false }, { cutUp: true }, { cutDown: true }])(
    'tries until it is heard: its host was %o',
    (trouble) => {
      const { members, host, change, runTo, isAtRest } = room();
      Object.assign(host, trouble);
      change({ ...wanted, role: 'manager' });
      runTo(5_000);
      expect(members()).toEqual([]);

      Object.assign(host, { isUp: true, cutUp: false, cutDown: false });
      runTo(5_500);

      expect(members()).toEqual([a]);
      expect(isAtRest()).toBe(true);
    },
  );

  it('does not join any more when it is removed, and asks no more', () => {
    const { members, host, change, remove, runTo, isAtRest } = room();
    change({ ...wanted, role: 'manager' });
    host.isUp = false;
    remove();

    runTo(500);

    expect(members()).toEqual([]);
    expect(isAtRest()).toBe(true);
  });

  it('does not join any more when it is to be a worker again', () => {
    const { members, change, runTo } = room();
    change({ ...wanted, role: 'manager' });
    change(unwanted);

    runTo(60_000);

    expect(members()).toEqual([]);
  });
});

describe('a manager that is to be a worker', () => {
  it('does not join again, whatever else changes of it while its role is in force', () => {
    const { members, change, runTo } = room();
    change({ ...unwanted, role: 'manager' });
    change({ status: { state: 'down', message: '', addr: '' } });

    runTo(60_000);

    expect(members()).toEqual([]);
  });

  it('joins again once that is taken back', () => {
    const { members, change, runTo } = room();
    change({ ...unwanted, role: 'manager' });
    runTo(1_000);

    change(wanted);
    runTo(1_500);

    expect(members()).toEqual([a]);
  });
});
