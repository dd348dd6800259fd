import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  globalJobsBeginOnActiveNodes,
  globalTasksRestartWhereTheyBelong,
  onlyActiveNodesAreCleared,
  registrationsLeaveTheSpec,
} from './node-duty-invariants.ts';

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
