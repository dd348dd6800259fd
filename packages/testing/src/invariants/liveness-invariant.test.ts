import { createSwarm, linuxNodes, type Swarm, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aStep, checkOnce } from '../../test-support/make-step.ts';
import { runScenario } from '../run/run-scenario.ts';
import { servicesAreServed } from './liveness-invariant.ts';

type ChangeTasks = (tasks: readonly Task[]) => readonly Task[];

function check(swarm: Swarm, tasks: ChangeTasks = (same) => same): string | undefined {
  return checkOnce(servicesAreServed, aStep(swarm, { tasks }))?.message;
}

function served(mode: 'replicated' | 'global' = 'replicated'): Swarm {
  const swarm = createSwarm({ nodes: linuxNodes(['A', 'B']) });
  swarm.settle({ quiet: '1s' });
  swarm.services.create({
    name: 'web',
    image: 'nginx',
    mode,
    ...(mode === 'replicated' && { replicas: 2 }),
  });
  swarm.settle();
  return swarm;
}

describe('servicesAreServed', () => {
  it.each(['replicated', 'global'] as const)('holds of a %s service that runs', (mode) => {
    expect(check(served(mode))).toBeUndefined();
  });

  it('holds where a task waits and says why', () => {
    const swarm = served();
    swarm.services.create({ name: 'big', image: 'nginx', reserve: { cpus: 99 } });
    swarm.settle();

    expect(check(swarm)).toBeUndefined();
    expect(swarm.tasks.list({ service: 'big' })[0]?.status.err).not.toBe('');
  });

  it('holds where SwarmKit forgets a task of an older spec that no node took', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['A']) });
    swarm.services.create({ name: 'web', image: 'nginx', replicas: 1 });
    swarm.advance(0);
    for (const { id } of swarm.nodes.list()) swarm.nodes.update(id, { availability: 'pause' });
    swarm.services.scale('web', 1);
    swarm.settle();

    expect(swarm.tasks.list()[0]?.status).toMatchObject({ state: 'pending', err: '' });
    expect(check(swarm)).toBeUndefined();
  });

  it('holds where such a task stays forgotten after a rollback', () => {
    const change = { labels: { team: 'shop' } };
    const options = {
      name: 'web',
      image: 'app:1',
      replicas: 2,
      restart: { condition: 'none' },
      ports: [{ target: 80, published: 8080, mode: 'host' }],
      update: { failureAction: 'rollback' },
    } as const;
    const { settled } = runScenario(
      {
        version: 1,
        cluster: { nodes: linuxNodes(['A']) },
        behaviours: [{ image: 'app:2', exitAfterMs: 500, exitCode: 1 }],
        steps: [
          { at: '1s', kind: 'service-create', options },
          { at: '10s', kind: 'service-edit', service: 'web', change: { image: 'app:2' } },
          { at: '10400ms', kind: 'service-force', service: 'web' },
          { at: '10400ms', kind: 'service-edit', service: 'web', change },
        ],
      },
      { invariants: [servicesAreServed] },
    );

    expect(settled).toBe(true);
  });

  it('holds where the restart policy lets nothing follow', () => {
    const swarm = served();
    swarm.services.create({ name: 'once', image: 'nginx', restart: { condition: 'none' } });
    swarm.settle();
    swarm.faults.exitTask('once.1', { exitCode: 1 });
    swarm.settle();

    expect(check(swarm)).toBeUndefined();
  });

  it('holds of what was scaled away, drained or lost', () => {
    const swarm = served('global');
    swarm.services.create({ name: 'few', image: 'nginx', replicas: 3 });
    swarm.settle();
    swarm.services.scale('few', 1);
    swarm.nodes.update('A', { availability: 'drain' });
    swarm.settle();

    expect(check(swarm)).toBeUndefined();
  });

  it('fails where a slot is missing', () => {
    const tasks: ChangeTasks = (all) => all.slice(1);

    expect(check(served(), tasks)).toBe(
      'service web: 1 slots are served and 0 ended, 2 were asked for',
    );
  });

  it('fails where there is one slot too many', () => {
    const tasks: ChangeTasks = (all) => [
      ...all,
      { ...(all[0] as Task), id: 'x' as Task['id'], slot: 9 },
    ];

    expect(check(served(), tasks)).toBe('service web: 3 slots are served, 2 were asked for');
  });

  it('fails where a task hangs without a word', () => {
    const tasks: ChangeTasks = (all) =>
      all.map((task) => ({ ...task, status: { ...task.status, state: 'pending' } }));

    expect(check(served(), tasks)).toContain('nothing runs and nothing says why (pending/running)');
  });

  it('fails where a node lacks the task of a global service', () => {
    const tasks: ChangeTasks = (all) => all.slice(1);

    expect(check(served('global'), tasks)).toContain('nothing runs and nothing says why');
  });
});
