/**
 * Gates alone, without orchestrators: `new` waits at desired `ready` for the task `old` on the node
 * `a`, and what they ask to be restarted is written down.
 */
import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import { decideGate } from './decide-gate.ts';
import { createGates, type DelayedStart, type Gates } from './gates.ts';

class GatedSwarm extends HandDrivenSwarm {
  /** The tasks of every call, in order. */
  readonly restarted: (readonly string[])[] = [];
  readonly gates: Gates;

  constructor(decide: typeof decideGate = decideGate) {
    super();
    this.addNodes('a', 'b');
    this.addTask('old', { state: 'running', nodeId: toId<NodeId>('a') });
    this.addTask('new', { state: 'new', desiredState: 'ready' });
    this.gates = createGates(this.kernel.openScope(), this.store, {
      decideGate: decide,
      restart: (taskIds) => this.restarted.push(taskIds),
    });
  }

  addTask(id: string, change: Parameters<typeof aTask>[0]): void {
    const { meta: _given, ...task } = aTask({ id: toId<TaskId>(id), ...change });
    this.store.update((tx) => tx.create('task', task));
  }

  task(id: string): Task {
    const task = this.store.get('task', id);
    if (task === undefined) throw new Error(`there is no task ${id}`);
    return task;
  }

  /** Closes the gate of `new`: it waits for `old` unless something else is given. */
  close(request: Partial<DelayedStart> = {}): void {
    this.gates.close({ taskId: 'new', delayMs: 0, oldTask: this.task('old'), ...request });
    this.run();
  }

  deleteTask(id: string): void {
    this.store.update((tx) => tx.delete('task', id));
  }

  desired(id = 'new'): TaskState {
    return this.task(id).desiredState;
  }

  /** The desired state of `new` at the last ms before an instant, and then. */
  desiredAround(at: number): readonly TaskState[] {
    this.runFor(at - 1 - this.kernel.now);
    const before = this.desired();
    this.runFor(1);
    return [before, this.desired()];
  }
}

