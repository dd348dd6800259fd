/**
 * What the global orchestrator makes of several changes at once: in one commit, in commits that it sees
 * only after all of them, or made while there was no leader.
 */
import { describe, expect, it } from 'vitest';
import {
  aNode,
  HandDrivenSwarm,
  serviceSpec,
  setDesiredState,
  setNode,
  setTaskState,
} from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import type { Component } from '../../component.ts';
import type { ServiceSpec } from '../../model/service.ts';
import type { Tx } from '../../store/store.ts';

const down = { state: 'down', message: '', addr: '' } as const;

function everywhere(change: ServiceSpec['task'] = {}): ServiceSpec {
  return serviceSpec('web', { mode: { kind: 'global' }, task: change });
}

/** Nodes a and b, and a global service whose tasks run. */
class GlobalSwarm extends HandDrivenSwarm {
  #term: Component = startOrchestrators(this);

  constructor() {
    super();
    this.addNodes('a', 'b');
    this.createService(everywhere());
    for (const task of this.tasksOf('web')) this.report(task.id, 'running');
  }

  /** The leader steps down, and another one begins. */
  changeLeader(meanwhile: () => void = () => undefined): void {
    this.#term.stop();
    meanwhile();
    this.#term = startOrchestrators(this);
  }

  taskOn(nodeId: string): string {
    return this.wantedTasksOf('web').find((task) => task.nodeId === nodeId)?.id ?? '';
  }
}

// SwarmKit: manager/orchestrator/global/global.go, Run and tickTasks.
describe('createGlobalOrchestrator', () => {
  it('restarts the one of two tasks that has ended', () => {
    const swarm = new GlobalSwarm();

    swarm.store.update((tx) => {
      setTaskState(tx, swarm.taskOn('a'), 'failed');
      setTaskState(tx, swarm.taskOn('b'), 'running');
    });
    swarm.run();

    expect(swarm.describe('web')).toEqual([
      'a.0 failed/shutdown',
      'b.0 running/running',
      'a.1 new/ready',
    ]);
  });

  it.each([
    { name: 'was shut down', after: 'shutdown' },
    { name: 'is to be removed', after: 'remove' },
  ] as const)('does not replace an ended task that $name meanwhile', ({ after }) => {
    const swarm = new GlobalSwarm();
    const id = swarm.taskOn('a');

    swarm.store.update((tx) => setTaskState(tx, id, 'failed'));
    swarm.store.update((tx) => setDesiredState(tx, id, after));
    swarm.run();

    expect(swarm.describe('web')).toEqual([`a.0 failed/${after}`, 'b.0 running/running']);
  });

  it('passes over an ended task that is gone, and one whose service is gone', () => {
    const swarm = new GlobalSwarm();
    const [gone, orphan] = [swarm.taskOn('a'), swarm.taskOn('b')];

    swarm.store.update((tx) => {
      setTaskState(tx, gone, 'failed');
      setTaskState(tx, orphan, 'failed');
    });
    swarm.store.update((tx) => {
      tx.delete('task', gone);
      tx.delete('service', 'web');
    });
    swarm.run();

    expect(swarm.describe('web')).toEqual(['b.0 failed/remove']);
  });

  it('makes no task of a service that is gone when a node has joined before', () => {
    const swarm = new GlobalSwarm();
    const { meta: _given, ...node } = aNode('c');

    swarm.store.update((tx) => tx.create('node', node));
    swarm.removeService('web');

    expect(swarm.describe('web')).toEqual(['a.0 running/remove', 'b.0 running/remove']);
  });

  it.each([
    { name: 'drained', change: (tx: Tx) => setNode(tx, 'a', {}, { availability: 'drain' }) },
    { name: 'down', change: (tx: Tx) => setNode(tx, 'a', { status: down }) },
    { name: 'gone', change: (tx: Tx) => tx.delete('node', 'a') },
  ])('makes no task on a node that was active, and is $name when it comes to it', ({ change }) => {
    const swarm = new GlobalSwarm();
    swarm.changeNode('a', {}, { availability: 'drain' });
    const before = swarm.tasksOf('web').length;

    swarm.store.update((tx) => setNode(tx, 'a', {}, { availability: 'active' }));
    swarm.store.update((tx) => change(tx));
    swarm.run();

    expect(swarm.taskOn('a')).toBe('');
    expect(swarm.tasksOf('web').length).toBeLessThanOrEqual(before);
  });

  it('leaves a task as it is that it has shut down already', () => {
    const swarm = new GlobalSwarm();
    swarm.changeNode('a', {}, { availability: 'drain' });
    const before = swarm.tasksOf('web');

    swarm.changeNode('a', {}, { labels: { zone: 'x' } });

    expect(swarm.tasksOf('web')).toEqual(before);
  });

  it('deletes no task of another kind of service with a node', () => {
    const swarm = new GlobalSwarm();
    swarm.createService({ ...serviceSpec('other') });
    swarm.place(swarm.tasksOf('other')[0]?.id ?? '', 'a');

    swarm.removeNode('a');

    expect(swarm.describe('web')).toEqual(['b.0 running/running']);
    expect(swarm.describe('other')).toEqual(['1.0 assigned/shutdown', '1.1 new/ready']);
  });

  it('leaves the ended tasks of other services to others', () => {
    const swarm = new GlobalSwarm();
    const job = { kind: 'replicated-job', maxConcurrent: 1, totalCompletions: 1 } as const;
    swarm.createService(serviceSpec('job', { mode: job }));

    swarm.report(swarm.tasksOf('job')[0]?.id ?? '', 'failed');

    expect(swarm.describe('job')).toEqual(['0.0 failed/shutdown', '0.1 new/ready']);
  });
});

// SwarmKit: manager/orchestrator/global/global.go, Run before its loop, and FixTask.
describe('a new leader’s global orchestrator', () => {
  it('leaves running tasks alone', () => {
    const swarm = new GlobalSwarm();
    const before = swarm.tasksOf('web');

    swarm.changeLeader();

    expect(swarm.tasksOf('web')).toEqual(before);
  });

  it('restarts what ended without a leader', () => {
    const swarm = new GlobalSwarm();

    swarm.changeLeader(() => swarm.report(swarm.taskOn('a'), 'failed'));

    expect(swarm.describe('web')).toEqual([
      'a.0 failed/shutdown',
      'b.0 running/running',
      'a.1 new/ready',
    ]);
  });

  it('makes a task on a node that came back without a leader', () => {
    const swarm = new GlobalSwarm();
    swarm.changeNode('a', {}, { availability: 'drain' });
    swarm.report(swarm.tasksOf('web')[0]?.id ?? '', 'shutdown');

    swarm.changeLeader(() => swarm.changeNode('a', {}, { availability: 'active' }));

    expect(swarm.describe('web')).toEqual([
      'a.0 shutdown/shutdown',
      'b.0 running/running',
      'a.1 new/running',
    ]);
  });

  it('does not call an update complete whose nodes are all drained', () => {
    const swarm = new GlobalSwarm();
    swarm.updateService('web', everywhere({ forceUpdate: 1 }));
    for (const id of ['a', 'b']) swarm.changeNode(id, {}, { availability: 'drain' });

    swarm.changeLeader();
    swarm.runFor(60_000);

    expect(swarm.service('web').updateStatus?.state).toBe('updating');
  });
});
