/** Bad swarms that record the wrong thing of nodes and tasks. SwarmKit: manager/dispatcher/dispatcher.go. */
import { linuxNodes } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { createStage, deploy, isLed, labelledNodes, secondsUntil, statesOf } from './stage.ts';

const { decideGrace, decideNodeStatus, decidePatience, decideStatus } = realDeciders;

/** See the head of this file. */
export const badDispatchers: readonly KnownBadSwarm[] = [
  {
    name: 'the state of a task moves back',
    rule: 'A report of a lower state than the recorded one is dropped (dispatcher.go, processUpdates).',
    deciders: {
      decideStatus(recorded, reported, now) {
        const state = recorded.state === 'rejected' ? 'accepted' : recorded.state;
        return decideStatus({ ...recorded, state }, reported, now);
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, labelledNodes({ A: { zone: 'x' }, B: { zone: 'x' } }));
        deploy(swarm, { constraints: ['node.labels.zone==x'] });
        swarm.nodes.update('A', { labels: {} });
        swarm.settle();
        return statesOf(swarm);
      },
      real: '1 rejected, 1 running',
      bad: '1 running, 1 shutdown',
    },
  },
  {
    name: 'no node may be silent for more than twenty seconds',
    rule: 'A node may be silent for three periods (dispatcher.go, defaultGracePeriodMultiplier).',
    deciders: {
      decideGrace: (periodMs, isUnknown) =>
        isUnknown ? decideGrace(periodMs, true) : Math.min(decideGrace(periodMs, false), 20_000),
    },
    story: {
      tell(deciders) {
        const options = {
          heartbeats: 'eager',
          heartbeatEpsilon: 0,
          heartbeatPeriod: '10s',
        } as const;
        const swarm = createStage(deciders, linuxNodes(['A']), options);
        swarm.advanceTo(60_000);
        swarm.faults.crash('A');
        return secondsUntil(swarm, () => swarm.nodes.get('A').state === 'down');
      },
      real: '20 s',
      bad: '10 s',
    },
  },
  {
    name: 'a new leader gives nodes no more time than an old one',
    rule: 'A node that is yet to register with a new leader may be silent twice as long (dispatcher.go, markNodesUnknown).',
    deciders: { decideGrace: (periodMs) => decideGrace(periodMs, false) },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']), { managers: 3 });
        swarm.faults.partition('A');
        swarm.faults.crash('manager-1');
        secondsUntil(swarm, () => isLed(swarm));
        swarm.advance('20s');
        return swarm.nodes.get('A').state;
      },
      real: 'unknown',
      bad: 'down',
    },
  },
  {
    name: 'the tasks of a node are given up after an hour',
    rule: 'A node may be down for a day before its tasks are orphaned (dispatcher.go, defaultNodeDownPeriod).',
    deciders: { decidePatience: () => decidePatience() / 24 },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A', 'B']));
        deploy(swarm);
        swarm.faults.crash('A');
        swarm.advance('2h');
        return statesOf(swarm);
      },
      real: '2 running',
      bad: '1 orphaned, 1 running',
    },
  },
  {
    name: 'what a node reports of itself is kept from its first registration',
    rule: 'Each registration brings a description, which is recorded (dispatcher.go, register).',
    deciders: {
      decideNodeStatus(node, change) {
        const changed = decideNodeStatus(node, change);
        return node.description === undefined
          ? changed
          : { ...changed, description: node.description };
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A'], { cpus: 2 }));
        swarm.nodes.changeHost('A', { cpus: 4 });
        swarm.settle();
        const cpus = swarm.nodes.get('A').node.description?.resources?.nanoCpus ?? 0;
        return `${cpus / 1e9} cpus`;
      },
      real: '4 cpus',
      bad: '2 cpus',
    },
  },
  {
    name: 'a node that registers is active again',
    rule: 'Availability is the user’s; a registration changes the status only (dispatcher.go, processUpdates).',
    deciders: {
      decideNodeStatus(node, change) {
        const changed = decideNodeStatus(node, change);
        const isBack = node.status.state === 'down' && change.state === 'ready';
        return isBack ? { ...changed, spec: { ...node.spec, availability: 'active' } } : changed;
      },
    },
    story: {
      tell(deciders) {
        const swarm = createStage(deciders, linuxNodes(['A']));
        swarm.nodes.update('A', { availability: 'drain' });
        swarm.faults.crash('A');
        swarm.settle();
        swarm.faults.restart('A');
        swarm.settle();
        return swarm.nodes.get('A').availability;
      },
      real: 'drain',
      bad: 'active',
    },
  },
];
