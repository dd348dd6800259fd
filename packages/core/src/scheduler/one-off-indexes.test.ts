import { describe, expect, it } from 'vitest';
import { aNode, aTask, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import { aLabelledNode, aWaitingTask } from '../../test-support/placement-bench.ts';
import { comingTo, ScheduledSwarm } from '../../test-support/scheduled-swarm.ts';
import { createRandom } from '../kernel/random.ts';
import { toId, type NetworkId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { Node } from '../model/node.ts';
import type { TaskSpec } from '../model/task.ts';
import type { CandidateIndex } from './candidate-index.ts';
import { decideRank } from './decide-rank.ts';
import { NodeSet } from './node-set.ts';
import { OneOffIndexes } from './one-off-indexes.ts';
import { defaultFilters } from './pipeline.ts';
import { createTies } from './ties.ts';

function withDriver(id: string, name: string): Node {
  const description = { hostname: id, engine: { plugins: [{ type: 'Network', name }] } };
  return aNode(id, { description });
}

function inZone(zone: string): Partial<TaskSpec> {
  return { placement: { constraints: [`node.labels.zone==${zone}`] } };
}

// SwarmKit: manager/scheduler/scheduler.go, tick, which places such a task as a group of its own.
describe('tasks without a spec version', () => {
  it('go to the node with the fewest tasks, each in sight of those before it', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b'), aNode('c')]).startScheduler();
    swarm.addTask('old', { state: 'running', ...comingTo('a') });

    for (const id of ['t1', 't2', 't3', 't4']) swarm.addOneOff(id);
    swarm.runFor(50);

    expect(swarm.nodesOf('t1', 't2', 't3', 't4')).toEqual(['b', 'c', 'a', 'b']);
  });

  it('have nodes judged by their own constraints, mixed as they come', () => {
    const nodes = ['x', 'y', 'z'].map((zone) => aLabelledNode(`in-${zone}`, { zone }));
    const swarm = new ScheduledSwarm(nodes).startScheduler();

    for (const [index, zone] of ['z', 'x', 'z', 'y', 'none'].entries()) {
      swarm.addOneOff(`t${index}`, inZone(zone));
    }
    swarm.runFor(50);

    expect(swarm.nodesOf('t0', 't1', 't2', 't3', 't4')).toEqual([
      'in-z',
      'in-x',
      'in-z',
      'in-y',
      '',
    ]);
    expect(swarm.task('t4').status.err).toBe(
      'no suitable node (scheduling constraints not satisfied on 3 nodes)',
    );
  });

  it('have nodes ranked by their own service', () => {
    const swarm = new ScheduledSwarm([aNode('a'), aNode('b')]);
    const db = { serviceId: toId<ServiceId>('db') };
    swarm.addTask('web-1', { state: 'running', ...comingTo('a') });
    swarm.addTask('db-1', { state: 'running', ...db, ...comingTo('b') });
    swarm.startScheduler();

    swarm.addTask('web-2', { isOneOff: true });
    swarm.addTask('db-2', { isOneOff: true, ...db });
    swarm.runFor(50);

    expect(swarm.nodesOf('web-2', 'db-2')).toEqual(['b', 'a']);
  });

  it.each([
    { name: 'service', change: { serviceId: toId<ServiceId>('db') } },
    {
      name: 'host ports',
      change: {
        endpoint: {
          ports: [
            { protocol: 'tcp', targetPort: 80, publishedPort: 80, publishMode: 'host' } as const,
          ],
        },
      },
    },
    {
      name: 'networks',
      change: { networks: [{ networkId: toId<NetworkId>('net'), driver: 'weave' }] },
    },
  ])('are told apart by their $name, though they share their spec', ({ change }) => {
    const db = { state: 'running', serviceId: toId<ServiceId>('db') } as const;
    const nodes = [withDriver('a', 'overlay'), withDriver('b', 'weave')];
    const swarm = new ScheduledSwarm(nodes).startScheduler();
    const { specVersion: _none, ...shared } = aTask({ state: 'pending' });
    swarm.addTask('db-1', { ...db, ...comingTo('a') });
    swarm.addTask('db-2', { ...db, ...change, ...comingTo('a') });

    swarm.store.update((tx) => {
      tx.create('task', { ...shared, id: toId<TaskId>('plain') });
      tx.create('task', { ...shared, id: toId<TaskId>('other'), ...change });
    });
    swarm.runFor(50);

    expect(swarm.nodesOf('plain', 'other')).toEqual(['b', 'b']);
  });

  it('are told apart in any number of kinds, over and over', () => {
    const zones = Array.from({ length: 40 }, (_, index) => `z${index}`);
    const nodes = zones.map((zone) => aLabelledNode(`in-${zone}`, { zone }));
    const swarm = new ScheduledSwarm(nodes).startScheduler();

    for (const round of [1, 2]) {
      for (const zone of zones) swarm.addOneOff(`${zone}-${round}`, inZone(zone));
      swarm.runFor(50);
    }

    for (const round of [1, 2]) {
      const placed = swarm.nodesOf(...zones.map((zone) => `${zone}-${round}`));

      expect(placed).toEqual(zones.map((zone) => `in-${zone}`));
    }
  });

  it('share an index with those of their kind, while no sixteen others were asked for since', () => {
    const nodes = new NodeSet(() => 0);
    const ties = createTies('stable', createRandom(1));
    const indexes = new OneOffIndexes(nodes, { filters: defaultFilters, ties, decideRank });
    const indexFor = (zone: number): CandidateIndex =>
      indexes.indexFor(aWaitingTask('t', inZone(`z${zone}`)));
    const first = indexFor(0);

    for (let zone = 1; zone < 16; zone += 1) indexFor(zone);
    const kept = indexFor(0);
    for (let zone = 1; zone <= 16; zone += 1) indexFor(zone);

    expect(kept).toBe(first);
    expect(indexFor(0)).not.toBe(first);
  });

  it('spread by their preferences, as others do', () => {
    const nodes = [aLabelledNode('a', { zone: 'x' }), aLabelledNode('b', { zone: 'x' })];
    const swarm = new ScheduledSwarm([...nodes, aLabelledNode('c', { zone: 'y' })]);
    const placement = { preferences: [{ spread: 'node.labels.zone' }] };
    swarm.startScheduler();

    for (const id of ['t1', 't2', 't3', 't4']) swarm.addOneOff(id, { placement });
    swarm.runFor(50);

    expect([...swarm.nodesOf('t1', 't2', 't3', 't4')].sort()).toEqual(['a', 'b', 'c', 'c']);
  });

  it('keep off a node where their service failed too often', () => {
    const swarm = new ScheduledSwarm([aNode('a')]).startScheduler();
    const ids = ['f1', 'f2', 'f3', 'f4', 'f5'];
    for (const id of ids) swarm.addOneOff(id);
    swarm.runFor(50);
    for (const id of ids) swarm.report(id, 'failed');
    swarm.putNode(aNode('b'));

    for (const id of ['t1', 't2', 't3']) swarm.addOneOff(id);
    swarm.runFor(50);

    expect(swarm.nodesOf('t1', 't2', 't3')).toEqual(['b', 'b', 'b']);
  });

  it('are dropped without a service, and tried again with one', () => {
    const swarm = new ScheduledSwarm().startScheduler();
    const db = { serviceId: toId<ServiceId>('db') };
    swarm.createService(serviceSpec('db'));

    swarm.addOneOff('kept');
    swarm.addTask('lost', { isOneOff: true, ...db });
    swarm.removeService('db');
    swarm.runFor(50);
    swarm.putNode(aNode('a'));
    swarm.runFor(50);

    expect(swarm.nodesOf('kept', 'lost')).toEqual(['a', '']);
    expect(swarm.task('lost').status.err).toBe('');
  });
});
