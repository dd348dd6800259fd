import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { toId, type TaskId } from '../../model/ids.ts';
import type { Node } from '../../model/node.ts';
import type { GenericResource } from '../../model/resources.ts';
import type { Task } from '../../model/task.ts';
import { decideEnforce } from './decide-enforce.ts';

function nodeWith(memoryBytes: number, generic: readonly GenericResource[] = []): Node {
  return aNode('a', {
    description: { hostname: 'a', resources: { nanoCpus: 0, memoryBytes, generic } },
  });
}

function taskNamed(id: string, change: Partial<Task> = {}): Task {
  return aTask({ id: toId<TaskId>(id), ...change });
}

function reserving(id: string, memoryBytes: number): Task {
  const resources = { reservations: { nanoCpus: 0, memoryBytes } };
  return taskNamed(id, { spec: serviceSpec('web', { task: { resources } }).task });
}

function rejected(node: Node, tasks: readonly Task[]): readonly string[] {
  return decideEnforce({ node, tasks, serviceOf: () => aService() }).map((task) => task.id);
}

// SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go, rejectNoncompliantTasks.
describe('decideEnforce', () => {
  const misplaced = serviceSpec('web', { task: { placement: { constraints: ['node.id==b'] } } });

  it('goes by the constraints that the service has now', () => {
    const service = aService({ spec: misplaced });

    const decision = decideEnforce({
      node: aNode('a'),
      tasks: [taskNamed('t')],
      serviceOf: () => service,
    });

    expect(decision.map((task) => task.id)).toEqual(['t']);
    expect(rejected(aNode('a'), [taskNamed('t', { spec: misplaced.task })])).toEqual([]);
  });

  it('goes by the task’s own constraints where it has no service', () => {
    const tasks = [taskNamed('t', { spec: misplaced.task, serviceId: '' })];

    expect(decideEnforce({ node: aNode('a'), tasks, serviceOf: () => undefined })).toEqual(tasks);
  });

  it('rejects what does not fit any more, and lets smaller tasks stay', () => {
    const tasks = [reserving('t1', 60), reserving('t2', 60), reserving('t3', 40)];

    expect(rejected(nodeWith(100), tasks)).toEqual(['t2']);
  });

  it('passes over tasks that have ended or are on their way out', () => {
    const ended = {
      ...reserving('t1', 999),
      status: { ...aTask().status, state: 'failed' },
    } as Task;
    const leaving: Task = { ...reserving('t2', 999), desiredState: 'shutdown' };

    expect(rejected(nodeWith(100), [ended, leaving])).toEqual([]);
  });

  it.each(['pause', 'drain'] as const)('leaves the tasks of a node on %s alone', (availability) => {
    const node = aNode('a', { spec: { role: 'worker', availability } });

    expect(rejected(node, [reserving('t', 1)])).toEqual([]);
  });

  it('looks no further after a task whose generic resource is gone', () => {
    const gpu = (value: string): GenericResource => ({ kind: 'named', resource: 'gpu', value });
    const holder = (id: string, value: string): Task =>
      taskNamed(id, { assignedGenericResources: [gpu(value)] });
    const node = nodeWith(0, [gpu('1'), gpu('2')]);

    expect(rejected(node, [holder('t1', '1'), holder('t2', '1'), reserving('t3', 9)])).toEqual([
      't2',
    ]);
  });
});
