import { createSwarm, windowsNodes, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { calm, strike } from './strike.ts';

function swarmWith(): Swarm {
  const swarm = createSwarm({ nodes: windowsNodes(['a', 'b']), nodeUpdatePeriod: 0 });
  swarm.services.create({ name: 'web', image: 'app', replicas: 2 });
  swarm.settle();
  return swarm;
}

function reach(swarm: Swarm): readonly boolean[] {
  return swarm.nodes.list().map(({ isUp }) => isUp);
}

describe('strike', () => {
  it('names nodes by number, modulo how many there are', () => {
    const swarm = swarmWith();

    strike(swarm, { kind: 'crash', node: 5 });
    strike(swarm, { kind: 'cut-one-way', node: 2, direction: 'to-managers' });

    expect(reach(swarm)).toEqual([false, false]);
  });

  it('names tasks by number among those that run', () => {
    const swarm = swarmWith();
    const ids = swarm.tasks.list({ state: 'running' }).map(({ id }) => id);

    strike(swarm, { kind: 'exit-task', task: 3, exitCode: 4 });
    strike(swarm, { kind: 'ignore-stop', task: 0 });
    swarm.advance('1s');

    expect(swarm.tasks.find(ids[1]!)?.status.err).toBe('task: non-zero exit (4)');
    expect(swarm.tasks.find(ids[0]!)?.status.state).toBe('running');
  });

  it('does nothing where no task runs', () => {
    const swarm = createSwarm({});

    strike(swarm, { kind: 'exit-task', task: 0, exitCode: 1 });
    strike(swarm, { kind: 'crash', node: 0 });

    expect(swarm.now).toBe(0);
  });

  it('changes what a host has', () => {
    const swarm = swarmWith();

    strike(swarm, { kind: 'change-host', node: 0, memoryGigabytes: 3 });
    swarm.advance('1s');

    const [first] = swarm.nodes.list();
    expect(first?.node.description?.resources?.memoryBytes).toBe(3 * 2 ** 30);
  });

  it('plans crashes that come to an end', () => {
    const swarm = swarmWith();

    strike(swarm, { kind: 'plan-crashes', everyMs: 5_000, lastsMs: 3_000, count: 2 });
    const seen: (readonly boolean[])[] = [];
    for (const wait of ['6s', '4s', '1s', '4s']) {
      swarm.advance(wait);
      seen.push(reach(swarm));
    }

    expect(seen.map((nodes) => nodes.filter((isUp) => !isUp).length)).toEqual([1, 1, 1, 0]);
  });
});

describe('calm', () => {
  it('repairs all paths where messages come late, and none otherwise', () => {
    const swarm = swarmWith();
    strike(swarm, { kind: 'partition', node: 0 });

    calm(swarm, [{ kind: 'partition' }]);
    const before = reach(swarm);
    calm(swarm, [{ kind: 'partition' }, { kind: 'lose-messages' }]);

    expect([before, reach(swarm)]).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});
