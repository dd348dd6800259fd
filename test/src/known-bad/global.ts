/** Bad swarms whose global services are not where they should be. SwarmKit: manager/orchestrator/global. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, labelledNodes, perNode, tasksOf } from './stage.ts';

const { decideEndedTask, decideGlobal, decideGlobalNode, decideGlobalNodeLoss } = realDeciders;

/** See the head of this file. */
export const badGlobals: readonly KnownBadSwarm[] = [
  {
    name: 'draining a node forgets its global tasks',
    rule: 'The global tasks of a drained node are shut down (global.go, Run, EventUpdateNode).',
    deciders: {
      decideGlobalNodeLoss: (node) =>
        decideGlobalNodeLoss(node) && node?.spec.availability !== 'drain',
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { mode: 'global' });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.settle();
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1, B 1',
    },
  },
  {
    name: 'global tasks stay on a node that is down',
    rule: 'The global tasks of a node that is down are shut down (global.go, Run, EventUpdateNode).',
    deciders: {
      decideGlobalNodeLoss: (node) => decideGlobalNodeLoss(node) && node?.status.state !== 'down',
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { mode: 'global' });
        swarm.faults.crash('A');
        swarm.settle();
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1, B 1',
    },
  },
  {
    name: 'a node that comes back gets no global task',
    rule: 'Whenever a node is active and not down, it gets what it lacks (global.go, reconcileOneNode).',
    deciders: {
      decideGlobalNode(snapshot) {
        const { createdAt, updatedAt } = snapshot.node.meta;
        const decisions = decideGlobalNode(snapshot);
        return updatedAt === createdAt
          ? decisions
          : decisions.filter(({ kind }) => kind !== 'create');
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm, { mode: 'global' });
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.settle();
        swarm.nodes.update('A', { availability: 'active' });
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1, B 1',
      bad: 'B 1',
    },
  },
  {
    name: 'a new constraint leaves global tasks where they are',
    rule: 'Tasks on nodes that match no more are shut down at once (global.go, reconcileServices).',
    deciders: {
      decideGlobal: (snapshot) => {
        const { decisions, surviving } = decideGlobal(snapshot);
        const isBound = (nodeId: string): boolean =>
          snapshot.nodes.some(({ id, spec }) => id === nodeId && spec.availability === 'active');
        return {
          surviving,
          decisions: decisions.filter(
            (decision) => decision.kind === 'create' || !isBound(decision.task.nodeId),
          ),
        };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' }, B: { zone: 'y' } }));
        deploy(swarm, { mode: 'global' });
        swarm.services.update('web', (web) => {
          web.constraints = ['node.labels.zone==x'];
        });
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1',
      bad: 'A 1, B 1',
    },
  },
  {
    name: 'a global task that ends on a paused node is restarted',
    rule: 'On a paused node a task that ended is shut down, without another (global.go, tickTasks).',
    deciders: {
      decideEndedTask: (constraints, node) =>
        node?.spec.availability === 'pause' ? 'restart' : decideEndedTask(constraints, node),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        deploy(swarm, { mode: 'global' });
        swarm.nodes.update('A', { availability: 'pause' });
        swarm.faults.exitTask('web.A', { exitCode: 1 });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 failed/shutdown',
      bad: '1 failed/shutdown, 1 pending/running',
    },
  },
  {
    name: 'a global task comes back to a node that it was rejected from',
    rule: 'A task that ended on a node that matches no more is shut down (global.go, tickTasks).',
    deciders: { decideEndedTask: (_constraints, node) => decideEndedTask([], node) },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' } }));
        deploy(swarm, { mode: 'global', constraints: ['node.labels.zone==x'] });
        swarm.nodes.update('A', { labels: { zone: 'y' } });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 rejected/shutdown',
      bad: '1 pending/running, 1 rejected/shutdown',
    },
  },
];
