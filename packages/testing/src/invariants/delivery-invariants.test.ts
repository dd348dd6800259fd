import { createSwarm, decideAssignments, windowsNodes, type DeciderOptions } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aStep, checkOnce } from '../../test-support/make-step.ts';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import {
  restingNodesHoldExactly,
  runtimeConfigsAreNoFiles,
  tasksReadOnlyReferences,
} from './delivery-invariants.ts';
import type { Invariant, Verdict } from './invariant.ts';
import { assignmentsAreComplete, assignmentsAreJustified } from './session-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

/** One host, two services; the one with a credential spec comes, and goes again. */
function verdictOf(invariant: Invariant, deciders: DeciderOptions = {}): Verdict {
  const swarm = createSwarm({ nodes: windowsNodes(['A']), deciders });
  const watch = watchInvariants(swarm, [invariant], { onViolation: 'collect' });
  for (const name of ['credspec', 'page', 'unused']) swarm.configs.create({ name, data: name });
  swarm.secrets.create({ name: 'key', data: 'key' });
  swarm.services.create({ name: 'status', image: 'iis', configs: ['page'], secrets: ['key'] });
  swarm.services.create({
    name: 'web',
    image: 'iis',
    credentialSpec: 'config://credspec',
    configs: ['credspec'],
  });
  swarm.settle();
  watch.checkRest();
  swarm.services.remove('web');
  swarm.settle();
  watch.checkRest();
  const [verdict] = watch.verdicts();
  if (verdict === undefined) throw new Error('nothing was watched');
  return verdict;
}

/** Delivers tasks, and nothing that they reference. */
const deliverTasksOnly: DeciderOptions = {
  decideAssignments: (set, change, objects) =>
    decideAssignments(set, change, objects).filter(({ item }) => item === 'task'),
};

const cases = [
  {
    name: 'runtime-configs-are-no-files',
    invariant: runtimeConfigsAreNoFiles,
    broken: brokenDeciders['mount as file'],
    text: /^task \w{25} has credspec as file C:\\credspec$/,
  },
  {
    name: 'tasks-read-only-references',
    invariant: tasksReadOnlyReferences,
    broken: brokenDeciders['read everything'],
    text: /^task \w{25} can read \w{25} without referencing it$/,
  },
  {
    name: 'assignments-are-justified, of what nobody references',
    invariant: assignmentsAreJustified,
    broken: brokenDeciders['deliver everything everywhere'],
    text: /^node \w{25} is assigned \w{25} for no live task$/,
  },
  {
    name: 'assignments-are-justified, of what nobody references any more',
    invariant: assignmentsAreJustified,
    broken: brokenDeciders['never take back'],
    text: /^node \w{25} is assigned \w{25} for no live task$/,
  },
  {
    name: 'assignments-are-complete',
    invariant: assignmentsAreComplete,
    broken: deliverTasksOnly,
    text: /^node \w{25} has task \w{25} \(\S+\) to run, and was not assigned \w{25}$/,
  },
  {
    name: 'resting-nodes-hold-exactly, of what is left over',
    invariant: restingNodesHoldExactly,
    broken: brokenDeciders['never take back'],
    text: /^node \w{25} holds \w{25}, which no task needs$/,
  },
  {
    name: 'resting-nodes-hold-exactly, of what is missing',
    invariant: restingNodesHoldExactly,
    // Without its credential spec a task fails over and over; one that waits for a file does so too.
    broken: deliverTasksOnly,
    text: /^node \w{25} lacks \w{25}, which a task there needs$/,
  },
] as const;

describe('delivery invariants', () => {
  it.each(cases)('hold in a good swarm: $name', ({ invariant }) => {
    const { premises, violation } = verdictOf(invariant);

    expect(violation).toBeUndefined();
    expect(premises).toBeGreaterThan(0);
  });

  it.each(cases)('say what is wrong in a broken one: $name', ({ invariant, broken, text }) => {
    const { violation } = verdictOf(invariant, broken);

    expect(violation?.message).toMatch(text);
  });

  it('leave a node alone that cannot be reached, or is not ready', () => {
    const swarm = createSwarm({ nodes: windowsNodes(['A']) });
    swarm.configs.create({ name: 'page', data: 'x' });
    swarm.services.create({ name: 'web', image: 'iis', configs: ['page'] });
    swarm.settle();
    swarm.faults.partition('A');
    swarm.services.remove('web');
    swarm.settle();

    expect(swarm.nodes.get('A').holds('page')).toBe(true);
    expect(checkOnce(restingNodesHoldExactly, aStep(swarm))).toBeUndefined();
  });
});
