import type { Service, ServiceMode, Task, TaskState } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import {
  aNode,
  aService,
  aTask,
  tellStory,
  type TaskChange,
} from '../../test-support/tell-story.ts';
import {
  earlierRunsOfJobsEnd,
  globalJobsRunOnceOnANode,
  jobsGoOnUntilTheyAreDone,
  jobsKeepTheirConcurrency,
  jobsRunNoMoreThanAsked,
} from './job-invariants.ts';

const replicated: ServiceMode = { kind: 'replicated-job', maxConcurrent: 2, totalCompletions: 3 };

function aJob(jobIteration = 0, mode = replicated): Service {
  return aService({ mode }, { jobStatus: { jobIteration, lastExecutionAt: 0 } });
}

function jobTask(slot: number, change: TaskChange = {}): Task {
  return aTask({ id: `j${slot}`, slot, desiredState: 'complete', jobIteration: 0, ...change });
}

/** Tasks in these states, and one more that is made. */
function make(invariant: typeof jobsKeepTheirConcurrency, states: readonly TaskState[]) {
  const teller = tellStory(invariant);
  const tasks = states.map((state, slot) => jobTask(slot, { state }));
  teller.commit(0, 'test', { services: [aJob()], tasks, nodes: [aNode()] });
  const next = jobTask(9, { state: 'new', node: '' });
  const before = teller.premises;
  const problem = teller.commit(1, 'watch:jobs', { tasks: [next] });
  return { problem, premises: teller.premises - before };
}

describe('jobsKeepTheirConcurrency', () => {
  it.each([
    { states: [], isRight: true },
    { states: ['running'], isRight: true },
    { states: ['complete', 'complete', 'running'], isRight: true },
    { states: ['running', 'running'], isRight: false },
    { states: ['running', 'failed'], isRight: false },
  ] as const)('tells whether one more may run beside $states', ({ states, isRight }) => {
    const { problem, premises } = make(jobsKeepTheirConcurrency, states);

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });
});

describe('jobsRunNoMoreThanAsked', () => {
  it.each([
    { states: ['complete', 'complete'], isRight: true },
    { states: ['complete', 'failed'], isRight: true },
    { states: ['complete', 'complete', 'complete'], isRight: false },
    { states: ['complete', 'complete', 'running'], isRight: false },
  ] as const)('tells whether one more is needed after $states', ({ states, isRight }) => {
    const { problem, premises } = make(jobsRunNoMoreThanAsked, states);

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });
});

describe('jobsGoOnUntilTheyAreDone', () => {
  it.each([
    { name: 'is done', states: ['complete', 'complete', 'complete'], isRight: true },
    { name: 'goes on', states: ['running', 'running'], isRight: true },
    {
      name: 'goes on with its last task',
      states: ['complete', 'complete', 'pending'],
      isRight: true,
    },
    { name: 'stands still', states: ['complete', 'complete'], isRight: false },
    {
      name: 'takes a failure for a completion',
      states: ['complete', 'complete', 'failed'],
      isRight: false,
    },
    { name: 'runs too little at once', states: ['complete', 'running'], isRight: false },
  ] as const)('tells a job that $name', ({ states, isRight }) => {
    const teller = tellStory(jobsGoOnUntilTheyAreDone);
    const tasks = states.map((state, slot) =>
      jobTask(slot, { state, ...(state === 'failed' && { desiredState: 'shutdown' }) }),
    );
    teller.commit(0, 'test', { services: [aJob()], tasks, nodes: [aNode()] });

    expect(teller.look(99_000) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });

  it('says nothing of a job whose tasks are not restarted', () => {
    const teller = tellStory(jobsGoOnUntilTheyAreDone);
    const spec = { ...aTask().spec, restart: { condition: 'none', maxAttempts: 0 } } as const;
    const service = aJob();
    teller.commit(0, 'test', { services: [{ ...service, spec: { ...service.spec, task: spec } }] });

    expect(teller.look(99_000)).toBeUndefined();
    expect(teller.premises).toBe(0);
  });
});

describe('globalJobsRunOnceOnANode', () => {
  it.each([
    { name: 'failed and was shut down', state: 'failed', desired: 'shutdown', isRight: true },
    { name: 'completed', state: 'complete', desired: 'complete', isRight: false },
    { name: 'runs', state: 'running', desired: 'complete', isRight: false },
  ] as const)('tells whether a node gets a task whose last one $name', (row) => {
    const teller = tellStory(globalJobsRunOnceOnANode);
    const there = jobTask(0, { state: row.state, desiredState: row.desired });
    const services = [aJob(0, { kind: 'global-job' })];
    teller.commit(0, 'test', { services, nodes: [aNode()] });
    teller.commit(0, 'watch:jobs', { tasks: [there] });

    const next = jobTask(0, { id: 'next', state: 'new' });
    expect(teller.commit(1, 'watch:jobs', { tasks: [next] }) === undefined).toBe(row.isRight);
    expect(teller.premises).toBe(2);
  });
});

describe('earlierRunsOfJobsEnd', () => {
  it.each([
    { name: 'completed', mode: replicated, state: 'complete', desired: 'complete', isRight: true },
    { name: 'goes on', mode: replicated, state: 'running', desired: 'complete', isRight: false },
    { name: 'is to go', mode: replicated, state: 'running', desired: 'remove', isRight: true },
    {
      name: 'completed on a node',
      mode: { kind: 'global-job' },
      state: 'complete',
      desired: 'complete',
      isRight: false,
    },
  ] as const)('tells a task of an earlier run that $name', (row) => {
    const teller = tellStory(earlierRunsOfJobsEnd);
    const task = jobTask(0, { state: row.state, desiredState: row.desired });
    teller.commit(0, 'test', { services: [aJob(1, row.mode)], tasks: [task], nodes: [aNode()] });

    expect(teller.look(99_000) === undefined).toBe(row.isRight);
    expect(teller.premises).toBe(1);
  });
});
