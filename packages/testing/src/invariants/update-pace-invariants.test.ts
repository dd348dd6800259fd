import type { Service, Task, TaskSpec, UpdateConfig } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import {
  aNode,
  aService,
  aTask,
  tellStory,
  type TaskChange,
  type Teller,
} from '../../test-support/tell-story.ts';
import { runScenario } from '../run/run-scenario.ts';
import type { Invariant } from './invariant.ts';
import {
  updatesKeepTheirOrder,
  updatesKeepTheirParallelism,
  updatesOfAllAtOnceDoNotWait,
  updatesPauseBetweenSlots,
} from './update-pace-invariants.ts';
import { updatesReplaceOnlyWhatChanged } from './update-scope-invariants.ts';

const defaults: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};
const newSpec: TaskSpec = { runtime: { kind: 'container', image: 'app:2' } };

function updated(config: Partial<UpdateConfig>, task: TaskSpec = newSpec): Service {
  const update = { ...defaults, ...config };
  return aService({ task, update, mode: { kind: 'replicated', replicas: 3 } }, { specVersion: 5 });
}

/** Three slots of the old spec, and a service of the new one. */
function begin(invariant: Invariant, service: Service): Teller {
  const teller = tellStory(invariant);
  const tasks = [1, 2, 3].map((slot) => aTask({ id: `old${slot}`, slot }));
  teller.commit(0, 'service-create', { services: [aService()], nodes: [aNode()], tasks });
  teller.commit(1_000, 'service-update', { services: [service] });
  return teller;
}

function fresh(slot: number, change: TaskChange = {}): Task {
  const waits = { state: 'new', desiredState: 'ready', node: '', specVersion: 5 } as const;
  const { createdAt = 1_000, ...rest } = change as TaskChange & { readonly createdAt?: number };
  const meta = { version: 1, createdAt, updatedAt: createdAt };
  return aTask({ id: `new${slot}`, slot, spec: newSpec, ...waits, meta, ...rest });
}

function stopped(slot: number): Task {
  return aTask({ id: `old${slot}`, slot, desiredState: 'shutdown' });
}

function replace(teller: Teller, at: number, slot: number): ReturnType<Teller['commit']> {
  return teller.commit(at, 'watch:update', { tasks: [fresh(slot), stopped(slot)] });
}

function comeUp(teller: Teller, at: number, slot: number): void {
  const tasks = [fresh(slot, { state: 'running', desiredState: 'running', node: 'A' })];
  teller.commit(at, 'dispatcher:record-updates', { tasks });
}

describe('updatesKeepTheirParallelism', () => {
  it('holds where each slot is done with before the next', () => {
    const teller = begin(updatesKeepTheirParallelism, updated({}));

    expect(replace(teller, 1_000, 1)).toBeUndefined();
    comeUp(teller, 1_500, 1);
    expect(replace(teller, 1_500, 2)).toBeUndefined();
    expect(teller.premises).toBe(2);
  });

  it.each([
    { name: 'one at a time', parallelism: 1, right: 1 },
    { name: 'two at a time', parallelism: 2, right: 2 },
    { name: 'all at once', parallelism: 0, right: 3 },
  ])('tells when too many slots are in work: $name', ({ parallelism, right }) => {
    const teller = begin(updatesKeepTheirParallelism, updated({ parallelism }));

    const problems = [1, 2, 3].map((slot) => replace(teller, 1_000, slot));

    expect(problems.filter((problem) => problem === undefined)).toHaveLength(right);
  });

  it('waits for a task to be let run as well', () => {
    const teller = begin(updatesKeepTheirParallelism, updated({}));
    replace(teller, 1_000, 1);
    const rejected = fresh(1, { state: 'rejected', node: 'A' });
    teller.commit(1_200, 'dispatcher:record-updates', { tasks: [rejected] });

    expect(replace(teller, 1_200, 2)).toMatchObject({ evidence: { observed: '2 slots' } });
  });

  it('lets a new spec begin anew', () => {
    const teller = begin(updatesKeepTheirParallelism, updated({}));
    replace(teller, 1_000, 1);
    const service = updated({}, { runtime: { kind: 'container', image: 'app:3' } });
    teller.commit(1_100, 'service-update', { services: [{ ...service, specVersion: 5 }] });

    expect(replace(teller, 1_200, 2)).toBeUndefined();
  });

  it('goes by the config of rollbacks in a rollback', () => {
    const status = { state: 'rollback_started', message: '' } as const;
    const teller = begin(updatesKeepTheirParallelism, {
      ...updated({ parallelism: 3 }),
      updateStatus: status,
    });
    replace(teller, 1_000, 1);

    expect(replace(teller, 1_000, 2)).toBeDefined();
  });
});

