import { createSwarm, linuxNodes, type Task } from '@swarmsim/core';
import { Kernel, Store } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { countChecked, takeWrongTransitions } from './wrong-transitions.ts';

function runningTask(): Task {
  const swarm = createSwarm({ nodes: linuxNodes(['A']) });
  swarm.services.create({ name: 'web', image: 'nginx' });
  swarm.settle();
  return swarm.tasks.list()[0] as Task;
}

describe('every store that a test makes', () => {
  it('is checked at each commit, where it is that of a swarm', () => {
    const before = countChecked();
    const swarm = createSwarm({ nodes: linuxNodes(['A', 'B']), history: true });

    swarm.services.create({ name: 'web', image: 'nginx', replicas: 2 });
    swarm.settle();

    const commits = swarm.trace.records.filter(({ kind }) => kind === 'commit');
    expect(commits.length).toBeGreaterThan(5);
    expect(countChecked() - before).toBe(commits.length);
  });

  it('refuses a step that is not its writer’s, and says which', () => {
    const kernel = new Kernel({ seed: 1 });
    const store = new Store(kernel);
    const task = runningTask();
    const write = { kind: 'task-reaper' };
    kernel.register(write.kind, () => store.update((tx) => tx.create('task', task)));
    kernel.schedule({ at: 0, entry: write });

    expect(() => kernel.step()).toThrow(
      `transitions-have-their-actor (at 0 ms): task ${task.id}: made running/running by reaper`,
    );
    expect(takeWrongTransitions()).toEqual([
      `at 0 ms: task ${task.id}: made running/running by reaper (task-reaper)`,
    ]);
  });
});
