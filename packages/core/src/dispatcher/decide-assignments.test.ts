import { describe, expect, it } from 'vitest';
import type { Config } from '../model/config.ts';
import { toId, type ConfigId, type NodeId, type SecretId, type TaskId } from '../model/ids.ts';
import type { Secret } from '../model/secret.ts';
import type { TaskState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import {
  decideAssignments,
  type AssignmentSet,
  type ClusterObjects,
} from './decide-assignments.ts';

const meta = { version: 1, createdAt: 0, updatedAt: 0 };
const config: Config = { id: toId<ConfigId>('c'), meta, spec: { name: 'c' } };
const secret: Secret = { id: toId<SecretId>('s'), meta, spec: { name: 's' } };

const objects: ClusterObjects = {
  config: (id) => (id === 'c' ? config : undefined),
  secret: (id) => (id === 's' ? secret : undefined),
  configs: () => [config],
  secrets: () => [secret],
};

function task(state: TaskState, desiredState: TaskState = 'running', configId = 'c'): Task {
  return {
    id: toId<TaskId>('t'),
    meta,
    spec: {
      runtime: {
        kind: 'container',
        image: 'app',
        configs: [{ configId: toId(configId), configName: configId }],
        secrets: [{ secretId: toId('s'), secretName: 's' }],
      },
    },
    serviceId: '',
    serviceName: '',
    slot: 1,
    nodeId: toId<NodeId>('n1'),
    incarnation: 0,
    status: { state, at: 0, message: '', err: '' },
    desiredState,
  };
}

function setOf(known: Task, isUser: boolean, users: number): AssignmentSet {
  return {
    tasks: { t: { task: known, isUser } },
    users: { config: { c: users }, secret: { s: users } },
  };
}

const empty: AssignmentSet = { tasks: {}, users: { config: {}, secret: {} } };

// SwarmKit: manager/dispatcher/assignments.go.
describe('decideAssignments', () => {
  it('keeps a task from its node until it is assigned', () => {
    expect(decideAssignments(empty, { id: 't', task: task('pending') }, objects)).toEqual([]);
  });

  it('sends a task with what it references', () => {
    const assigned = task('assigned');

    const changes = decideAssignments(empty, { id: 't', task: assigned }, objects);

    expect(changes).toEqual([
      { action: 'update', item: 'secret', secret },
      { action: 'update', item: 'config', config },
      { action: 'update', item: 'task', task: assigned },
    ]);
  });

  it('sends nothing twice: a later user finds it there', () => {
    const assigned = task('assigned');
    const set: AssignmentSet = { tasks: {}, users: { config: { c: 1 }, secret: { s: 1 } } };

    const changes = decideAssignments(set, { id: 't', task: assigned }, objects);

    expect(changes).toEqual([{ action: 'update', item: 'task', task: assigned }]);
  });

  it('skips a config that the store does not have', () => {
    const assigned = task('assigned', 'running', 'missing');

    const changes = decideAssignments(empty, { id: 't', task: assigned }, objects);

    expect(changes.map(({ item }) => item)).toEqual(['secret', 'task']);
  });

  it('sends a task that has ended without what it references', () => {
    const changes = decideAssignments(empty, { id: 't', task: task('failed') }, objects);

    expect(changes.map(({ item }) => item)).toEqual(['task']);
  });

  it('does not tell a node what it reported itself', () => {
    const set = setOf(task('assigned'), true, 1);

    expect(decideAssignments(set, { id: 't', task: task('running') }, objects)).toEqual([]);
  });

  it('tells a node what is wanted, and leaves it the config until the task has stopped', () => {
    const set = setOf(task('running'), true, 1);
    const stopping = task('running', 'shutdown');

    const changes = decideAssignments(set, { id: 't', task: stopping }, objects);

    expect(changes).toEqual([{ action: 'update', item: 'task', task: stopping }]);
  });

  it('takes back what the last user referenced when that ends', () => {
    const set = setOf(task('running'), true, 1);

    const changes = decideAssignments(set, { id: 't', task: task('complete') }, objects);

    expect(changes).toEqual([
      { action: 'remove', item: 'secret', id: 's' },
      { action: 'remove', item: 'config', id: 'c' },
    ]);
  });

  it('takes nothing back while another task uses it', () => {
    const set = setOf(task('running'), true, 2);

    expect(decideAssignments(set, { id: 't', task: task('complete') }, objects)).toEqual([]);
  });

  it('takes a deleted task back, and what it still used', () => {
    const running = setOf(task('running'), true, 1);
    const ended = setOf(task('failed'), false, 1);

    const ofRunning = decideAssignments(running, { id: 't', task: undefined }, objects);
    const ofEnded = decideAssignments(ended, { id: 't', task: undefined }, objects);

    expect(ofRunning.map(({ item }) => item)).toEqual(['task', 'secret', 'config']);
    expect(ofEnded).toEqual([{ action: 'remove', item: 'task', id: 't' }]);
  });
});