describe('updatesPauseBetweenSlots', () => {
  it.each([
    { name: 'after the delay', after: 400, isRight: true },
    { name: 'before it is over', after: 399, isRight: false },
  ])('tells whether the next slot comes $name', ({ after, isRight }) => {
    const teller = begin(updatesPauseBetweenSlots, updated({ delayMs: 400 }));
    replace(teller, 1_000, 1);
    comeUp(teller, 1_500, 1);

    expect(replace(teller, 1_500 + after, 2) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('updatesOfAllAtOnceDoNotWait', () => {
  it.each([
    { name: 'with the others', parallelism: 0, at: 1_000, isRight: true },
    { name: 'after the others', parallelism: 0, at: 1_500, isRight: false },
    { name: 'after the other, where that is right', parallelism: 1, at: 1_500, isRight: true },
  ])('tells a slot that is begun with $name', ({ parallelism, at, isRight }) => {
    const teller = begin(updatesOfAllAtOnceDoNotWait, updated({ parallelism }));
    replace(teller, 1_000, 1);
    comeUp(teller, at, 1);

    expect(replace(teller, at, 2) === undefined).toBe(isRight);
    expect(teller.premises > 0).toBe(parallelism === 0);
  });

  it('leaves a rollback of a rollback alone, which goes by another config', () => {
    const options = { name: 'service-1', image: 'app:2', replicas: 2, update: { parallelism: 0 } };
    const { verdicts } = runScenario(
      {
        version: 1,
        seed: 0,
        cluster: { nodes: [{ hostname: 'node-1', host: { os: 'windows' } }] },
        steps: [
          { at: 1_000, kind: 'service-create', options },
          { at: 1_000, kind: 'service-edit', service: 'service-1', change: { image: 'app:1' } },
          { at: 1_000, kind: 'service-rollback', service: 'service-1' },
          { at: 1_400, kind: 'service-rollback', service: 'service-1' },
        ],
      },
      { invariants: [updatesOfAllAtOnceDoNotWait], onViolation: 'collect' },
    );

    expect(verdicts.map(({ violation }) => violation)).toEqual([undefined]);
  });
});

describe('updatesKeepTheirOrder', () => {
  const startFirst = updated({ order: 'start-first' });

  it('wants the old task to stop in the transaction that makes the new one', () => {
    const teller = begin(updatesKeepTheirOrder, updated({}));

    expect(replace(teller, 1_000, 1)).toBeUndefined();
    expect(teller.commit(1_000, 'watch:update', { tasks: [fresh(2)] })).toMatchObject({
      message: 'task web.2 (old2) was left to run as new2 was made',
    });
  });

  it('wants the old task to go on until the new one runs, where that starts first', () => {
    const teller = begin(updatesKeepTheirOrder, startFirst);

    expect(teller.commit(1_000, 'watch:update', { tasks: [fresh(1)] })).toBeUndefined();
    comeUp(teller, 1_500, 1);
    expect(teller.commit(1_500, 'watch:update', { tasks: [stopped(1)] })).toBeUndefined();
    expect(teller.premises).toBe(2);
  });

  it.each([
    {
      name: 'at once',
      tell: (teller: Teller) => replace(teller, 1_000, 1),
    },
    {
      name: 'before the new one runs',
      tell: (teller: Teller) => {
        teller.commit(1_000, 'watch:update', { tasks: [fresh(1)] });
        return teller.commit(1_500, 'watch:update', { tasks: [stopped(1)] });
      },
    },
    {
      name: 'though the new one has failed',
      tell: (teller: Teller) => {
        teller.commit(1_000, 'watch:update', { tasks: [fresh(1)] });
        const failed = fresh(1, { state: 'failed', desiredState: 'running' });
        teller.commit(1_400, 'dispatcher:record-updates', { tasks: [failed] });
        return teller.commit(1_500, 'watch:update', { tasks: [stopped(1)] });
      },
    },
  ])('fails where the old task stops $name', ({ tell }) => {
    expect(tell(begin(updatesKeepTheirOrder, startFirst))).toMatchObject({
      evidence: { task: 'old1' },
    });
  });
});

describe('updatesReplaceOnlyWhatChanged', () => {
  const same = aTask().spec;

  it.each([
    { name: 'the image', spec: newSpec, isRight: true },
    { name: 'nothing', spec: { ...same }, isRight: false },
    { name: 'an empty list', spec: { ...same, networks: [] }, isRight: false },
    { name: 'how many are forced', spec: { ...same, forceUpdate: 1 }, isRight: true },
    {
      name: 'how the image is pulled',
      spec: {
        ...same,
        runtime: { kind: 'container', image: 'app:1', pullOptions: { registryAuth: 'a' } },
      },
      isRight: false,
    },
    {
      name: 'where tasks are spread',
      spec: { ...same, placement: { preferences: [{ spread: 'node.labels.z' }] } },
      isRight: false,
    },
    {
      name: 'where tasks may be',
      spec: { ...same, placement: { constraints: ['node.hostname==B'] } },
      isRight: true,
    },
  ] as const)('tells whether a task may be replaced for: $name', ({ spec, isRight }) => {
    const teller = begin(updatesReplaceOnlyWhatChanged, updated({}, spec));
    const next = fresh(1, { spec });

    const problem = teller.commit(1_000, 'update', { tasks: [next, stopped(1)] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});
