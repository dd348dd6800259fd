/** Bad swarms that spread tasks wrongly. SwarmKit: manager/scheduler/{scheduler,nodeset}.go. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, labelledNodes, perNode, tasksOf } from './stage.ts';

const { decideCounted, decideFaultyNodes, decideGroup, decideQuota, decideRank } = realDeciders;
const { decideSpreadLevels } = realDeciders;

const racks = { A: { rack: '1' }, B: { rack: '1' }, C: { rack: '2' } };

/** See the head of this file. */
export const badSpreads: readonly KnownBadSwarm[] = [
  {
    name: 'the second preference level is ignored',
    rule: 'Placement preferences make a tree with a level for each label (nodeset.go, tree).',
    deciders: { decideSpreadLevels: (task) => decideSpreadLevels(task).slice(0, 1) },
    story: {
      tell(deciders) {
        const nodes = labelledNodes({
          A: { zone: 'x', rack: '1' },
          B: { zone: 'x', rack: '1' },
          C: { zone: 'x', rack: '2' },
        });
        const swarm = createStage(deciders, nodes);
        deploy(swarm, { replicas: 4, spread: ['node.labels.zone', 'node.labels.rack'] });
        return perNode(swarm);
      },
      real: 'A 1, B 1, C 2',
      bad: 'A 1, B 2, C 1',
    },
  },
  {
    name: 'a lone task is placed without preferences',
    rule: 'A group of one task is placed as any other (scheduler.go, scheduleTaskGroup).',
    deciders: {
      decideGroup(group, surroundings) {
        if (group.length > 1) return decideGroup(group, surroundings);
        const rules = { ...surroundings.rules, decideSpreadLevels: () => [] };
        return decideGroup(group, { ...surroundings, rules });
      },
    },
    story: {
      tell(deciders) {
        const nodes = labelledNodes({ ...racks, D: { rack: '2' } });
        const swarm = createStage(deciders, nodes);
        deploy(swarm, { name: 'other', constraints: ['node.hostname==D'] });
        deploy(swarm, { name: 'more', constraints: ['node.hostname==C'] });
        deploy(swarm, { spread: ['node.labels.rack'] });
        swarm.services.scale('web', 2);
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1, C 1',
      bad: 'A 1, B 1',
    },
  },
  {
    name: 'one branch takes all that is left over',
    rule: 'What cannot be split evenly goes to branches one by one (scheduler.go, scheduleNTasksOnSubtree).',
    deciders: {
      decideQuota(tasks, share, remainder) {
        const quota = decideQuota(tasks, share, remainder);
        return quota > 0 && remainder > 0 ? quota + remainder - 1 : quota;
      },
    },
    story: {
      tell(deciders) {
        const nodes = labelledNodes({ ...racks, D: { rack: '3' } });
        const swarm = createStage(deciders, nodes);
        deploy(swarm, { replicas: 8, spread: ['node.labels.rack'] });
        const counts = perNode(swarm).match(/\d+/g)?.map(Number) ?? [];
        const [a = 0, b = 0, ...others] = counts;
        return `at most ${Math.max(a + b, ...others)} in a rack`;
      },
      real: 'at most 3 in a rack',
      bad: 'at most 4 in a rack',
    },
  },
  {
    name: 'other services do not matter where the own one runs',
    rule: 'Among nodes with equally many tasks of the service, fewer tasks in total win (scheduler.go, nodeLess).',
    deciders: {
      decideRank: (serviceTasks, allTasks) =>
        decideRank(serviceTasks, serviceTasks === 0 ? allTasks : 0),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { replicas: 2 });
        deploy(swarm, { name: 'other', constraints: ['node.hostname==A'] });
        swarm.services.scale('web', 3);
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1, B 2',
      bad: 'A 2, B 1',
    },
  },
  {
    name: 'within a branch tasks of all services count alike',
    rule: 'Tasks of the service are compared first, all tasks only among equals (scheduler.go, nodeLess).',
    deciders: {
      decideGroup(group, surroundings) {
        const { preferences = [] } = group[0]?.task.spec.placement ?? {};
        if (preferences.length === 0) return decideGroup(group, surroundings);
        const rules = {
          ...surroundings.rules,
          decideRank: (_serviceTasks: number, allTasks: number) => decideRank(allTasks, allTasks),
        };
        return decideGroup(group, { ...surroundings, rules });
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { rack: '1' }, B: { rack: '1' } }));
        deploy(swarm, { name: 'other', replicas: 2, constraints: ['node.hostname==A'] });
        deploy(swarm, { replicas: 2, spread: ['node.labels.rack'] });
        return perNode(swarm);
      },
      real: 'A 1, B 1',
      bad: 'B 2',
    },
  },
  {
    name: 'failures of more than a minute ago are not considered',
    rule: 'Failures of the last five minutes count against a node (scheduler.go, monitorFailures).',
    deciders: {
      decideFaultyNodes: (record, task, now) => decideFaultyNodes(record, task, now + 4 * 60_000),
    },
    story: {
      tell(deciders) {
        const behaviours = [{ node: 'A', service: 'web', exitAfterMs: 10, exitCode: 1 }];
        const swarm = createStage(deciders, linuxNodes(['A', 'B']), { behaviours });
        deploy(swarm, { name: 'other', replicas: 2, constraints: ['node.hostname==B'] });
        swarm.services.create({ name: 'web', image: 'app', restart: { delay: '20s' } });
        swarm.advance('3m');
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1',
    },
  },
  {
    name: 'a node is taken for good again after its sixth failure',
    rule: 'Five failures or more within five minutes count against a node (scheduler.go, maxFailures).',
    deciders: {
      decideFaultyNodes: (record, task, now) =>
        decideFaultyNodes(record, task, now).filter(([, failures]) => failures === 5),
    },
    story: {
      tell(deciders) {
        const behaviours = [{ node: 'A', service: 'web', exitAfterMs: 10, exitCode: 1 }];
        const swarm = createStage(deciders, linuxNodes(['A', 'B']), { behaviours });
        const restart = { delay: '1s' } as const;
        deploy(swarm, { name: 'other', constraints: ['node.hostname==B'] });
        swarm.nodes.update('B', { availability: 'pause' });
        swarm.services.create({ name: 'web', image: 'app', restart });
        swarm.advance('15s');
        swarm.nodes.update('B', { availability: 'active' });
        swarm.advance('15s');
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1',
    },
  },
  {
    name: 'tasks that wait for a delay that is given do not count',
    rule: 'Every task that is wanted counts, from desired state ready on (nodeinfo.go, addTask).',
    deciders: {
      decideCounted: (task) =>
        decideCounted(task) &&
        !(task.desiredState === 'ready' && task.spec.restart?.delayMs !== undefined),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { replicas: 2, maxReplicasPerNode: 1, restart: { delay: '20s' } });
        swarm.faults.exitTask('web.2', { exitCode: 1 });
        swarm.advance('1s');
        swarm.services.scale('web', 3);
        swarm.advance('1s');
        return perNode(swarm);
      },
      real: '- 1, A 1, B 1',
      bad: 'A 2, B 1',
    },
  },
  {
    name: 'tasks that are to be removed count until they have stopped',
    rule: 'A task that is not wanted any more counts no longer for its node (nodeinfo.go, updateTask).',
    deciders: { decideCounted: (task) => decideCounted(task) || task.desiredState === 'remove' },
    story: {
      tell(deciders) {
        const behaviours = [{ service: 'web', ignoresStop: true }];
        const swarm = createStage(deciders, linuxNodes(['A']), { behaviours });
        deploy(swarm, { maxReplicasPerNode: 1, stopGracePeriod: '1m' });
        swarm.services.scale('web', 0);
        swarm.advance('2s');
        swarm.services.scale('web', 1);
        swarm.advance('10s');
        return tasksOf(swarm);
      },
      real: '1 running/remove, 1 running/running',
      bad: '1 pending/running, 1 running/remove',
    },
  },
];
