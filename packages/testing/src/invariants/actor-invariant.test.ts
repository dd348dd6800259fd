import { createSwarm, linuxNodes, type NodeId, type Task } from '@swarmsim/core';
import { toId } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { aCommit, aStep, checkOnce } from '../../test-support/make-step.ts';
import { transitionsHaveTheirActor } from './actor-invariant.ts';
import { watchInvariants } from './watch-invariants.ts';

const swarm = createSwarm({ nodes: linuxNodes(['A']) });
swarm.services.create({ name: 'web', image: 'nginx' });
swarm.settle();
const running = swarm.tasks.list()[0] as Task;

function inState(state: Task['status']['state'], change: Partial<Task> = {}): Task {
  return { ...running, ...change, status: { ...running.status, state } };
}

function check(before: Task | undefined, after: Task | undefined, writtenBy: string): unknown {
  const commits = [aCommit({ before, after }, { writtenBy })];
  return checkOnce(transitionsHaveTheirActor, aStep(swarm, { commits }))?.message;
}

describe('transitionsHaveTheirActor', () => {
  it('holds while a service is made, restarted, updated and removed', () => {
    const busy = createSwarm({ seed: 2, nodes: linuxNodes(['A', 'B', 'C']) });
    const watch = watchInvariants(busy, [transitionsHaveTheirActor]);

    busy.services.create({ name: 'web', image: 'nginx', replicas: 4 });
    busy.settle();
    busy.faults.crash('A');
    busy.settle();
    busy.services.update('web', (draft) => void (draft.env = ['A=1']));
    busy.settle();
    busy.nodes.remove('A');
    busy.services.remove('web');
    busy.settle();

    expect(watch.verdicts()).toMatchObject([{ name: 'transitions-have-their-actor' }]);
    expect(watch.verdicts()[0]?.violation).toBeUndefined();
    expect(busy.tasks.list()).toEqual([]);
  });

  it.each([
    {
      name: 'a task made by the scheduler',
      before: undefined,
      after: running,
      by: 'scheduler-debounced',
    },
    {
      name: 'a task deleted by an agent',
      before: running,
      after: undefined,
      by: 'dispatcher:record-updates',
    },
    {
      name: 'NEW to ASSIGNED',
      before: inState('new'),
      after: inState('assigned'),
      by: 'scheduler-debounced',
    },
    {
      name: 'NEW to PENDING by the scheduler',
      before: inState('new'),
      after: inState('pending'),
      by: 'watch:scheduler',
    },
    {
      name: 'PENDING to ASSIGNED by the allocator',
      before: inState('pending'),
      after: inState('assigned'),
      by: 'watch:allocator',
    },
    {
      name: 'RUNNING to COMPLETE by an orchestrator',
      before: running,
      after: inState('complete'),
      by: 'watch:replicated',
    },
    {
      name: 'a step back',
      before: running,
      after: inState('starting'),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'a wish of the agent',
      before: running,
      after: inState('running', { desiredState: 'shutdown' }),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'ORPHANED by an agent',
      before: running,
      after: inState('orphaned'),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'a task made on its way',
      before: undefined,
      after: inState('pending'),
      by: 'watch:replicated',
    },
    {
      name: 'a live task that is reaped',
      before: running,
      after: undefined,
      by: 'task-reaper',
    },
    {
      name: 'RUNNING to SHUTDOWN by the reaper',
      before: running,
      after: inState('shutdown'),
      by: 'task-reaper',
    },
    {
      name: 'a wanted task that the scheduler gives up',
      before: inState('pending'),
      after: inState('shutdown'),
      by: 'scheduler-debounced',
    },
    {
      name: 'ASSIGNED to no node',
      before: inState('pending', { nodeId: '' }),
      after: inState('assigned', { nodeId: '' }),
      by: 'scheduler-debounced',
    },
    {
      name: 'another node',
      before: running,
      after: inState('running', { nodeId: toId<NodeId>('other') }),
      by: 'scheduler-debounced',
    },
    {
      name: 'a node given by an orchestrator',
      before: inState('pending', { nodeId: '' }),
      after: inState('pending'),
      by: 'watch:global',
    },
    {
      name: 'a wish that moves back',
      before: inState('running', { desiredState: 'shutdown' }),
      after: running,
      by: 'watch:update',
    },
    {
      name: 'a rejection of what runs by its agent',
      before: running,
      after: inState('rejected'),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'COMPLETE that becomes FAILED',
      before: inState('complete'),
      after: inState('failed'),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'ASSIGNED to RUNNING at the start of a term',
      before: inState('assigned'),
      after: running,
      by: 'managers:campaign',
    },
  ])('fails for $name', ({ before, after, by }) => {
    expect(check(before, after, by)).toMatch(/^task .+ by .+/);
  });

  it.each([
    {
      name: 'a record that skips states',
      before: inState('assigned'),
      after: running,
      by: 'dispatcher:record-updates',
    },
    {
      name: 'SHUTDOWN that becomes FAILED',
      before: inState('shutdown'),
      after: inState('failed'),
      by: 'dispatcher:record-updates',
    },
    {
      name: 'a rejection by the enforcer',
      before: running,
      after: inState('rejected'),
      by: 'watch:constraint-enforcer',
    },
    {
      name: 'a task of a removed node',
      before: running,
      after: inState('orphaned'),
      by: 'node-remove',
    },
    {
      name: 'a rejection by the enforcer of what waits on its node',
      before: inState('pending'),
      after: inState('rejected'),
      by: 'watch:constraint-enforcer',
    },
    {
      name: 'a task that came to a node after its removal was asked for',
      before: inState('accepted', { desiredState: 'remove' }),
      after: undefined,
      by: 'task-reaper',
    },
    {
      name: 'whatever a test writes itself',
      before: undefined,
      after: running,
      by: 'test:arrange',
    },
    {
      name: 'a task that nobody could place',
      before: inState('pending', { desiredState: 'shutdown' }),
      after: inState('shutdown', { desiredState: 'shutdown' }),
      by: 'scheduler-debounced',
    },
  ])('holds for $name', ({ before, after, by }) => {
    expect(check(before, after, by)).toBeUndefined();
  });
});
