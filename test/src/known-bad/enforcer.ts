/** Bad swarms that leave tasks where they may not be. SwarmKit: orchestrator/constraintenforcer/constraint_enforcer.go. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, labelledNodes, tasksOf } from './stage.ts';

const { decideEnforce } = realDeciders;

/** See the head of this file. */
export const badEnforcers: readonly KnownBadSwarm[] = [
  {
    name: 'labels that changed are not noticed',
    rule: 'Whenever a node changes, tasks whose constraints it no longer meets are rejected (rejectNoncompliantTasks).',
    deciders: {
      decideEnforce: (snapshot) =>
        decideEnforce({
          ...snapshot,
          serviceOf: () => undefined,
          tasks: snapshot.tasks.map((task) => {
            const { placement: _, ...spec } = task.spec;
            return { ...task, spec };
          }),
        }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' } }));
        deploy(swarm, { constraints: ['node.labels.zone==x'] });
        swarm.nodes.update('A', { labels: { zone: 'y' } });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 pending/running, 1 rejected/shutdown',
      bad: '1 running/running',
    },
  },
  {
    name: 'constraints count as they were when a task was made',
    rule: 'The constraints of the service as it is now count (rejectNoncompliantTasks).',
    deciders: {
      decideEnforce: (snapshot) => decideEnforce({ ...snapshot, serviceOf: () => undefined }),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' } }));
        deploy(swarm);
        swarm.services.update('web', (web) => {
          web.constraints = ['node.labels.zone==x'];
        });
        swarm.settle();
        swarm.nodes.update('A', { labels: { zone: 'y' } });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 pending/running, 1 rejected/shutdown',
      bad: '1 running/running',
    },
  },
  {
    name: 'a host that shrinks keeps what no longer fits',
    rule: 'Tasks whose reservations the node no longer has are rejected (rejectNoncompliantTasks).',
    deciders: {
      decideEnforce(snapshot) {
        const { description } = snapshot.node;
        if (description?.resources === undefined) return decideEnforce(snapshot);
        const resources = {
          ...description.resources,
          nanoCpus: Infinity,
          memoryBytes: Infinity,
        };
        const node = { ...snapshot.node, description: { ...description, resources } };
        return decideEnforce({ ...snapshot, node });
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A'], { memory: '4g' }));
        deploy(swarm, { reserve: { memory: '2g' } });
        swarm.nodes.changeHost('A', { memory: '1g' });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 pending/running, 1 rejected/shutdown',
      bad: '1 running/running',
    },
  },
  {
    name: 'tasks of a node on pause are rejected',
    rule: 'Only active nodes are looked at; one on pause keeps what it has (rejectNoncompliantTasks).',
    deciders: {
      decideEnforce: (snapshot) => {
        const { spec } = snapshot.node;
        if (spec.availability !== 'pause') return decideEnforce(snapshot);
        const node = { ...snapshot.node, spec: { ...spec, availability: 'active' as const } };
        return decideEnforce({ ...snapshot, node });
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' } }));
        deploy(swarm, { constraints: ['node.labels.zone==x'] });
        swarm.nodes.update('A', { availability: 'pause', labels: { zone: 'y' } });
        swarm.settle();
        return tasksOf(swarm);
      },
      real: '1 running/running',
      bad: '1 pending/running, 1 rejected/shutdown',
    },
  },
];
