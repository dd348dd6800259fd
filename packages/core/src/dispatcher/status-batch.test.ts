import { describe, expect, it } from 'vitest';
import { aNode, aTask, HandDrivenSwarm } from '../../test-support/hand-driven-swarm.ts';
import type { TaskReport } from '../link/messages.ts';
import { statusBatchLimit } from '../model/defaults.ts';
import { toId, type NodeId, type TaskId } from '../model/ids.ts';
import type { TaskState } from '../model/task-state.ts';
import { decideNodeStatus } from './decide-node-status.ts';
import { decideStatus } from './decide-status.ts';
import { createStatusBatch, type StatusBatch } from './status-batch.ts';

const n1 = toId<NodeId>('n1');

interface World {
  readonly swarm: HandDrivenSwarm;
  readonly batch: StatusBatch;
  /** Commits as `at: id state, ...`. */
  readonly commits: readonly string[];
  /** Instants at which waiting calls were told. */
  readonly recordedAt: readonly number[];
}

function createWorld(): World {
  const swarm = new HandDrivenSwarm();
  const { kernel, store } = swarm;
  store.update((tx) => {
    const { meta: _, ...node } = aNode('n1');
    tx.create('node', node);
    for (const id of ['t1', 't2']) {
      const { meta: __, ...task } = aTask({ id: toId<TaskId>(id), nodeId: n1, state: 'assigned' });
      tx.create('task', task);
    }
  });
  const commits: string[] = [];
  store.onCommit(({ at, changes }) => {
    const states = changes.map(({ id, after }) =>
      after !== undefined && 'status' in after ? `${id} ${after.status.state}` : id,
    );
    commits.push(`${at}: ${states.join(', ')}`);
  });
  const recordedAt: number[] = [];
  const batch = createStatusBatch(kernel, store, {
    decideNodeStatus,
    decideStatus,
    recorded: (awaited) => recordedAt.push(...awaited.map(() => kernel.now)),
  });
  return { swarm, batch, commits, recordedAt };
}

function reportOf(id: string, state: TaskState): TaskReport {
  return { taskId: toId<TaskId>(id), status: { state, at: 0, message: state, err: '' } };
}

// SwarmKit: manager/dispatcher/dispatcher.go, Run: maxBatchInterval and maxBatchItems.
describe('a batch', () => {
  it('is recorded 100 ms after its beginning, the latest of each task only', () => {
    const { swarm, batch, commits } = createWorld();

    batch.addReports(n1, [reportOf('t1', 'accepted'), reportOf('t2', 'accepted')], false);
    batch.addReports(n1, [reportOf('t1', 'preparing')], false);
    swarm.runFor(1_000);

    expect(commits).toEqual(['100: t1 preparing, t2 accepted']);
  });

  it('keeps to the beat of every 100 ms, whenever something comes', () => {
    const { swarm, batch, commits } = createWorld();

    swarm.runFor(130);
    batch.addReports(n1, [reportOf('t1', 'accepted')], false);
    swarm.runFor(120);
    batch.addReports(n1, [reportOf('t1', 'preparing')], false);
    swarm.runFor(1_000);

    expect(commits).toEqual(['200: t1 accepted', '300: t1 preparing']);
  });

  it('is recorded at once where it is full, and the beat begins anew', () => {
    const { swarm, batch, commits } = createWorld();
    const unknown = Array.from({ length: statusBatchLimit - 1 }, (_, index) =>
      reportOf(`x${index}`, 'running'),
    );
    swarm.runFor(30);

    batch.addReports(n1, unknown, false);
    batch.addReports(n1, [reportOf('t1', 'accepted')], false);
    swarm.runFor(10);
    batch.addReports(n1, [reportOf('t1', 'preparing')], false);
    swarm.runFor(1_000);

    expect(statusBatchLimit).toBe(10_000);
    expect(commits).toEqual(['30: t1 accepted', '130: t1 preparing']);
  });

  it('passes over tasks and nodes that are gone', () => {
    const { swarm, batch, commits } = createWorld();

    batch.addReports(n1, [reportOf('gone', 'running')], false);
    batch.addNode({ nodeId: toId<NodeId>('gone'), state: 'down', message: '' });
    swarm.runFor(1_000);

    expect(commits).toEqual([]);
  });

  it('tells those who wait once their report is in the store, whether it was news or not', () => {
    const { swarm, batch, recordedAt } = createWorld();

    batch.addReports(n1, [reportOf('t1', 'running')], true);
    batch.addReports(n1, [reportOf('gone', 'running')], true);
    batch.addReports(n1, [reportOf('t2', 'running')], false);
    swarm.runFor(1_000);

    expect(recordedAt).toEqual([100, 100]);
  });
});

describe('states of nodes', () => {
  it('are recorded after the tasks, the latest of each, with the latest description', () => {
    const { swarm, batch, commits } = createWorld();

    batch.addNode({ nodeId: n1, state: 'ready', message: '', description: { hostname: 'A' } });
    batch.addNode({ nodeId: n1, state: 'down', message: 'heartbeat failure' });
    batch.addReports(n1, [reportOf('t1', 'running')], false);
    swarm.runFor(1_000);

    expect(commits).toEqual(['100: t1 running', '100: n1 down']);
    expect(swarm.store.get('node', 'n1')).toMatchObject({
      description: { hostname: 'A' },
      status: { state: 'down', message: 'heartbeat failure' },
    });
  });
});
