import { createSwarm, windowsNodes, type Swarm, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aCommit, aStep, checkOnce } from '../../test-support/make-step.ts';
import type { Invariant } from './invariant.ts';
import {
  noLiveTaskOnInvalidNode,
  oneLiveTaskPerSlot,
  slotsAreHeldOnce,
} from './placement-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

const all = [noLiveTaskOnInvalidNode, oneLiveTaskPerSlot];

function createWeb(): Swarm {
  const swarm = createSwarm({ nodes: windowsNodes(['A', 'B'], { cpus: 2, memory: '4g' }) });
  const reserve = { cpus: 1, memory: '1g' };
  swarm.services.create({ name: 'web', image: 'iis', replicas: 2, reserve });
  swarm.services.create({ name: 'agent', image: 'iis', mode: 'global' });
  swarm.settle();
  return swarm;
}

/** The same swarm with jobs whose tasks run on. */
function createJobs(): Swarm {
  const swarm = createWeb();
  swarm.services.create({ name: 'import', image: 'iis', mode: 'replicated-job', replicas: 2 });
  swarm.services.create({ name: 'scan', image: 'iis', mode: 'global-job' });
  swarm.settle();
  return swarm;
}

type ChangeTasks = (tasks: readonly Task[]) => readonly Task[];

/** What is said at rest; with other tasks, what a broken orchestrator or scheduler would show. */
function checkRest(invariant: Invariant, swarm: Swarm, tasks?: ChangeTasks): string | undefined {
  return checkOnce(invariant, aStep(swarm, { ...(tasks !== undefined && { tasks }) }))?.message;
}

describe('placement invariants', () => {
  it('hold while a cluster is filled up, and a host crashes and another is drained', () => {
    const swarm = createWeb();
    const watch = watchInvariants(swarm, all);

    swarm.services.scale('web', 9);
    swarm.settle();
    watch.checkRest();
    swarm.faults.crash('A');
    swarm.settle({ quiet: '65s' });
    watch.checkRest();
    swarm.nodes.update('B', { availability: 'drain' });
    swarm.settle({ quiet: '65s' });
    watch.checkRest();

    const verdicts = watch.verdicts().map(({ violation }) => violation);
    expect(verdicts).toEqual([undefined, undefined]);
    expect(watch.verdicts().map(({ premises }) => premises > 1)).toEqual([true, true]);
  });

  it.each([
    {
      name: 'a replica',
      service: 'web',
      text: /^tasks \w{25} and twin are both to run in web\.1$/,
    },
    {
      name: 'a node of a global service',
      service: 'agent',
      text: /^tasks \w{25} and twin are both to run in agent\.[AB]$/,
    },
  ])('say that $name has two tasks', ({ service, text }) => {
    const withTwin: ChangeTasks = (tasks) => {
      const one = tasks.find((task) => task.serviceName === service && task.slot < 2)!;
      return [...tasks, { ...one, id: 'twin' as Task['id'] }];
    };

    expect(checkRest(oneLiveTaskPerSlot, createWeb(), withTwin)).toMatch(text);
  });

  it.each([
    {
      name: 'the first slot of a job',
      service: 'import',
      isMoved: true,
      text: /^tasks \w{25} and twin are both to run in import\.0$/,
    },
    {
      name: 'a node of a global job',
      service: 'scan',
      isMoved: false,
      text: /^tasks \w{25} and twin are both to run in scan\.[AB]$/,
    },
  ])('say that $name has two tasks', ({ service, isMoved, text }) => {
    const swarm = createJobs();
    const nodeIds = swarm.nodes.list().map(({ node }) => node.id);

    const withTwin: ChangeTasks = (tasks) => {
      const one = tasks.find((task) => task.serviceName === service && task.slot === 0)!;
      const nodeId = isMoved ? nodeIds.find((id) => id !== one.nodeId)! : one.nodeId;
      return [...tasks, { ...one, id: 'twin' as Task['id'], nodeId }];
    };

    expect(checkRest(oneLiveTaskPerSlot, swarm)).toBeUndefined();
    expect(checkRest(oneLiveTaskPerSlot, swarm, withTwin)).toMatch(text);
  });

  it('let the tasks of jobs be on nodes that were lost or drained', () => {
    const swarm = createJobs();

    swarm.faults.crash('A');
    swarm.nodes.update('B', { availability: 'drain' });
    swarm.settle({ quiet: '65s' });

    const left = swarm.tasks.list({ desiredState: 'complete' });
    expect(left.length).toBe(4);
    expect(checkRest(noLiveTaskOnInvalidNode, swarm)).toBeUndefined();
  });

  it('let a job’s task that ended wait for its start on a node that is gone', () => {
    const nodeId = 'gone' as Task['nodeId'];
    const swarm = createJobs();
    const onlyJobs =
      (state: 'orphaned' | 'ready'): ChangeTasks =>
      (tasks) =>
        tasks.flatMap((task) => {
          if (task.jobIteration === undefined) return [];
          const status = { ...task.status, state };
          return [{ ...task, nodeId, status, desiredState: 'ready' as const }];
        });

    expect(checkRest(noLiveTaskOnInvalidNode, swarm, onlyJobs('orphaned'))).toBeUndefined();
    expect(checkRest(noLiveTaskOnInvalidNode, swarm, onlyJobs('ready'))).toMatch(
      /^task \w{25} is to run on a node/,
    );
  });

  it('let a slot have two tasks where an update starts the new one first', () => {
    const swarm = createWeb();
    swarm.services.update('web', (draft) => {
      draft.update = { order: 'start-first' };
      draft.reserve = { cpus: 99 };
    });
    swarm.settle();
    const watch = watchInvariants(swarm, all);

    expect(swarm.tasks.list({ service: 'web', desiredState: 'running' })).toHaveLength(3);
    expect(() => watch.checkRest()).not.toThrow();
  });

  it('let a slot have a task that ended beside the one that runs', () => {
    const withEnded: ChangeTasks = (tasks) => [
      ...tasks,
      ...tasks.map((task) => ({
        ...task,
        id: `old ${task.id}` as Task['id'],
        status: { ...task.status, state: 'failed' as const },
      })),
    ];

    expect(checkRest(oneLiveTaskPerSlot, createWeb(), withEnded)).toBeUndefined();
  });

  it.each([
    {
      name: 'is drained',
      strike: (swarm: Swarm): unknown => swarm.nodes.update('A', { availability: 'drain' }),
      text: /^task \w{25} is to run on node \w{25}: ready, drain$/,
    },
    {
      name: 'is down',
      strike: (swarm: Swarm): unknown => swarm.faults.crash('A'),
      text: /^task \w{25} is to run on node \w{25}: down, active$/,
    },
    {
      name: 'is gone',
      strike: (swarm: Swarm): unknown => swarm.nodes.remove('A', { force: true }),
      text: /^task \w{25} is to run on a node that is gone$/,
    },
  ])('say that a task is wanted on a node that $name', ({ strike, text }) => {
    const swarm = createWeb();
    const tasks = swarm.tasks.list();

    strike(swarm);
    swarm.settle();

    expect(checkRest(noLiveTaskOnInvalidNode, swarm, () => tasks)).toMatch(text);
    expect(checkRest(noLiveTaskOnInvalidNode, swarm)).toBeUndefined();
  });
});

