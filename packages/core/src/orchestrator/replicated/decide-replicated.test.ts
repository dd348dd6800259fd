import { describe, expect, it } from 'vitest';
import { aNode, aTask } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import type { TaskState } from '../../model/task-state.ts';
import type { Task } from '../../model/task.ts';
import type { Slot } from '../slot.ts';
import { decideReplicated, needsRestart, rankSurvivors } from './decide-replicated.ts';

function taskIn(slot: number, nodeId = '', state: TaskState = 'running'): Task {
  return aTask({ id: toId<TaskId>(`t${slot}`), slot, nodeId: toId<NodeId>(nodeId), state });
}

function bySlot(...tasks: readonly Task[]): ReadonlyMap<number, Slot> {
  return new Map(tasks.map((task) => [task.slot, [task]]));
}

function slotsOf(slots: readonly Slot[]): readonly (number | undefined)[] {
  return slots.map((slot) => slot[0]?.slot);
}

// SwarmKit: manager/orchestrator/replicated/services.go, reconcile.
describe('decideReplicated', () => {
  it('fills the lowest free slots', () => {
    const plan = decideReplicated({
      replicas: 4,
      updatable: bySlot(taskIn(2)),
      dead: new Map(),
    });

    expect(plan.decisions).toEqual([
      { kind: 'create', slot: 1 },
      { kind: 'create', slot: 3 },
      { kind: 'create', slot: 4 },
    ]);
    expect(slotsOf(plan.surviving)).toEqual([2]);
  });

  it('keeps the history of a dead slot that is used again, and deletes that of others', () => {
    const plan = decideReplicated({
      replicas: 2,
      updatable: bySlot(taskIn(1)),
      dead: bySlot(taskIn(2), taskIn(7)),
    });

    expect(plan.decisions).toEqual([
      { kind: 'create', slot: 2 },
      { kind: 'delete', task: taskIn(7) },
    ]);
  });

  it('only deletes dead slots when the number is right', () => {
    const plan = decideReplicated({
      replicas: 1,
      updatable: bySlot(taskIn(1)),
      dead: bySlot(taskIn(2)),
    });

    expect(plan.decisions).toEqual([{ kind: 'delete', task: taskIn(2) }]);
    expect(slotsOf(plan.surviving)).toEqual([1]);
  });

  it('removes every task of the slots that are too many, after deleting dead slots', () => {
    const twice = [taskIn(2), aTask({ ...taskIn(2), id: toId<TaskId>('t2b') })];
    const updatable = new Map([
      [1, [taskIn(1, 'a')]],
      [2, twice],
    ]);

    const plan = decideReplicated({ replicas: 1, updatable, dead: bySlot(taskIn(9)) });

    expect(plan.decisions).toEqual([
      { kind: 'delete', task: taskIn(9) },
      { kind: 'remove', task: twice[0] },
      { kind: 'remove', task: twice[1] },
    ]);
    expect(slotsOf(plan.surviving)).toEqual([1]);
  });
});

// SwarmKit: manager/orchestrator/replicated/slot.go, slotsByRunningState and slotsByIndex.
describe('rankSurvivors', () => {
  it('puts the second copy on a node behind the first copies elsewhere', () => {
    const slots = [taskIn(1, 'a'), taskIn(2, 'a'), taskIn(3, 'b')].map((task) => [task]);

    expect(slotsOf(rankSurvivors(slots))).toEqual([1, 3, 2]);
  });

  it('prefers running slots, then low numbers', () => {
    const slots = [taskIn(3, 'a'), taskIn(1, 'a', 'starting'), taskIn(2, 'a')].map((task) => [
      task,
    ]);

    expect(slotsOf(rankSurvivors(slots))).toEqual([2, 3, 1]);
  });

  it('puts slots without a node, or with two tasks, last', () => {
    const pending = [taskIn(1, '', 'pending')];
    const twice = [taskIn(2, 'a'), taskIn(2, 'b', 'starting')];

    const ranked = rankSurvivors([pending, twice, [taskIn(3, 'c')], [taskIn(4, 'c')]]);

    expect(slotsOf(ranked)).toEqual([3, 4, 2, 1]);
  });
});

// SwarmKit: manager/orchestrator/replicated/tasks.go, handleTaskChange.
describe('needsRestart', () => {
  const down = aNode('a', { status: { state: 'down', message: '', addr: '' } });

  it.each([
    { name: 'ended', task: taskIn(1, 'a', 'failed'), node: aNode('a'), isDue: true },
    { name: 'on a node that is down', task: taskIn(1, 'a'), node: down, isDue: true },
    { name: 'on a node that is gone', task: taskIn(1, 'a'), node: undefined, isDue: true },
    { name: 'without a node', task: taskIn(1, '', 'pending'), node: undefined, isDue: false },
    { name: 'running', task: taskIn(1, 'a'), node: aNode('a'), isDue: false },
    {
      name: 'not wanted any more',
      task: { ...taskIn(1, 'a', 'failed'), desiredState: 'shutdown' } as Task,
      node: aNode('a'),
      isDue: false,
    },
  ])('is $isDue for a task that is $name', ({ task, node, isDue }) => {
    expect(needsRestart(task, () => node)).toBe(isDue);
  });
});
