/**
 * What the jobs orchestrator makes of several changes at once: in one commit, in commits that it sees
 * only after all of them, or made while there was no leader.
 */
import { describe, expect, it } from 'vitest';
import {
  HandDrivenSwarm,
  serviceSpec,
  setDesiredState,
  setTaskState,
} from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import type { Component } from '../../component.ts';
import { toId, type ServiceId } from '../../model/ids.ts';
import type { ServiceMode, ServiceSpec } from '../../model/service.ts';

const twice: ServiceMode = { kind: 'replicated-job', maxConcurrent: 2, totalCompletions: 2 };
const everywhere: ServiceMode = { kind: 'global-job' };

function job(mode: ServiceMode, forceUpdate = 0): ServiceSpec {
  return serviceSpec('job', { mode, task: { forceUpdate } });
}

/** Nodes a and b, and a job. */
class JobSwarm extends HandDrivenSwarm {
  #term: Component = startOrchestrators(this);

  constructor(mode: ServiceMode) {
    super();
    this.addNodes('a', 'b');
    this.createService(job(mode));
  }

  /** The leader steps down, and another one begins. */
  changeLeader(meanwhile: () => void = () => undefined): void {
    this.#term.stop();
    meanwhile();
    this.#term = startOrchestrators(this);
  }
}

// SwarmKit: manager/orchestrator/jobs/orchestrator.go, handleEvent.
describe('createJobsOrchestrator', () => {
  it('does not look at a job because of a task that goes on, whatever comes with it', () => {
    const swarm = new JobSwarm(twice);
    const [first = '', second = ''] = swarm.tasksOf('job').map((task) => task.id);
    swarm.store.update((tx) => tx.delete('task', first));
    swarm.run();

    swarm.store.update((tx) => {
      setTaskState(tx, second, 'running');
      const spec = { ...job(twice), name: 'other' };
      tx.create('service', { id: toId<ServiceId>('other'), spec, specVersion: 0 });
    });
    swarm.run();

    expect(swarm.describe('job')).toEqual(['1.0 running/complete']);
    expect(swarm.tasksOf('other')).toHaveLength(2);
  });

  it('passes over a job that is gone when it comes to it', () => {
    const swarm = new JobSwarm(twice);

    swarm.store.update((tx) => {
      const service = tx.get('service', 'job') ?? swarm.service('job');
      tx.update('service', { ...service, spec: job(twice, 1) });
    });
    swarm.removeService('job');

    const desired = swarm.tasksOf('job').map((task) => task.desiredState);
    expect(desired).toEqual(['remove', 'remove']);
  });

  it('leaves the services of others alone', () => {
    const swarm = new JobSwarm(twice);
    const before = swarm.tasksOf('job');

    swarm.createService(serviceSpec('web'));
    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'failed');
    swarm.removeService('web');

    expect(swarm.describe('web')).toEqual(['1.0 failed/remove', '1.1 new/remove']);
    expect(swarm.tasksOf('job')).toEqual(before);
  });
});

// SwarmKit: manager/orchestrator/jobs/global/reconciler.go, FixTask.
describe('a new leader’s jobs orchestrator', () => {
  it('leaves the tasks of a global job on nodes that may keep them', () => {
    const swarm = new JobSwarm(everywhere);
    const before = swarm.tasksOf('job');

    swarm.changeLeader();

    expect(swarm.tasksOf('job')).toEqual(before);
  });

  it.each([{ desiredState: 'shutdown' }, { desiredState: 'remove' }] as const)(
    'leaves a task as it is that is at $desiredState, on a lost node too',
    ({ desiredState }) => {
      const swarm = new JobSwarm(everywhere);
      const id = swarm.tasksOf('job')[0]?.id ?? '';
      swarm.setNodeState('a', 'down');
      swarm.store.update((tx) => setDesiredState(tx, id, desiredState));
      const before = swarm.store.get('task', id);

      swarm.changeLeader();

      expect(swarm.store.get('task', id)).toEqual(before);
    },
  );
});
