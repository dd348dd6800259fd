import { createSwarm, linuxNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  globalJobsBeginOnActiveNodes,
  globalTasksRestartWhereTheyBelong,
  nodesReportTheirHosts,
  onlyActiveNodesAreCleared,
  registrationsLeaveTheSpec,
} from './node-duty-invariants.ts';
import type { Verdict } from './invariant.ts';
import { watchInvariants } from './watch-invariants.ts';

describe('onlyActiveNodesAreCleared', () => {
  it.each([
    { name: 'an active node', availability: 'active', isRight: true },
    { name: 'a node on pause', availability: 'pause', isRight: false },
  ] as const)('tells a task that is rejected on $name', ({ availability, isRight }) => {
    const teller = tellStory(onlyActiveNodesAreCleared);
    const nodes = [aNode({ availability })];
    teller.commit(0, 'test', { services: [aService()], nodes, tasks: [aTask()] });

    const tasks = [aTask({ state: 'rejected' })];
    const problem = teller.commit(1, 'watch:constraint-enforcer', { tasks });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('leaves to the node what it rejects itself', () => {
    const teller = tellStory(onlyActiveNodesAreCleared);
    teller.commit(0, 'test', { nodes: [aNode({ availability: 'pause' })], tasks: [aTask()] });

    const tasks = [aTask({ state: 'rejected' })];
    expect(teller.commit(1, 'dispatcher:record-updates', { tasks })).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('globalTasksRestartWhereTheyBelong', () => {
  const placement = { constraints: ['node.labels.zone==a'] };
  const service = aService({
    mode: { kind: 'global' },
    task: { ...aTask().spec, placement },
  });

  it.each([
    { name: 'an active node that suits', node: aNode({ labels: { zone: 'a' } }), isRight: true },
    { name: 'a node that suits no more', node: aNode({ labels: { zone: 'b' } }), isRight: false },
    {
      name: 'a node on pause',
      node: aNode({ labels: { zone: 'a' }, availability: 'pause' }),
      isRight: false,
    },
  ])('tells a restart on $name', ({ node, isRight }) => {
    const teller = tellStory(globalTasksRestartWhereTheyBelong);
    const old = aTask({ slot: 0, state: 'failed' });
    teller.commit(0, 'test', { services: [service], nodes: [node], tasks: [old] });

    const next = aTask({ id: 't2', slot: 0, state: 'new', desiredState: 'ready' });
    const tasks = [{ ...old, desiredState: 'shutdown' } as const, next];
    const problem = teller.commit(1, 'watch:global', { tasks });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('globalJobsBeginOnActiveNodes', () => {
  it.each([
    { name: 'ready and active', node: aNode(), isRight: true },
    { name: 'on pause', node: aNode({ availability: 'pause' }), isRight: false },
    { name: 'down', node: aNode({ state: 'down' }), isRight: false },
  ])('tells a job that begins on a node that is $name', ({ node, isRight }) => {
    const teller = tellStory(globalJobsBeginOnActiveNodes);
    const services = [aService({ mode: { kind: 'global-job' } })];
    teller.commit(0, 'test', { services, nodes: [node] });

    const tasks = [aTask({ slot: 0, state: 'new', desiredState: 'complete' })];
    const problem = teller.commit(1, 'watch:jobs', { tasks });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('registrationsLeaveTheSpec', () => {
  it.each([
    { name: 'as it was', after: aNode({ availability: 'drain' }), isRight: true },
    { name: 'active', after: aNode({ availability: 'active' }), isRight: false },
  ])('tells a drained node that comes back $name', ({ after, isRight }) => {
    const teller = tellStory(registrationsLeaveTheSpec);
    teller.commit(0, 'test', { nodes: [aNode({ availability: 'drain', state: 'down' })] });

    const problem = teller.commit(1, 'dispatcher:record-updates', { nodes: [after] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('nodesReportTheirHosts', () => {
  const keepFirst: DeciderOptions = {
    decideNodeStatus(node, change) {
      const { description, ...rest } = realDeciders.decideNodeStatus(node, change);
      const first = node.description ?? description;
      return first === undefined ? rest : { ...rest, description: first };
    },
  };

  function live(act: (swarm: Swarm) => void, deciders: DeciderOptions = {}): Verdict | undefined {
    const swarm = createSwarm({ nodes: linuxNodes(['A'], { cpus: 2 }), deciders });
    swarm.settle();
    const watch = watchInvariants(swarm, [nodesReportTheirHosts], { onViolation: 'collect' });
    act(swarm);
    swarm.settle({ quiet: '65s' });
    watch.checkRest();
    return watch.verdicts()[0];
  }

  it.each([
    { name: 'CPUs', change: { cpus: 4 }, known: '2', has: '4' },
    {
      name: 'labels',
      change: { engineLabels: { disk: 'ssd' } },
      known: '{}',
      has: '{"disk":"ssd"}',
    },
    { name: 'an engine', change: { engineVersion: '28.0.0' }, known: '".*"', has: '"28.0.0"' },
  ])('tells whether $name of a host that changed are known', ({ change, known, has }) => {
    const act = (swarm: Swarm): void => swarm.nodes.changeHost('A', change);

    const right = live(act);
    const wrong = live(act, keepFirst);

    expect(right).toMatchObject({ premises: 1 });
    expect(right?.violation).toBeUndefined();
    expect(wrong?.violation?.message).toMatch(
      new RegExp(`^node A is known with ${known}, and its host has ${has}$`),
    );
  });

  it('says nothing of a host that has not reported since, or did not change', () => {
    const cutOff = live((swarm) => {
      swarm.faults.partition('A');
      swarm.nodes.changeHost('A', { cpus: 4 });
    }, keepFirst);

    expect(cutOff).toMatchObject({ premises: 0 });
    expect(live(() => undefined, keepFirst)).toMatchObject({ premises: 0 });
  });
});
