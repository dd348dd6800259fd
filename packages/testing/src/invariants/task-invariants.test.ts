import { createSwarm, windowsNodes, type Swarm, type Task } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aCommit, aStep, checkOnce } from '../../test-support/make-step.ts';
import type { Invariant, Verdict } from './invariant.ts';
import { assignedHaveNode, nodeNeverChanges, statesOnlyGrow } from './task-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

const all = [assignedHaveNode, nodeNeverChanges, statesOnlyGrow];

function createWeb(): Swarm {
  const swarm = createSwarm({ nodes: windowsNodes(['A', 'B']) });
  swarm.services.create({ name: 'web', image: 'iis' });
  swarm.settle();
  return swarm;
}

/** A step that changed the only task by hand. */
function check(invariant: Invariant, change: (task: Task) => Task): string | undefined {
  const swarm = createWeb();
  const before = swarm.tasks.get('web.1');
  const meta = { ...before.meta, version: before.meta.version + 1 };
  const commits = [aCommit({ before, after: change({ ...before, meta }) })];
  return checkOnce(invariant, aStep(swarm, { commits }))?.message;
}

describe('task invariants', () => {
  it('hold while tasks come, crash, move on and go', () => {
    const swarm = createSwarm({ nodes: windowsNodes(['A', 'B', 'C']) });
    const watch = watchInvariants(swarm, all);
    swarm.services.create({ name: 'web', image: 'iis', replicas: 3 });
    swarm.settle();
    swarm.faults.crash('A');
    swarm.settle();
    swarm.faults.restart('A');
    swarm.services.update('web', (draft) => void (draft.image = 'iis:2'));
    swarm.settle();
    swarm.services.remove('web');
    swarm.settle();

    const held = (verdict: Verdict): boolean =>
      verdict.violation === undefined && verdict.premises > 10;
    expect(watch.verdicts().every(held)).toBe(true);
  });

  it('hold for a task that takes a step', () => {
    const problems = all.map((invariant) =>
      check(invariant, (task) => ({ ...task, desiredState: 'shutdown' })),
    );

    expect(problems).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    {
      name: 'an observed state that goes back',
      invariant: statesOnlyGrow,
      change: (task: Task): Task => ({ ...task, status: { ...task.status, state: 'ready' } }),
      text: /^task \w{25} went from running to ready$/,
    },
    {
      name: 'a desired state that goes back',
      invariant: statesOnlyGrow,
      change: (task: Task): Task => ({ ...task, desiredState: 'ready' }),
      text: /^task \w{25} was wanted running, then ready$/,
    },
    {
      name: 'a task that moves',
      invariant: nodeNeverChanges,
      change: (task: Task): Task => ({ ...task, nodeId: '' }),
      text: /^task \w{25} moved from node \w{25} to ''$/,
    },
    {
      name: 'a task that runs nowhere',
      invariant: assignedHaveNode,
      change: (task: Task): Task => ({ ...task, nodeId: '' }),
      text: /^task \w{25} is running without a node$/,
    },
  ])('say what is wrong with $name', ({ invariant, change, text }) => {
    expect(check(invariant, change)).toMatch(text);
  });
});
