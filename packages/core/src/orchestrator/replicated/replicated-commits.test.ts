/**
 * What the replicated orchestrator makes of several changes at once: in one commit, or in commits that
 * it sees only after all of them.
 */
import { describe, expect, it } from 'vitest';
import {
  HandDrivenSwarm,
  serviceSpec,
  setDesiredState,
  setNode,
  setTaskState,
} from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import { toId, type ServiceId } from '../../model/ids.ts';
import type { ServiceSpec } from '../../model/service.ts';

function replicas(count: number): ServiceSpec {
  return serviceSpec('web', { mode: { kind: 'replicated', replicas: count } });
}

function startSwarm(count: number): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a', 'b');
  swarm.createService(replicas(count));
  return swarm;
}

// SwarmKit: manager/orchestrator/replicated/tasks.go and services.go.
describe('createReplicatedOrchestrator', () => {
  it('does not look at a service because of a deleted task that was not wanted', () => {
    const swarm = startSwarm(3);
    swarm.updateService('web', replicas(1));
    const [, second = '', third = ''] = swarm.tasksOf('web').map((task) => task.id);
    for (const id of [second, third]) swarm.report(id, 'shutdown');

    swarm.store.update((tx) => {
      tx.delete('task', second);
      setNode(tx, 'b', { status: { state: 'down', message: '', addr: '' } });
    });
    swarm.run();

    expect(swarm.tasksOf('web').map((task) => task.id)).toContain(third);
  });

  it('leaves tasks on a node that changes otherwise, whatever comes with it', () => {
    const swarm = startSwarm(1);
    swarm.place(swarm.tasksOf('web')[0]?.id ?? '', 'a');
    const before = swarm.tasksOf('web');

    swarm.store.update((tx) => {
      setNode(tx, 'a', {}, { availability: 'pause' });
      const spec = { ...replicas(1), name: 'other' };
      tx.create('service', { id: toId<ServiceId>('other'), spec, specVersion: 0 });
    });
    swarm.run();

    expect(swarm.tasksOf('web')).toEqual(before);
    expect(swarm.tasksOf('other')).toHaveLength(1);
  });

  it('passes over a task and a service that are gone when it comes to them', () => {
    const swarm = startSwarm(1);
    const id = swarm.tasksOf('web')[0]?.id ?? '';
    const service = swarm.service('web');

    swarm.store.update((tx) => {
      setTaskState(tx, id, 'failed');
      tx.update('service', { ...service, spec: replicas(2) });
    });
    swarm.store.update((tx) => {
      tx.delete('task', id);
      tx.delete('service', 'web');
    });
    swarm.run();

    expect(swarm.tasksOf('web')).toEqual([]);
  });

  it('does not replace a failed task that it finds shut down', () => {
    const swarm = startSwarm(1);
    const id = swarm.tasksOf('web')[0]?.id ?? '';

    swarm.store.update((tx) => setTaskState(tx, id, 'failed'));
    swarm.store.update((tx) => setDesiredState(tx, id, 'shutdown'));
    swarm.run();

    expect(swarm.describe('web')).toEqual(['1.0 failed/shutdown']);
  });
});
