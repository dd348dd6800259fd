import { createSwarm, linuxNodes, type Swarm, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { createClusterState, readClusterState } from './cluster-state.ts';

function createBusy(): Swarm {
  const swarm = createSwarm({ nodes: linuxNodes(['A', 'B']) });
  swarm.settle();
  swarm.configs.create({ name: 'page', data: 'x' });
  swarm.secrets.create({ name: 'key', data: 'x' });
  const ports = [{ published: 80, target: 80, mode: 'host' }] as const;
  const reserve = { cpus: 1, memory: '1g' };
  swarm.services.create({ name: 'web', image: 'app', replicas: 2, ports, reserve });
  swarm.services.create({ name: 'agent', image: 'app', mode: 'global' });
  swarm.services.create({ name: 'import', image: 'app', mode: 'replicated-job', replicas: 2 });
  return swarm;
}

describe('cluster state', () => {
  it('is the same whether it was read at once or told by commits', () => {
    const told = createBusy();
    const kept = readClusterState(told);
    const stop = told.onStep(({ commits }) => commits.forEach((commit) => kept.take(commit)));

    told.settle();
    told.faults.exitTask('web.1', { exitCode: 1 });
    told.settle();
    told.services.remove('agent');
    told.configs.remove('page');
    told.settle();
    stop();

    const read = readClusterState(told);
    for (const list of ['tasks', 'nodes', 'services', 'configs', 'secrets'] as const) {
      expect({ list, of: kept[list]() }).toEqual({ list, of: read[list]() });
    }
    for (const { id } of read.nodes()) {
      expect(kept.tasksOn(id)).toEqual(read.tasksOn(id));
      const { nanoCpus, memoryBytes, tasks } = read.loadOf(id);
      expect(kept.loadOf(id)).toMatchObject({ nanoCpus, memoryBytes, tasks });
    }
    for (const { id } of read.services()) expect(kept.tasksOf(id)).toEqual(read.tasksOf(id));
    expect(kept.tasks().length).toBeGreaterThan(3);
  });

  it('looks objects up', () => {
    const swarm = createBusy();
    const state = readClusterState(swarm);
    const [config] = swarm.configs.list();

    expect(state.config(config?.id ?? '')).toEqual(config);
    expect(state.secret(config?.id ?? '')).toBeUndefined();
    expect(state.task('none')).toBeUndefined();
    expect(state.tasksOn('none')).toEqual([]);
  });

  it('reckons what the tasks of a node take', () => {
    const swarm = createBusy();
    swarm.settle();
    const state = readClusterState(swarm);
    const web = swarm.services.get('web');
    const node = swarm.nodes.get('A');

    const load = state.loadOf(node.id);

    expect(load).toMatchObject({ nanoCpus: 1e9, memoryBytes: 2 ** 30 });
    expect(load.tasksOf(web.id)).toBe(1);
    expect(load.usersOf('80/tcp')).toBe(1);
    expect(load.usersOf('80/udp')).toBe(0);
    expect(load.tasks).toBeGreaterThanOrEqual(2);
  });

  it('tells slots apart, and names them as people do', () => {
    const swarm = createBusy();
    swarm.settle();
    const state = readClusterState(swarm);

    const names = new Set(state.tasks().map((task) => state.slotName(task)));
    const keys = new Set(state.tasks().map((task) => state.slotKey(task)));

    expect([...names].sort()).toEqual([
      'agent.A',
      'agent.B',
      'import.0',
      'import.1',
      'web.1',
      'web.2',
    ]);
    expect(keys.size).toBe(names.size);
    for (const task of state.tasks()) expect(state.tasksIn(state.slotKey(task))).toContain(task);
  });

  it('keeps the slot of a task that gets its node later', () => {
    const swarm = createBusy();
    swarm.settle();
    const task = swarm.tasks.list()[0] as Task;
    const state = createClusterState();
    const waiting: Task = { ...task, slot: 0, nodeId: '' };
    state.put('task', waiting);
    const key = state.slotKey(waiting);

    state.put('task', { ...waiting, nodeId: 'n' as Task['nodeId'] });

    expect(state.slotKey({ ...waiting, nodeId: 'n' as Task['nodeId'] })).toBe(key);
    expect(state.tasksIn(key)).toHaveLength(1);
    state.drop('task', task.id);
    expect([state.tasks(), state.tasksIn(key), state.tasksOn('n')]).toEqual([[], [], []]);
  });
});
