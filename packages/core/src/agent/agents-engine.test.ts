/** What an agent makes of the restarts of its engine, and of containers that end under its hands. */
import { describe, expect, it } from 'vitest';
import {
  configUpdate,
  createWorld,
  n1,
  update,
  type World,
} from '../../test-support/agents-world.ts';
import { toId, type NodeId } from '../model/ids.ts';

const nothing = { tasks: [], configs: [], secrets: [] };

/** A node whose only task runs since a while, with a config beside it. */
function runningWorld(...options: Parameters<typeof createWorld>): World {
  const world = createWorld(...options);
  world.send('complete', [configUpdate('c1'), update('running')]);
  world.advance(1_000);
  return world;
}

function registrations({ calls }: World): readonly string[] {
  return calls.filter((call) => call.includes('register'));
}

// moby: daemon/cluster, whose agent stops and starts with the engine.
describe('an engine that is restarted', () => {
  it('is away for as long as it takes, and then goes on with its tasks', () => {
    const world = runningWorld();

    world.agents.restartEngine(n1, 'survived', 5_000);
    const whileAway = [world.agents.isRunning(n1), world.agents.holdings(n1)];
    world.advance(5_999);
    const before = world.agents.isRunning(n1);
    world.advance(6_000);

    expect(whileAway).toEqual([false, nothing]);
    expect([before, world.agents.isRunning(n1)]).toEqual([false, true]);
    expect(world.agents.statusOf(n1, 't1')?.state).toBe('running');
    expect(registrations(world)).toEqual(['0 register', '6000 register session-0']);
    expect(world.calls).not.toContain('1000 crash');
  });

  it('finds its containers dead where they died with it', () => {
    const world = runningWorld();

    world.agents.restartEngine(n1, 'died', 5_000);
    world.advance(10_000);

    expect(world.reports.at(-1)).toBe('6000 t1 failed | started | task: non-zero exit (255)');
    expect(world.calls).toContain('1000 crash');
  });

  it('waits anew when it is restarted once more meanwhile', () => {
    const world = runningWorld();
    world.agents.restartEngine(n1, 'survived', 5_000);
    world.advance(4_000);

    world.agents.restartEngine(n1, 'survived', 5_000);
    world.advance(8_999);
    const before = world.agents.isRunning(n1);
    world.advance(9_000);

    expect([before, world.agents.isRunning(n1)]).toEqual([false, true]);
    expect(registrations(world)).toHaveLength(2);
  });

  it('is back at once, and only once, when its host starts again meanwhile', () => {
    const world = runningWorld();
    world.agents.restartEngine(n1, 'survived', 5_000);
    world.advance(2_000);

    world.agents.restart(n1);
    world.advance(20_000);

    expect(registrations(world)).toEqual(['0 register', '2000 register session-0']);
    expect(world.reports.at(-1)).toContain('non-zero exit (255)');
  });

  it('stays away when its host crashes meanwhile', () => {
    const world = runningWorld();
    world.agents.restartEngine(n1, 'survived', 5_000);
    world.advance(2_000);

    world.agents.crash(n1);
    world.advance(20_000);

    expect(world.agents.isRunning(n1)).toBe(false);
    expect(registrations(world)).toHaveLength(1);
  });

  it('does nothing on a host that is down', () => {
    const world = runningWorld();
    world.agents.crash(n1);

    world.agents.restartEngine(n1, 'survived', 5_000);
    world.advance(20_000);

    expect(world.agents.isRunning(n1)).toBe(false);
    expect(world.kernel.nextAt).toBeUndefined();
  });
});

describe('a host that starts again', () => {
  it('loses its power first where it is up', () => {
    const world = runningWorld();

    world.agents.restart(n1);
    world.advance(2_000);

    expect(world.calls).toContain('1000 crash');
    expect(world.reports.at(-1)).toBe('1000 t1 failed | started | task: non-zero exit (255)');
  });

  it('loses no power where it is down, so that what outlived its agent goes on', () => {
    const world = runningWorld();
    world.agents.crash(n1, 'survived');

    world.agents.restart(n1);
    world.advance(2_000);

    expect(world.agents.statusOf(n1, 't1')?.state).toBe('running');
    expect(world.calls).not.toContain('1000 crash');
  });

  it('loses the containers that survived its agent when it dies after that', () => {
    const world = runningWorld();
    world.agents.crash(n1, 'survived');
    world.agents.crash(n1, 'survived');
    world.agents.crash(n1, 'died');

    world.agents.restart(n1);
    world.advance(2_000);

    expect(world.agents.statusOf(n1, 't1')?.state).toBe('failed');
  });

  it('does not hear messages of the connection before', () => {
    const world = runningWorld();
    world.send('incremental', [configUpdate('late')]);

    world.agents.crash(n1);
    world.agents.restart(n1);
    world.advance(2_000);

    expect(world.agents.holdings(n1).configs).toEqual([]);
  });
});

describe('a container that is made to exit', () => {
  it('ends its task, and only where it runs', () => {
    const world = runningWorld();

    const answers = [
      world.agents.exitContainer(n1, 't1', 3),
      world.agents.exitContainer(n1, 't1', 3),
      world.agents.exitContainer(n1, 'other', 3),
    ];
    world.advance(2_000);

    expect(answers).toEqual([true, false, false]);
    expect(world.reports.at(-1)).toBe('1000 t1 failed | started | task: non-zero exit (3)');
  });

  it('is found by an agent that was down', () => {
    const world = runningWorld();
    world.agents.crash(n1, 'survived');

    world.agents.exitContainer(n1, 't1', 0);
    world.advance(2_000);
    const before = world.agents.statusOf(n1, 't1')?.state;
    world.agents.restart(n1);
    world.advance(3_000);

    expect(before).toBe('running');
    expect(world.reports.at(-1)).toBe('2000 t1 complete | finished | ');
  });

  it('does not fall ill without a health check', () => {
    const world = runningWorld();

    expect(world.agents.sicken(n1, 't1')).toBe(false);
    expect(world.agents.sicken(n1, 'other')).toBe(false);
  });
});

describe('a node that nobody knows', () => {
  it('holds, runs and reads nothing', () => {
    const { agents } = createWorld();
    const n2 = toId<NodeId>('n2');

    expect(agents.holdings(n2)).toEqual(nothing);
    expect([agents.isRunning(n2), agents.hasLeft(n2), agents.readable(n2, 't1')]).toEqual([
      false,
      false,
      [],
    ]);
    expect([agents.statusOf(n2, 't1'), agents.nameOf(n2, 'config', 'c1')]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a message', () => {
  it('takes back a config and a task, and is asked for anew only after a gap', () => {
    const world = runningWorld();
    const asked = (): number => world.calls.filter((call) => call.includes('assignments')).length;
    const before = asked();

    world.send('incremental', [
      { action: 'remove', item: 'config', id: 'c1' },
      { action: 'remove', item: 'task', id: 't1' },
    ]);
    world.advance(2_000);

    expect(world.agents.holdings(n1)).toEqual(nothing);
    expect(asked()).toBe(before);
    expect(world.calls).toContain('1000 remove t1');
  });
});
