import { describe, expect, it } from 'vitest';
import { createSwarm } from '../swarm.ts';
import { linuxNodes } from '../engine/hosts.ts';
import type { Swarm } from './swarm.ts';

function swarmWith(options: object = {}): Swarm {
  const swarm = createSwarm({ nodes: linuxNodes(['n1', 'n2']), ...options });
  swarm.services.create({ name: 'web', image: 'app', replicas: 2 });
  swarm.settle();
  return swarm;
}

function states(swarm: Swarm, service = 'web'): readonly string[] {
  return swarm.tasks.list({ service }).map(({ status }) => status.state);
}

describe('exit-task', () => {
  // SwarmKit: agent/exec/controller.go, Do: an exit code other than 0 is an error.
  it.each([
    { exitCode: undefined, state: 'complete', err: '' },
    { exitCode: 0, state: 'complete', err: '' },
    { exitCode: 3, state: 'failed', err: 'task: non-zero exit (3)' },
  ])('ends a container with $exitCode: the task is $state', ({ exitCode, state, err }) => {
    const swarm = swarmWith();
    const task = swarm.tasks.get('web.1');

    swarm.faults.exitTask('web.1', exitCode === undefined ? {} : { exitCode });
    swarm.advance('1s');

    expect(swarm.tasks.find(task.id)?.status).toMatchObject({ state, err });
    expect(swarm.tasks.get('web.1').id).not.toBe(task.id);
  });

  it('is refused where the container runs no more', () => {
    const swarm = swarmWith();
    swarm.faults.exitTask('web.1', { exitCode: 1 });
    swarm.advance('1s');
    const before = swarm.stateHash();

    expect(() => swarm.faults.exitTask('web.1')).toThrow(
      expect.objectContaining({ code: 'failed-precondition' }),
    );
    expect(swarm.stateHash()).toBe(before);
  });
});

describe('changeHost', () => {
  // SwarmKit: agent/agent.go, run (updateNode); orchestrator/constraintenforcer.
  it('takes tasks away that no longer fit, once the agent has told', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['n1', 'n2'], { memory: '4g' }) });
    swarm.services.create({
      name: 'web',
      image: 'app',
      replicas: 1,
      reserve: { memory: '2g' },
    });
    swarm.settle();
    const { id, nodeId } = swarm.tasks.get('web.1');
    swarm.advanceTo('65s');

    swarm.nodes.changeHost(nodeId, { memory: '1g' });
    swarm.advanceTo('79s');
    const before = swarm.tasks.find(id)?.status.state;
    swarm.advanceTo('81s');

    expect(before).toBe('running');
    expect(swarm.nodes.get(nodeId).node.description?.resources?.memoryBytes).toBe(2 ** 30);
    expect(swarm.tasks.find(id)?.status).toMatchObject({
      state: 'rejected',
      err: 'assigned node no longer meets constraints',
    });
    swarm.settle();
    expect(swarm.tasks.get('web.1').nodeId).not.toBe(nodeId);
  });

  it('moves tasks by engine labels, at once where the agent looks all the time', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['n1']), nodeUpdatePeriod: 0 });
    swarm.advance('1s');
    swarm.nodes.changeHost('n1', { engineLabels: { disk: 'ssd' } });
    swarm.services.create({
      name: 'db',
      image: 'app',
      constraints: ['engine.labels.disk == ssd'],
    });
    swarm.advance('5s');
    const placed = states(swarm, 'db');

    swarm.nodes.changeHost('n1', { engineLabels: {} });
    swarm.advance('1s');

    expect(placed).toEqual(['running']);
    expect(states(swarm, 'db')[0]).toBe('rejected');
  });

  it('refuses what cannot be, and changes nothing', () => {
    const swarm = swarmWith();
    const before = swarm.stateHash();

    expect(() => swarm.nodes.changeHost('n1', { cpus: -1 })).toThrow('cpus is -1');
    expect(() => swarm.nodes.changeHost('x', { cpus: 1 })).toThrow('node x not found');
    swarm.advance('1m');
    expect(swarm.stateHash()).toBe(before);
  });
});
