import { describe, expect, it } from 'vitest';
import { aNode, aTask } from '../../../test-support/hand-driven-swarm.ts';
import { parseConstraints } from '../../constraint/parse-constraints.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import type { Node } from '../../model/node.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { decideGlobalJob, type GlobalJobSnapshot } from './decide-global-job.ts';

/** A task of the second run, unless said otherwise. */
function taskOn(
  nodeId: string,
  state: TaskState,
  desiredState: TaskState = 'complete',
  iteration = 1,
): Task {
  const id = toId<TaskId>(`${iteration}-${nodeId}-${state}`);
  const place = { slot: 0, nodeId: toId<NodeId>(nodeId) };
  return aTask({ id, ...place, state, desiredState, jobIteration: iteration });
}

const active = aNode('a');
const drained = aNode('a', { spec: { role: 'worker', availability: 'drain' } });
const paused = aNode('a', { spec: { role: 'worker', availability: 'pause' } });
const down = aNode('a', { status: { state: 'down', message: '', addr: '' } });
const unknown = aNode('a', { status: { state: 'unknown', message: '', addr: '' } });

/** One text for each decision, on a job that is at its second run. */
function decide(
  nodes: readonly Node[],
  tasks: readonly Task[],
  constraints: GlobalJobSnapshot['constraints'] = [],
): readonly string[] {
  return decideGlobalJob({ constraints, nodes, iteration: 1, tasks }).map((decision) => {
    if (decision.kind === 'create') return `create ${decision.slot} on ${decision.nodeId}`;
    return `${decision.kind} ${decision.task.id}`;
  });
}

// SwarmKit: manager/orchestrator/jobs/global/reconciler.go, ReconcileService.
describe('decideGlobalJob', () => {
  it('creates a task on every node that has none', () => {
    const nodes = [active, aNode('b'), aNode('c')];

    expect(decide(nodes, [taskOn('b', 'running')])).toEqual(['create 0 on a', 'create 0 on c']);
  });

  it('creates tasks only where the constraints are met', () => {
    const constraints = parseConstraints(['node.id!=b']);

    expect(decide([active, aNode('b')], [], constraints)).toEqual(['create 0 on a']);
  });

  it.each([
    { name: 'on pause', node: paused },
    { name: 'drained', node: drained },
    { name: 'down', node: down },
    { name: 'not heard of yet', node: unknown },
  ])('creates none on a node that is $name', ({ node }) => {
    expect(decide([node], [])).toEqual([]);
  });

  it.each([
    { name: 'runs', task: taskOn('a', 'running'), isDue: false },
    { name: 'is completed', task: taskOn('a', 'complete'), isDue: false },
    { name: 'waits for its start', task: taskOn('a', 'ready', 'ready'), isDue: false },
    { name: 'failed for good', task: taskOn('a', 'failed', 'shutdown'), isDue: true },
    { name: 'was completed, but to stop', task: taskOn('a', 'complete', 'shutdown'), isDue: true },
  ])('creates one beside a task that $name: $isDue', ({ task, isDue }) => {
    expect(decide([active], [task])).toEqual(isDue ? ['create 0 on a'] : []);
  });

  it.each(['shutdown', 'failed', 'rejected', 'orphaned'] as const)(
    'hands a task over that is %s, and creates none beside it',
    (state) => {
      const failed = taskOn('a', state);

      expect(decide([active], [failed])).toEqual([`restart ${failed.id}`]);
    },
  );

  it('hands over failed tasks of nodes that are gone', () => {
    const failed = taskOn('gone', 'orphaned');

    expect(decide([], [failed])).toEqual([`restart ${failed.id}`]);
  });

  it.each([
    { name: 'running', state: 'running', desired: 'complete', isRemoved: true },
    { name: 'completed', state: 'complete', desired: 'complete', isRemoved: true },
    { name: 'failed', state: 'failed', desired: 'shutdown', isRemoved: true },
    { name: 'to be removed already', state: 'running', desired: 'remove', isRemoved: false },
  ] as const)(
    'removes a task of an earlier run that is $name: $isRemoved',
    ({ state, desired, isRemoved }) => {
      const left = taskOn('a', state, desired, 0);

      const decisions = decide([active], [left, taskOn('a', 'running')]);

      expect(decisions).toEqual(isRemoved ? [`remove ${left.id}`] : []);
    },
  );

  it.each([
    { name: 'running on a drained node', node: drained, state: 'running', isShutDown: true },
    { name: 'pending on a node that is down', node: down, state: 'pending', isShutDown: true },
    { name: 'completed on a drained node', node: drained, state: 'complete', isShutDown: false },
    { name: 'running on a paused node', node: paused, state: 'running', isShutDown: false },
    { name: 'running on an unknown node', node: unknown, state: 'running', isShutDown: false },
  ] as const)('shuts a task down that is $name: $isShutDown', ({ node, state, isShutDown }) => {
    const task = taskOn('a', state);

    expect(decide([node], [task])).toEqual(isShutDown ? [`shut-down ${task.id}`] : []);
  });

  it('leaves a task alone on a drained node that the constraints exclude', () => {
    const constraints = parseConstraints(['node.id!=a']);

    expect(decide([drained], [taskOn('a', 'running')], constraints)).toEqual([]);
  });

  it('creates first, then restarts, removes, and shuts down at last', () => {
    const nodes = [drained, aNode('b'), aNode('c')];
    const failed = taskOn('b', 'failed');
    const left = taskOn('b', 'running', 'complete', 0);
    const running = taskOn('a', 'running');

    expect(decide(nodes, [running, left, failed])).toEqual([
      'create 0 on c',
      `restart ${failed.id}`,
      `remove ${left.id}`,
      `shut-down ${running.id}`,
    ]);
  });
});
