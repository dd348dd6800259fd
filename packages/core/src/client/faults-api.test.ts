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

describe('a container that ignores the request to stop', () => {
  it('is killed when its grace period is over', () => {
    const swarm = swarmWith();
    const { id, nodeId } = swarm.tasks.get('web.1');
    swarm.faults.ignoreStop('web.1');

    swarm.nodes.update(nodeId, { availability: 'drain' });
    swarm.advance('10s');
    const early = swarm.tasks.find(id)?.status.state;
    swarm.advance('3s');

    expect(early).toBe('running');
    expect(swarm.tasks.find(id)?.status).toMatchObject({
      state: 'shutdown',
      container: { exitCode: 137 },
    });
  });
});

describe('a container that falls ill', () => {
  // moby: daemon/health.go: three failures in a row; the interval is 30 s by default.
  it('is stopped after three failures in a row, and its task fails', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['n1']) });
    swarm.services.create({ name: 'web', image: 'app', healthcheck: { test: ['CMD', 'probe'] } });
    swarm.advanceTo('5m');
    const { id } = swarm.tasks.get('web.1');

    swarm.faults.sickenTask('web.1');
    swarm.advance('60s');
    const early = swarm.tasks.find(id)?.status.state;
    swarm.advance('32s');

    expect(early).toBe('running');
    expect(swarm.tasks.find(id)?.status).toMatchObject({
      state: 'failed',
      err: 'task: non-zero exit (143): dockerexec: unhealthy container',
    });
  });
});

describe('an engine that restarts', () => {
  it('loses its containers, and its tasks are replaced', () => {
    const swarm = swarmWith();
    const { id, nodeId } = swarm.tasks.get('web.1');

    swarm.faults.restartEngine(nodeId);
    swarm.advance('2s');

    expect(swarm.tasks.find(id)?.status).toMatchObject({
      state: 'failed',
      err: 'task: non-zero exit (255)',
    });
    expect(swarm.nodes.get(nodeId)).toMatchObject({ isUp: true, state: 'ready' });
  });

  it('takes its containers up again where they survive, and no manager notices', () => {
    const swarm = swarmWith();
    const before = swarm.tasks.list().map(({ id, status }) => `${id} ${status.state}`);

    swarm.faults.restartEngine('n1', { containers: 'survived', downFor: '5s' });
    const isUp = swarm.nodes.get('n1').isUp;
    swarm.advance('2m');

    expect(isUp).toBe(false);
    expect(swarm.nodes.get('n1')).toMatchObject({ isUp: true, state: 'ready' });
    expect(swarm.tasks.list().map(({ id, status }) => `${id} ${status.state}`)).toEqual(before);
  });

  it('reports what ended by itself while it was away', () => {
    const swarm = createSwarm({
      nodes: linuxNodes(['n1']),
      behaviours: [{ incarnation: 0, exitAfterMs: 60_000, exitCode: 9 }],
    });
    swarm.services.create({ name: 'web', image: 'app' });
    swarm.advance('55s');
    const { id } = swarm.tasks.get('web.1');

    swarm.faults.restartEngine('n1', { containers: 'survived', downFor: '10s' });
    swarm.advance('9s');
    const away = swarm.tasks.find(id)?.status.state;
    swarm.advance('2s');

    expect(away).toBe('running');
    expect(swarm.tasks.find(id)?.status).toMatchObject({ err: 'task: non-zero exit (9)' });
  });

  it('is down like its host where that takes long', () => {
    const swarm = swarmWith();

    swarm.faults.restartEngine('n1', { downFor: '1m' });
    swarm.advance('30s');
    const down = swarm.nodes.get('n1').state;
    swarm.advance('31s');

    expect([down, swarm.nodes.get('n1').state]).toEqual(['down', 'ready']);
  });

  it('stays away where its host crashes meanwhile', () => {
    const swarm = swarmWith();

    swarm.faults.restartEngine('n1', { downFor: '5s' });
    swarm.faults.crash('n1');
    swarm.advance('5m');

    expect(swarm.nodes.get('n1').isUp).toBe(false);
  });
});

describe('pulls', () => {
  function create(swarm: Swarm, image: string): void {
    swarm.services.create({ name: 'api', image, restart: { condition: 'none' } });
  }

  it('that are slow keep tasks preparing', () => {
    const swarm = swarmWith();
    swarm.faults.slowPulls('40s');
    create(swarm, 'api:1');

    swarm.advance('39s');
    const early = states(swarm, 'api');
    swarm.advance('2s');

    expect([early, states(swarm, 'api')]).toEqual([['preparing'], ['running']]);
  });

  // moby: daemon/cluster/executor/container/controller.go, Prepare.
  it('that fail reject the task, unless the image is on the host', () => {
    const swarm = swarmWith();
    swarm.faults.failPulls();
    create(swarm, 'api:1');
    swarm.services.scale('web', 4);

    swarm.settle();

    expect(swarm.tasks.get('api.1').status).toMatchObject({
      state: 'rejected',
      err: 'No such image: api:1',
    });
    expect(states(swarm)).toEqual(['running', 'running', 'running', 'running']);
  });

  it('are struck on one node, or of one image, and say what they are to say', () => {
    const swarm = swarmWith();
    swarm.faults.failPulls({ node: 'n1', image: 'api', error: 'toomanyrequests: slow down' });
    for (const image of ['api', 'db']) {
      swarm.services.create({
        name: image,
        image,
        mode: 'global',
        restart: { condition: 'none' },
      });
    }

    swarm.settle();

    const n1 = swarm.tasks.get('api.n1').status;
    expect(n1).toMatchObject({ state: 'rejected', err: 'toomanyrequests: slow down' });
    expect([...states(swarm, 'api'), ...states(swarm, 'db')].sort()).toEqual([
      'rejected',
      'running',
      'running',
      'running',
    ]);
  });

  it('go well again after a repair, on nodes that joined meanwhile too', () => {
    const swarm = swarmWith();
    swarm.faults.failPulls();
    swarm.services.create({ name: 'api', image: 'api', mode: 'global' });
    for (const node of linuxNodes(['n3'])) swarm.nodes.join(node);
    swarm.advance('30s');
    const failing = swarm.tasks.list({ service: 'api', state: 'running' });

    swarm.faults.repairPulls();
    swarm.advance('30s');

    expect(failing).toEqual([]);
    expect(swarm.tasks.list({ service: 'api', state: 'running' })).toHaveLength(3);
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
