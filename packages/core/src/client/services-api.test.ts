import { describe, expect, it } from 'vitest';
import { linuxNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';
import type { ServiceOptions } from './service-options.ts';

/** Two hosts on which everything ends by itself after a while, with success. */
function startSwarm(job: Partial<ServiceOptions>): Swarm {
  const nodes = linuxNodes(['A', 'B']);
  const swarm = createSwarm({ nodes, behaviours: [{ service: 'job', exitAfterMs: 200 }] });
  swarm.settle();
  swarm.services.create({ name: 'job', image: 'app:1', ...job });
  swarm.settle();
  return swarm;
}

/** Slot, run, observed and desired state of each task. */
function tasksOf(swarm: Swarm): readonly string[] {
  return swarm.services.tasks('job').map(({ slot, jobIteration, status, desiredState }) => {
    return `${slot}#${jobIteration} ${status.state}/${desiredState}`;
  });
}

const twoOfThree = { mode: 'replicated-job', replicas: 3, maxConcurrent: 2 } as const;

describe('services', () => {
  it('run a job with so many completions, so many at once', () => {
    const swarm = startSwarm(twoOfThree);

    expect(tasksOf(swarm)).toEqual([
      '0#0 complete/complete',
      '1#0 complete/complete',
      '2#0 complete/complete',
    ]);
    expect(swarm.services.tasks('job').map(({ status }) => status.message)).toEqual([
      'finished',
      'finished',
      'finished',
    ]);
    const { id } = swarm.services.get('job');
    expect(swarm.controlApi.services.statuses([id])).toEqual([
      { serviceId: id, desiredTasks: 2, runningTasks: 0, completedTasks: 3 },
    ]);
  });

  it('run a job on every node', () => {
    const swarm = startSwarm({ mode: 'global-job' });

    const ids = swarm.nodes.list().map(({ node }) => node.id);
    expect(swarm.services.tasks('job').map(({ nodeId }) => nodeId)).toEqual(ids);
    expect(tasksOf(swarm)).toEqual(['0#0 complete/complete', '0#0 complete/complete']);
  });

  // SwarmKit: manager/orchestrator/jobs/orchestrator.go watches no nodes.
  it('run a job on no node that was not ready in time', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['A']) });

    swarm.services.create({ name: 'job', image: 'app:1', mode: 'global-job' });
    swarm.settle();
    expect(tasksOf(swarm)).toEqual([]);
    swarm.services.force('job');
    swarm.settle();

    expect(tasksOf(swarm)).toEqual(['0#1 running/complete']);
  });

  // docker/cli: cli/command/service/update.go, --force.
  it('run a job again when they are forced', () => {
    const swarm = startSwarm({ mode: 'replicated-job', replicas: 1 });

    expect(swarm.services.force('job').spec.task.forceUpdate).toBe(1);
    swarm.settle();
    expect(swarm.services.force('job').spec.task.forceUpdate).toBe(2);
    swarm.settle();

    expect(tasksOf(swarm)).toEqual([
      '0#0 complete/complete',
      '0#1 complete/complete',
      '0#2 complete/complete',
    ]);
    expect(swarm.services.get('job').jobStatus?.jobIteration).toBe(2);
  });

  // docker/cli: cli/command/service/scale.go, runServiceScale.
  it('scale the completions of a job, which runs again', () => {
    const swarm = startSwarm(twoOfThree);

    swarm.services.scale('job', 1);
    swarm.settle();

    expect(tasksOf(swarm).slice(3)).toEqual(['0#1 complete/complete']);
    expect(swarm.services.options('job')).toMatchObject({ replicas: 1, maxConcurrent: 2 });
  });

  it('leave nothing of a job that is removed', () => {
    const swarm = startSwarm(twoOfThree);

    swarm.services.remove('job');
    swarm.settle();

    expect(swarm.tasks.list()).toEqual([]);
  });

  it('replace all tasks of other services when they are forced', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['A']) });
    swarm.services.create({ name: 'web', image: 'app:1' });
    swarm.settle();

    swarm.services.force('web');
    swarm.settle();

    const running = swarm.tasks.list({ service: 'web', state: 'running' });
    expect(running.map(({ incarnation }) => incarnation)).toEqual([1]);
  });
});
