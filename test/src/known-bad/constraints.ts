/** Bad swarms that read constraints wrongly. SwarmKit: manager/constraint/constraint.go. */
import { linuxNodes, windowsNodes } from '@swarmsim/core';
import { labelNamedBy, parseConstraints, realDeciders } from '@swarmsim/core/parts';
import { withConstraints, withFilter, withTask } from './change-filters.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, labelledNodes, perNode } from './stage.ts';

/** See the head of this file. */
export const badConstraints: readonly KnownBadSwarm[] = [
  {
    name: 'only the first constraint counts',
    rule: 'All constraints must hold (constraint.go, NodeMatches).',
    deciders: {
      filters: withTask('constraint', (task) => withConstraints(task, (all) => all.slice(0, 1))),
    },
    story: {
      tell(deciders) {
        const nodes = labelledNodes({
          A: { zone: 'x', disk: 'hdd' },
          B: { zone: 'x', disk: 'ssd' },
        });
        const swarm = createStage(deciders, nodes);
        const constraints = ['node.labels.zone==x', 'node.labels.disk==ssd'];
        deploy(swarm, { constraints });
        return perNode(swarm);
      },
      real: 'B 1',
      bad: 'A 1',
    },
  },
  {
    name: 'a node without the label fails a != constraint',
    rule: 'A missing label is the empty text, which differs from any value (constraint.go, NodeMatches).',
    deciders: {
      filters: withFilter('constraint', ({ prepare }) => ({
        prepare(task, nodes) {
          const check = prepare(task, nodes);
          if (check === undefined) return undefined;
          const labels = parseConstraints(task.spec.placement?.constraints ?? []).flatMap(
            ({ key, operator }) => (operator === '!=' ? (labelNamedBy(key) ?? []) : []),
          );
          return (slot) => {
            const own = nodes.nodeAt(slot)?.spec.labels ?? {};
            const hasAll = labels.every(
              ({ of, label }) => of === 'engine' || Object.hasOwn(own, label),
            );
            return hasAll && check(slot);
          };
        },
      })),
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: {} }));
        deploy(swarm, { constraints: ['node.labels.zone!=x'] });
        return perNode(swarm);
      },
      real: 'A 1',
      bad: '- 1',
    },
  },
  {
    name: 'constraints on engine labels are not looked at',
    rule: 'engine.labels.NAME names a label of the engine (constraint.go, NodeMatches).',
    deciders: {
      filters: withTask('constraint', (task) =>
        withConstraints(task, (all) =>
          all.filter((expression) => !expression.startsWith('engine.labels.')),
        ),
      ),
    },
    story: {
      tell(deciders) {
        const nodes = [
          ...linuxNodes(['A'], { engineLabels: { disk: 'hdd' } }),
          ...linuxNodes(['B'], { engineLabels: { disk: 'ssd' } }),
        ];
        const swarm = createStage(deciders, nodes);
        deploy(swarm, { replicas: 2, constraints: ['engine.labels.disk==ssd'] });
        return perNode(swarm);
      },
      real: 'B 2',
      bad: 'A 1, B 1',
    },
  },
  {
    name: 'a task that constraints keep off is not tried again',
    rule: 'A task that found no node is tried again whenever a node changes (scheduler.go, noSuitableNode).',
    deciders: {
      decideUnplaced(task, service, explanation) {
        if (explanation.startsWith('scheduling constraints')) return { kind: 'drop' };
        return realDeciders.decideUnplaced(task, service, explanation);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, windowsNodes(['A']));
        deploy(swarm, { constraints: ['node.labels.zone==x'] });
        swarm.nodes.update('A', { labels: { zone: 'x' } });
        swarm.settle();
        return perNode(swarm);
      },
      real: 'A 1',
      bad: '- 1',
    },
  },
];