// SwarmKit: manager/orchestrator/restart/restart.go, DelayStart.
describe('createGates', () => {
  it('opens a gate when its delay is over', () => {
    const swarm = new GatedSwarm();

    swarm.close({ delayMs: 5_000, oldTask: undefined });

    expect(swarm.desiredAround(5_000)).toEqual(['ready', 'running']);
  });

  it('opens a gate at once that has nothing to wait for', () => {
    const swarm = new GatedSwarm();

    swarm.close({ oldTask: undefined });

    expect(swarm.desired()).toBe('running');
  });

  it.each([{ state: 'failed' }, { state: 'shutdown' }, { state: 'complete' }] as const)(
    'opens a gate when the old task is reported $state, but not before its delay is over',
    ({ state }) => {
      const late = new GatedSwarm();
      const early = new GatedSwarm();
      late.close();
      early.close({ delayMs: 5_000 });

      late.runFor(7_000);
      const waiting = late.desired();
      late.report('old', state);
      early.report('old', state);

      expect([waiting, late.desired()]).toEqual(['ready', 'running']);
      expect(early.desiredAround(5_000)).toEqual(['ready', 'running']);
    },
  );

  it('waits for the old task for a minute, which runs together with the delay', () => {
    const swarm = new GatedSwarm();

    swarm.close({ delayMs: 30_000 });

    expect(swarm.desiredAround(60_000)).toEqual(['ready', 'running']);
  });

  it('waits for a delay of more than a minute to its end', () => {
    const swarm = new GatedSwarm();

    swarm.close({ delayMs: 90_000 });

    expect(swarm.desiredAround(90_000)).toEqual(['ready', 'running']);
  });

  it('asks no more after the minute, however a gate is decided', () => {
    const swarm = new GatedSwarm(() => false);

    swarm.close({ delayMs: 30_000 });
    swarm.runFor(60_000);

    expect([swarm.desired(), swarm.kernel.nextAt]).toEqual(['ready', undefined]);
  });

  it('knows that the old task has stopped since it was looked at', () => {
    const swarm = new GatedSwarm();
    const oldTask = swarm.task('old');
    swarm.report('old', 'failed');

    swarm.close({ oldTask });

    expect(swarm.desired()).toBe('running');
  });

  it.each([
    { name: 'goes down', lose: (swarm: GatedSwarm) => swarm.setNodeState('a', 'down') },
    { name: 'is removed', lose: (swarm: GatedSwarm) => swarm.removeNode('a') },
  ])('opens all gates that wait for a node when it $name', ({ lose }) => {
    const swarm = new GatedSwarm();
    swarm.addTask('old-2', { state: 'running', nodeId: toId<NodeId>('a') });
    swarm.addTask('new-2', { state: 'new', desiredState: 'ready' });
    swarm.close();
    swarm.close({ taskId: 'new-2', oldTask: swarm.task('old-2') });

    lose(swarm);

    expect([swarm.desired('new'), swarm.desired('new-2')]).toEqual(['running', 'running']);
  });

  it('opens a gate when the node goes down after another gate of that node has opened', () => {
    const swarm = new GatedSwarm();
    swarm.addTask('old-2', { state: 'running', nodeId: toId<NodeId>('a') });
    swarm.addTask('new-2', { state: 'new', desiredState: 'ready' });
    swarm.close();
    swarm.close({ taskId: 'new-2', oldTask: swarm.task('old-2') });
    swarm.report('old-2', 'shutdown');

    swarm.setNodeState('a', 'down');

    expect(swarm.desired()).toBe('running');
  });

  it.each([
    {
      name: 'its node changes otherwise',
      change: (swarm: GatedSwarm) => swarm.changeNode('a', {}, { availability: 'drain' }),
    },
    {
      name: 'its node is silent',
      change: (swarm: GatedSwarm) => swarm.setNodeState('a', 'unknown'),
    },
    { name: 'another node is lost', change: (swarm: GatedSwarm) => swarm.removeNode('b') },
    { name: 'it is deleted', change: (swarm: GatedSwarm) => swarm.deleteTask('old') },
    { name: 'it is told to stop', change: tellOldTaskToStop },
  ])('goes on waiting for the old task when $name', ({ change }) => {
    const swarm = new GatedSwarm();
    swarm.close();

    change(swarm);

    expect(swarm.desiredAround(60_000)).toEqual(['ready', 'running']);
  });

  it('replaces the gate of a task by a later one', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 1_000, oldTask: undefined });

    swarm.close({ delayMs: 4_000, oldTask: undefined });

    expect(swarm.desiredAround(4_000)).toEqual(['ready', 'running']);
  });

  it('watches nothing any more when it is stopped', () => {
    const swarm = new GatedSwarm();
    swarm.close();

    swarm.gates.stop();
    swarm.report('old', 'failed');

    expect(swarm.desired()).toBe('ready');
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, Restart and waitRestart.
describe('postponeRestart', () => {
  it('has a task restarted when its gate opens, once', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 5_000, oldTask: undefined });

    const isPostponed = [swarm.gates.postponeRestart('new'), swarm.gates.postponeRestart('new')];
    swarm.runFor(4_999);
    expect(swarm.restarted).toEqual([]);
    swarm.runFor(60_000);

    expect(isPostponed).toEqual([true, true]);
    expect(swarm.restarted).toEqual([['new']]);
  });

  it('refuses a task that has no gate, or has it no more', () => {
    const swarm = new GatedSwarm();

    expect(swarm.gates.postponeRestart('new')).toBe(false);
    swarm.close({ oldTask: undefined });

    expect(swarm.gates.postponeRestart('new')).toBe(false);
    expect(swarm.restarted).toEqual([]);
  });

  it('is remembered when the gate is replaced', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 5_000 });
    swarm.gates.postponeRestart('new');

    swarm.close({ delayMs: 1_000, oldTask: undefined });
    swarm.runFor(1_000);

    expect(swarm.restarted).toEqual([['new']]);
  });

  it('is forgotten with the task', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 5_000, oldTask: undefined });
    swarm.gates.postponeRestart('new');

    swarm.deleteTask('new');
    swarm.runFor(60_000);

    expect(swarm.restarted).toEqual([]);
  });
});

// SwarmKit: manager/orchestrator/restart/restart.go, StartNow.
describe('startNow', () => {
  it('leaves a task alone that was shut down behind its gate', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 5_000, oldTask: undefined });

    swarm.store.update((tx) => tx.changeTask(swarm.task('new'), { desiredState: 'shutdown' }));
    swarm.runFor(5_000);

    expect(swarm.desired()).toBe('shutdown');
  });

  it('does nothing about a task that is deleted at the instant when its gate opens', () => {
    const swarm = new GatedSwarm();
    swarm.close({ delayMs: 5_000, oldTask: undefined });

    swarm.kernel.moveTo(5_000);
    swarm.deleteTask('new');
    swarm.run();

    expect(swarm.store.get('task', 'new')).toBeUndefined();
  });

  it('has the task of a job end', () => {
    const swarm = new GatedSwarm();
    swarm.addTask('job', { state: 'new', desiredState: 'ready', jobIteration: 0 });

    swarm.close({ taskId: 'job', oldTask: undefined });

    expect(swarm.desired('job')).toBe('complete');
  });
});

function tellOldTaskToStop(swarm: GatedSwarm): void {
  swarm.store.update((tx) => tx.changeTask(swarm.task('old'), { desiredState: 'shutdown' }));
  swarm.run();
}
