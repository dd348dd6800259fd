import { describe, expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';

function newSwarm(options: object = {}): Swarm {
  const swarm = createSwarm({ nodes: linuxNodes(['a', 'b', 'c']), ...options });
  swarm.services.create({ name: 'web', image: 'app:1', replicas: 3 });
  swarm.settle();
  return swarm;
}

function runningOn(swarm: Swarm): readonly string[] {
  const tasks = swarm.tasks.list({ service: 'web', state: 'running', desiredState: 'running' });
  return tasks.map(({ nodeId }) => swarm.nodes.get(nodeId).name).sort();
}

function refused(message: string): unknown {
  return expect.objectContaining({ code: 'failed-precondition', message });
}

const asManager =
  'You are attempting to leave the swarm on a node that is participating as a manager. ';
const restore =
  'The only way to restore a swarm that has lost consensus is to reinitialize it with ' +
  '`--force-new-cluster`. Use `--force` to suppress this message.';
const lostQuorum = /^The swarm does not have a leader/;

// moby: daemon/cluster/swarm.go, Leave. SwarmKit: node/node.go, Stop; agent/agent.go, Leave.
describe('a worker that leaves', () => {
  it('stops its containers at once, and the managers know nothing of it', () => {
    const swarm = newSwarm();
    const before = swarm.stateHash();
    const [task] = swarm.tasks.list({ node: 'a' });
    expect(swarm.containers.find(task?.id ?? '')?.state).toBe('running');

    swarm.nodes.leave('a');

    expect(swarm.containers.find(task?.id ?? '')).toBeUndefined();
    expect(swarm.nodes.get('a').holdings().tasks).toEqual([]);
    expect(swarm.nodes.get('a')).toMatchObject({ state: 'ready', isUp: false });
    swarm.advance('8s');
    expect(swarm.stateHash()).toBe(before);
  });

  it('is down when its heartbeats are missed, and its tasks are replaced elsewhere', () => {
    const swarm = newSwarm();

    swarm.nodes.leave('a');
    swarm.advance('17s');
    expect(swarm.nodes.get('a').node.status).toMatchObject({
      state: 'down',
      message: 'heartbeat failure',
    });
    swarm.advance('30s');

    expect(runningOn(swarm)).toHaveLength(3);
    expect(runningOn(swarm)).not.toContain('a');
  });

  it('is there until it is removed, which needs force while it is ready', () => {
    const swarm = newSwarm();
    swarm.nodes.leave('a');
    expect(() => swarm.nodes.remove('a')).toThrow("is not down and can't be removed");
    swarm.advance('1m');
    expect(swarm.nodes.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);

    swarm.nodes.remove('a');

    expect(swarm.nodes.list().map(({ name }) => name)).toEqual(['b', 'c']);
  });

  it('joins again as another node of the same name', () => {
    const swarm = newSwarm();
    swarm.nodes.leave('a');
    swarm.advance('1m');

    for (const host of linuxNodes(['a'])) swarm.nodes.join(host);
    swarm.advance('1s');

    expect(swarm.nodes.list().map(({ name, state }) => `${name} ${state}`)).toEqual([
      'a down',
      'b ready',
      'c ready',
      'a ready',
    ]);
  });

  it.each(['restart', 'crash', 'restartEngine', 'repair'] as const)(
    'does not come back when its host is struck by %s',
    (fault) => {
      const swarm = newSwarm();
      swarm.nodes.leave('a');

      swarm.faults[fault]('a');
      swarm.advance('5m');

      expect(swarm.nodes.get('a')).toMatchObject({ state: 'down', isUp: false });
    },
  );

  it('needs no manager for it: one that is cut off, or has no leader, leaves as well', () => {
    const swarm = newSwarm({ managers: 1 });
    swarm.faults.partition('a');
    swarm.nodes.leave('a');
    swarm.faults.crash('manager-1');

    swarm.nodes.leave('b');
    swarm.faults.repair('a');
    swarm.faults.restart('manager-1');
    swarm.advance('2m');

    const states = swarm.nodes.list().map(({ name, state }) => `${name} ${state}`);
    expect(states).toEqual(['manager-1 ready', 'a down', 'b down', 'c ready']);
    expect(runningOn(swarm)).toEqual(['c', 'c', 'c']);
  });
});

describe('a node that is removed with force', () => {
  it('ends its tasks as one that leaves does', () => {
    const swarm = newSwarm();
    const [task] = swarm.tasks.list({ node: 'a' });

    swarm.nodes.remove('a', { force: true });

    expect(swarm.tasks.find(task?.id ?? '')?.status.state).toBe('orphaned');
    expect(swarm.containers.find(task?.id ?? '')).toBeUndefined();
  });
});

describe('leaving is refused', () => {
  const left = (swarm: Swarm): void => swarm.nodes.leave('a');

  it.each([
    {
      name: 'a node that has left',
      before: left,
      message: 'This node is not part of a swarm',
    },
    {
      name: 'a node that has left and whose host crashed then',
      before(swarm: Swarm) {
        left(swarm);
        swarm.faults.crash('a');
      },
      message: 'This node is not part of a swarm',
    },
    {
      name: 'a host that is down',
      before: (swarm: Swarm) => swarm.faults.crash('a'),
      message: 'the engine of node a is not running',
    },
    {
      name: 'an engine that restarts',
      before: (swarm: Swarm) => swarm.faults.restartEngine('a', { downFor: '1s' }),
      message: 'the engine of node a is not running',
    },
  ])('to $name, with force as well', ({ before, message }) => {
    const swarm = newSwarm();
    before(swarm);

    expect(() => swarm.nodes.leave('a')).toThrow(refused(message));
    expect(() => swarm.nodes.leave('a', { force: true })).toThrow(refused(message));
  });

  it('to a node that is not there', () => {
    const gone = expect.objectContaining({ code: 'not-found', message: 'node x not found' });

    expect(() => newSwarm().nodes.leave('x')).toThrow(gone);
  });
});

// moby: daemon/cluster/swarm.go, Leave; daemon/cluster/utils.go.
describe('a manager that leaves without force', () => {
  const last =
    'Removing the last manager erases all current state of the swarm. ' +
    'Use `--force` to ignore this message. ';
  function leaves(left: number, all: number): string {
    const count = `Removing this node leaves ${left} managers out of ${all}. `;
    return `${count}Without a Raft quorum your swarm will be inaccessible. ${restore}`;
  }

  it.each([
    { name: 'is the last one', managers: 1, text: last },
    { name: 'is one of two', managers: 2, text: leaves(1, 2) },
    { name: 'is one of three', managers: 3, text: restore },
    { name: 'is one of three, one of them down', managers: 3, down: 1, text: leaves(1, 3) },
    { name: 'is one of five, one of them down', managers: 5, down: 1, text: restore },
    { name: 'is one of five, two of them down', managers: 5, down: 2, text: leaves(2, 5) },
    { name: 'leads, and reaches no other', managers: 3, down: 2, text: leaves(0, 3) },
  ])('is refused where it $name', ({ managers, down = 0, text }) => {
    const swarm = newSwarm({ managers });
    for (let index = 0; index < down; index += 1) swarm.faults.crash(`manager-${managers - index}`);
    const before = swarm.stateHash();

    for (const options of [undefined, {}, { force: false }]) {
      expect(() => swarm.nodes.leave('manager-1', options)).toThrow(refused(asManager + text));
    }
    swarm.advance('1s');
    expect(swarm.stateHash()).toBe(before);
  });

  it('is not told what the others come to where it reaches no leader', () => {
    const swarm = newSwarm({ managers: 2 });
    swarm.faults.partition('manager-2');

    expect(() => swarm.nodes.leave('manager-2')).toThrow(refused(asManager + restore));
  });

  it('is a worker as soon as it is demoted', () => {
    const swarm = newSwarm({ managers: 3 });
    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance('10s');

    swarm.nodes.leave('manager-3');
    swarm.advance('1m');

    expect(swarm.nodes.get('manager-3').state).toBe('down');
  });
});

// SwarmKit: node/node.go, runManager: a manager that is stopped keeps its place in raft.
describe('a manager that leaves with force', () => {
  it('stays a member that is not reached, until it is demoted and removed', () => {
    const swarm = newSwarm({ managers: 3 });

    swarm.nodes.leave('manager-3', { force: true });
    swarm.advance('1m');
    expect(swarm.nodes.get('manager-3')).toMatchObject({
      state: 'down',
      managerStatus: { leader: false, reachability: 'unreachable' },
    });
    expect(() => swarm.nodes.remove('manager-3')).toThrow('It must be demoted to worker');
    swarm.nodes.update('manager-3', { role: 'worker' });
    swarm.advance('10s');
    swarm.nodes.remove('manager-3');

    const names = swarm.nodes.list().map(({ name }) => name);
    expect(names).toEqual(['manager-1', 'manager-2', 'a', 'b', 'c']);
  });

  it('counts for the quorum as long as it is a member', () => {
    const swarm = newSwarm({ managers: 3 });
    swarm.nodes.leave('manager-3', { force: true });
    swarm.advance('1m');

    swarm.nodes.leave('manager-2', { force: true });
    swarm.advance('1m');

    expect(() => swarm.nodes.list()).toThrow(lostQuorum);
  });

  it('gives up leadership with it: another one is elected', () => {
    const swarm = newSwarm({ managers: 3 });

    swarm.nodes.leave('manager-1', { force: true });
    expect(() => swarm.nodes.list()).toThrow('context deadline exceeded');
    swarm.advance('1m');

    const leaders = swarm.nodes.list().filter(({ managerStatus }) => managerStatus?.leader);
    expect(leaders.map(({ name }) => name)).toEqual([expect.stringMatching(/^manager-[23]$/)]);
    expect(swarm.nodes.get('manager-1').node.status).toMatchObject({
      state: 'down',
      message: 'heartbeat failure for node in "unknown" state',
    });
  });

  it('ends the swarm where it is the last, and containers run on', () => {
    const swarm = newSwarm({ managers: 1 });
    const running = swarm.tasks.list({ service: 'web' }).map(({ id }) => id);

    swarm.nodes.leave('manager-1', { force: true });
    swarm.faults.restart('manager-1');
    swarm.advance('1h');

    expect(() => swarm.services.list()).toThrow(lostQuorum);
    expect(running.map((id) => swarm.containers.find(id)?.state)).toEqual(
      running.map(() => 'running'),
    );
  });

  it('leaves a control plane alone that is there without managers', () => {
    const swarm = newSwarm();
    swarm.nodes.update('a', { role: 'manager' });
    swarm.advance('1s');
    expect(() => swarm.nodes.leave('a')).toThrow('participating as a manager');

    swarm.nodes.leave('a', { force: true });
    swarm.advance('1m');

    expect(swarm.nodes.get('a').state).toBe('down');
  });
});
