import { describe, expect, it } from 'vitest';
import { aTask } from '../../test-support/hand-driven-swarm.ts';
import type { AssignmentChange } from '../model/assignment.ts';
import type { Config } from '../model/config.ts';
import { toId, type ConfigId, type TaskId } from '../model/ids.ts';
import type { TaskState } from '../model/task-state.ts';
import type { Task } from '../model/task.ts';
import {
  applyTaskChange,
  createNodeSet,
  listAssignments,
  takePending,
  type NodeSet,
} from './assignment-set.ts';
import { decideAssignments, type ClusterObjects } from './decide-assignments.ts';

const meta = { version: 1, createdAt: 0, updatedAt: 0 };

function config(id: string): Config {
  return { id: toId<ConfigId>(id), meta, spec: { name: id } };
}

/** A cluster that has every config but those whose id says otherwise. */
const objects: ClusterObjects = {
  config: (id) => (id.startsWith('gone') ? undefined : config(id)),
  secret: () => undefined,
  configs: () => [],
  secrets: () => [],
};

function task(id: string, state: TaskState, ...configs: readonly string[]): Task {
  const references = configs.map((name) => ({ configId: toId<ConfigId>(name), configName: name }));
  const runtime = { kind: 'container', image: 'app', configs: references } as const;
  return aTask({ id: toId<TaskId>(id), state, spec: { runtime } });
}

function change(set: NodeSet, id: string, after: Task | undefined): void {
  applyTaskChange(set, { id, task: after }, decideAssignments(set, { id, task: after }, objects));
}

function describeChange(step: AssignmentChange): string {
  if (step.action === 'remove') return `-${step.id}`;
  if (step.item === 'task') return `+${step.task.id}/${step.task.status.state}`;
  return `+${step.item === 'config' ? step.config.id : step.secret.id}`;
}

function pending(set: NodeSet): readonly string[] {
  return takePending(set).map(describeChange);
}

// SwarmKit: manager/dispatcher/assignments.go, tasksUsingDependency.
describe('a node’s set', () => {
  it('counts the users of each config, from a task’s entry to its end', () => {
    const set = createNodeSet();

    change(set, 't1', task('t1', 'assigned', 'c1', 'c2'));
    change(set, 't2', task('t2', 'assigned', 'c1'));
    const both = { ...set.users.config };
    change(set, 't1', task('t1', 'failed', 'c1', 'c2'));
    change(set, 't1', task('t1', 'failed', 'c1', 'c2'));

    expect(both).toEqual({ c1: 2, c2: 1 });
    expect(set.users.config).toEqual({ c1: 1 });
    expect(listAssignments(set)).toEqual({ tasks: ['t1', 't2'], configs: ['c1'], secrets: [] });
  });

  it('lets a task that is deleted while it runs release what it used', () => {
    const set = createNodeSet();
    change(set, 't1', task('t1', 'running', 'c1'));

    change(set, 't1', undefined);

    expect(set.users.config).toEqual({});
    expect(listAssignments(set)).toEqual({ tasks: [], configs: [], secrets: [] });
  });

  it('counts a task that ended before it was seen as no user', () => {
    const set = createNodeSet();

    change(set, 't1', task('t1', 'complete', 'c1'));
    change(set, 't1', undefined);

    expect(set.users.config).toEqual({});
    expect(pending(set)).toEqual(['-t1']);
  });

  it('takes no notice of a task that is not assigned yet', () => {
    const set = createNodeSet();

    change(set, 't1', task('t1', 'pending', 'c1'));

    expect(listAssignments(set)).toEqual({ tasks: [], configs: [], secrets: [] });
    expect(pending(set)).toEqual([]);
  });

  it('counts users of a config that the cluster does not have, and holds none', () => {
    const set = createNodeSet();

    change(set, 't1', task('t1', 'assigned', 'gone'));

    expect(set.users.config).toEqual({ gone: 1 });
    expect(listAssignments(set).configs).toEqual([]);
  });
});

describe('takePending', () => {
  it('gives the last change of each object, configs before tasks, once', () => {
    const set = createNodeSet();
    change(set, 't1', task('t1', 'assigned', 'c1'));
    change(set, 't1', { ...task('t1', 'assigned', 'c1'), desiredState: 'shutdown' });
    change(set, 't2', task('t2', 'assigned', 'c2'));

    expect(pending(set)).toEqual(['+c1', '+c2', '+t1/assigned', '+t2/assigned']);
    expect(pending(set)).toEqual([]);
  });

  it('gives only the removal of what came and went in between', () => {
    const set = createNodeSet();

    change(set, 't1', task('t1', 'assigned', 'c1'));
    change(set, 't1', undefined);

    expect(pending(set)).toEqual(['-c1', '-t1']);
  });
});
