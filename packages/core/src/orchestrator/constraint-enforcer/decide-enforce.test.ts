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

  it.each([
    {
      name: 'memory',
      held: { nanoCpus: 1, memoryBytes: 90 },
      left: { nanoCpus: 9, memoryBytes: 10 },
    },
    {
      name: 'CPUs',
      held: { nanoCpus: 9, memoryBytes: 10 },
      left: { nanoCpus: 1, memoryBytes: 90 },
    },
  ])('gives what has too little $name left to those after it', ({ held, left }) => {
    const node = aNode('a', {
      description: { hostname: 'a', resources: { nanoCpus: 10, memoryBytes: 100, generic: [] } },
    });
    const withReserved = (id: string, reservations: typeof held): Task =>
      taskNamed(id, { spec: serviceSpec('web', { task: { resources: { reservations } } }).task });

    const tasks = [
      withReserved('t1', held),
      withReserved('t2', held),
      withReserved('t3', left),
      withReserved('t4', left),
    ];

    expect(rejected(node, tasks)).toEqual(['t2', 't4']);
  });

  it('rejects every reservation on a node that has not said what it has', () => {
    expect(rejected(aNode('a'), [reserving('t1', 1), taskNamed('t2')])).toEqual(['t1']);
  });

  it.each([
    { name: 'one that waits to start', state: 'assigned', desired: 'ready', isHeld: true },
    { name: 'one of a job', state: 'running', desired: 'complete', isHeld: true },
    { name: 'one that was shut down', state: 'running', desired: 'shutdown', isHeld: false },
    { name: 'one that completed', state: 'complete', desired: 'complete', isHeld: false },
    { name: 'one that is wanted nowhere yet', state: 'pending', desired: 'pending', isHeld: false },
  ] as const)('is $isHeld to look at a task like $name', ({ state, desired, isHeld }) => {
    const task: Task = { ...reserving('t', 1), desiredState: desired };
    const tasks = [{ ...task, status: { ...task.status, state } }];

    expect(rejected(nodeWith(0), tasks)).toEqual(isHeld ? ['t'] : []);
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

// SwarmKit: api/genericresource/validate.go, HasResource.
describe('decideEnforce with generic resources', () => {
  const chips = (value: number): GenericResource => ({ kind: 'discrete', resource: 'chip', value });
  const chip = (value: string): GenericResource => ({ kind: 'named', resource: 'chip', value });

  it.each([
    { name: 'as many as there are', has: [chips(2)], held: [chips(2)], isKept: true },
    { name: 'more than there are', has: [chips(2)], held: [chips(3)], isKept: false },
    { name: 'a number of what has names', has: [chip('1')], held: [chips(1)], isKept: false },
    { name: 'a name of what has a number', has: [chips(9)], held: [chip('1')], isKept: false },
    { name: 'the last name', has: [chip('1'), chip('2')], held: [chip('2')], isKept: true },
    { name: 'a name that is not there', has: [chip('1')], held: [chip('2')], isKept: false },
    { name: 'what the node has not', has: [], held: [chips(0)], isKept: false },
    {
      name: 'two, one of them gone',
      has: [chip('1')],
      held: [chip('1'), chip('2')],
      isKept: false,
    },
  ])('is $isKept to keep a task that holds $name', ({ has, held, isKept }) => {
    const task = taskNamed('t', { assignedGenericResources: held });

    expect(rejected(nodeWith(0, has), [task])).toEqual(isKept ? [] : ['t']);
  });

  it('counts what the tasks before hold', () => {
    const holder = (id: string): Task => taskNamed(id, { assignedGenericResources: [chips(2)] });

    expect(rejected(nodeWith(0, [chips(5)]), [holder('t1'), holder('t2'), holder('t3')])).toEqual([
      't3',
    ]);
  });
});
