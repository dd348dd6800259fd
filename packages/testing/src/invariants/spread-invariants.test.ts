import {
  createSwarm,
  linuxNodes,
  type DeciderOptions,
  type NodeOptions,
  type ServiceOptions,
  type Swarm,
} from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import type { Verdict } from './invariant.ts';
import { tasksSpreadOverLabels, tasksSpreadOverNodes } from './spread-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

/** Racks of unequal size, in two rooms, and a node without a label. */
const nodes: readonly NodeOptions[] = [
  ...linuxNodes(['A', 'B', 'C'], { labels: { room: '1', rack: 'x' } }),
  ...linuxNodes(['D'], { labels: { room: '1', rack: 'y' } }),
  ...linuxNodes(['E', 'F'], { labels: { room: '2', rack: 'x' } }),
  ...linuxNodes(['G']),
];

interface Story {
  readonly deciders?: DeciderOptions;
  readonly act: (swarm: Swarm) => void;
  readonly seed?: number;
}

function live({ deciders = {}, act, seed = 1 }: Story): readonly Verdict[] {
  const swarm = createSwarm({ nodes, deciders, seed });
  swarm.settle();
  const rules = [tasksSpreadOverNodes, tasksSpreadOverLabels];
  const watch = watchInvariants(swarm, rules, { onViolation: 'collect' });
  act(swarm);
  swarm.settle({ quiet: '65s' });
  return watch.verdicts();
}

function brokenRules(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.filter(({ violation }) => violation !== undefined).map(({ name }) => name);
}

function create(swarm: Swarm, options: Partial<ServiceOptions>): void {
  swarm.services.create({ name: 'web', image: 'app', ...options });
  swarm.settle();
}

const spread = ['node.labels.room', 'node.labels.rack'];

const stories: readonly { readonly name: string; readonly act: Story['act'] }[] = [
  { name: 'fewer tasks than nodes', act: (swarm) => create(swarm, { replicas: 3 }) },
  { name: 'more tasks than nodes', act: (swarm) => create(swarm, { replicas: 17 }) },
  {
    name: 'nodes that are unequal',
    act(swarm) {
      create(swarm, { name: 'old', replicas: 5, constraints: ['node.labels.room==1'] });
      create(swarm, { replicas: 4, constraints: ['node.hostname!=A'] });
      swarm.services.update('web', (draft) => void (draft.constraints = []));
      swarm.settle();
      swarm.services.scale('web', 15);
    },
  },
  {
    name: 'nodes with room for few',
    act(swarm) {
      create(swarm, { name: 'old', replicas: 7, reserve: { cpus: 2 } });
      create(swarm, { replicas: 10, reserve: { cpus: 0.8 } });
    },
  },
  { name: 'labels on two levels', act: (swarm) => create(swarm, { replicas: 11, spread }) },
  {
    name: 'a branch without room',
    act(swarm) {
      for (const name of ['E', 'F']) swarm.nodes.update(name, { availability: 'drain' });
      create(swarm, { replicas: 9, spread });
    },
  },
  {
    name: 'a branch with a past',
    act(swarm) {
      create(swarm, { replicas: 6, constraints: ['node.labels.rack==x'], spread });
      swarm.services.update('web', (draft) => void (draft.constraints = []));
      swarm.settle();
      swarm.services.scale('web', 14);
    },
  },
  {
    name: 'a node that fails the service',
    act(swarm) {
      const others = nodes.map(({ hostname }) => hostname).slice(1);
      for (const name of others) swarm.nodes.update(name, { availability: 'pause' });
      create(swarm, { replicas: 7, restart: { delay: 0 } });
      failAll(swarm);
      for (const name of others) swarm.nodes.update(name, { availability: 'active' });
      swarm.advance('1s');
      failAll(swarm);
    },
  },
];

function failAll(swarm: Swarm): void {
  for (const { id } of swarm.tasks.list({ state: 'running' })) {
    swarm.faults.exitTask(id, { exitCode: 1 });
  }
  swarm.advance('5s');
}

describe('rules about spreading', () => {
  it.each(stories)('hold for $name, whatever the seed', ({ act }) => {
    let premises = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const verdicts = live({ act, seed });
      premises += verdicts.reduce((sum, verdict) => sum + verdict.premises, 0);

      expect(verdicts.map(({ violation }) => violation)).toEqual([undefined, undefined]);
    }
    expect(premises).toBeGreaterThanOrEqual(8);
  });

  const overNodes = tasksSpreadOverNodes.name;
  const overLabels = tasksSpreadOverLabels.name;

  it.each<{
    readonly name: string;
    readonly deciders: DeciderOptions;
    readonly story: string;
    readonly rule: string;
  }>([
    {
      name: 'tasks of the own service do not count',
      deciders: { decideRank: (_, allTasks) => allTasks },
      story: 'nodes that are unequal',
      rule: overNodes,
    },
    {
      name: 'tasks of other services do not count',
      deciders: { decideRank: (serviceTasks) => serviceTasks },
      story: 'nodes that are unequal',
      rule: overNodes,
    },
    {
      name: 'the fullest nodes come first',
      deciders: { decideRank: (serviceTasks, allTasks) => -serviceTasks - allTasks },
      story: 'more tasks than nodes',
      rule: overNodes,
    },
    {
      name: 'failures are forgiven',
      deciders: { decideFaultyNodes: () => [] },
      story: 'a node that fails the service',
      rule: overNodes,
    },
    {
      name: 'the inner level is ignored',
      deciders: { decideSpreadLevels: (task) => realDeciders.decideSpreadLevels(task).slice(0, 1) },
      story: 'labels on two levels',
      rule: overLabels,
    },
    {
      name: 'all levels are ignored',
      deciders: { decideSpreadLevels: () => [] },
      story: 'labels on two levels',
      rule: overLabels,
    },
    {
      name: 'levels are taken from the inside',
      deciders: {
        decideSpreadLevels: (task) =>
          realDeciders.decideSpreadLevels(task).map((_, at, levels) => levels.at(-1 - at)!),
      },
      story: 'labels on two levels',
      rule: overLabels,
    },
    {
      name: 'what a branch has does not count',
      deciders: { decideQuota: (_, share, remainder) => share + (remainder > 0 ? 1 : 0) },
      story: 'a branch with a past',
      rule: overLabels,
    },
  ])('say so where $name', ({ deciders, story, rule }) => {
    const act = stories.find(({ name }) => name === story)?.act ?? (() => undefined);
    const found = new Set<string>();

    for (let seed = 1; seed <= 8; seed += 1) {
      for (const name of brokenRules(live({ deciders, act, seed }))) found.add(name);
    }

    expect([...found]).toContain(rule);
  });

  it('tell what each node had and got', () => {
    const [verdict] = live({
      deciders: { decideRank: (serviceTasks, allTasks) => -serviceTasks - allTasks },
      act: (swarm) => create(swarm, { replicas: 2, constraints: ['node.labels.rack==x'] }),
    });

    expect(verdict?.violation?.message).toMatch(
      /^2 tasks of service web were placed unevenly: A \+\d \(had 0 of 0\), B /,
    );
    expect(verdict?.violation?.evidence.expected).toMatch(/\+1 \(had 0 of 0\).*\+1 \(had 0 of 0\)/);
  });
});