describe('slotsAreHeldOnce', () => {
  it('holds while tasks fail and services are updated', () => {
    const swarm = createWeb();
    const watch = watchInvariants(swarm, [slotsAreHeldOnce]);

    swarm.faults.exitTask('web.1', { exitCode: 1 });
    swarm.settle();
    for (const name of ['web', 'agent']) {
      swarm.services.update(name, (draft) => void (draft.env = ['A=1']));
      swarm.settle();
    }

    expect(watch.verdicts()[0]?.premises).toBe(5);
  });

  it.each([
    { name: 'a second task', service: 'web', change: {}, isBroken: true },
    { name: 'a second task on a node', service: 'agent', change: {}, isBroken: true },
    { name: 'a task that is to end', service: 'web', change: { desiredState: 'shutdown' } },
    { name: 'a task of another slot', service: 'web', change: { slot: 9 } },
  ] as const)('judges $name of $service', ({ service, change, ...given }) => {
    const swarm = createWeb();
    const one = swarm.tasks.list({ service })[0]!;
    const after: Task = { ...one, id: 'twin' as Task['id'], ...change };

    const problem = checkOnce(slotsAreHeldOnce, aStep(swarm, { commits: [aCommit({ after })] }));

    const isBroken = 'isBroken' in given;
    expect(problem?.evidence.observed).toBe(isBroken ? `${one.id} and twin` : undefined);
  });

  it('lets an update fill a slot that was filled anew since it began', () => {
    const swarm = createWeb();
    swarm.advance(10);
    swarm.services.update('web', (draft) => void (draft.env = ['A=1']));
    swarm.advance(50);
    const updated = swarm.tasks.list({ service: 'web' }).at(-1)!;
    const after: Task = { ...updated, id: 'twin' as Task['id'] };
    const commits = [aCommit({ after })];
    const old = { ...after, meta: { ...after.meta, createdAt: 0 } };

    expect(checkOnce(slotsAreHeldOnce, aStep(swarm, { commits }))).toBeUndefined();
    expect(
      checkOnce(slotsAreHeldOnce, aStep(swarm, { commits: [aCommit({ after: old })] })),
    ).toBeDefined();
  });
});
