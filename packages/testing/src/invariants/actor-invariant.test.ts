import { createSwarm, linuxNodes, type Change, type Commit, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
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
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'update';
  const changed: Change = { table: 'task', action, id: running.id, before, after };
  const commit: Commit = { version: 9, at: 0, causedBy: 1, writtenBy, changes: [changed] };
  return transitionsHaveTheirActor.start(swarm)({ swarm, commits: [commit] });
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
      name: 'a task that nobody could place',
      before: inState('pending'),
      after: inState('shutdown'),
      by: 'scheduler-debounced',
    },
  ])('holds for $name', ({ before, after, by }) => {
    expect(check(before, after, by)).toBeUndefined();
  });
});
