import { describe, expect, it } from 'vitest';
import type { TaskState } from '../model/task-state.ts';
import { decideFailure, decideNextStep } from './decide-next-step.ts';

interface Case {
  readonly name: string;
  readonly observed: TaskState;
  readonly desired: TaskState;
  /** The state that the step leads to, and the engine's work for it. */
  readonly step: string;
}

function describeStep(observed: TaskState, desired: TaskState): string {
  const step = decideNextStep(observed, desired);
  if (step.kind === 'none') return 'none';
  const work = step.kind === 'work' ? ` by ${step.work}` : '';
  return `${step.state} (${step.message})${work}`;
}

// SwarmKit: agent/exec/controller.go, Resolve and Do.
describe('decideNextStep', () => {
  it.each<Case>([
    { name: 'accepts', observed: 'assigned', desired: 'running', step: 'accepted (accepted)' },
    {
      name: 'begins to prepare',
      observed: 'accepted',
      desired: 'ready',
      step: 'preparing (preparing)',
    },
    {
      name: 'prepares',
      observed: 'preparing',
      desired: 'ready',
      step: 'ready (prepared) by prepare',
    },
    { name: 'waits in ready', observed: 'ready', desired: 'ready', step: 'none' },
    { name: 'begins to start', observed: 'ready', desired: 'running', step: 'starting (starting)' },
    {
      name: 'starts',
      observed: 'starting',
      desired: 'running',
      step: 'running (started) by start',
    },
    {
      name: 'waits for the end',
      observed: 'running',
      desired: 'running',
      step: 'complete (finished) by wait',
    },
    {
      name: 'waits for a job',
      observed: 'running',
      desired: 'complete',
      step: 'complete (finished) by wait',
    },
    { name: 'leaves a job that is done', observed: 'complete', desired: 'complete', step: 'none' },
    { name: 'leaves what ended', observed: 'failed', desired: 'running', step: 'none' },
    {
      name: 'stops',
      observed: 'running',
      desired: 'shutdown',
      step: 'shutdown (shutdown) by stop',
    },
    {
      name: 'stops before removal',
      observed: 'starting',
      desired: 'remove',
      step: 'shutdown (shutdown) by stop',
    },
    {
      name: 'accepts before it stops',
      observed: 'assigned',
      desired: 'shutdown',
      step: 'accepted (accepted)',
    },
    {
      name: 'stops what never started',
      observed: 'accepted',
      desired: 'shutdown',
      step: 'shutdown (shutdown) by stop',
    },
    { name: 'stops nothing that failed', observed: 'failed', desired: 'remove', step: 'none' },
    {
      name: 'stops nothing that completed',
      observed: 'complete',
      desired: 'shutdown',
      step: 'none',
    },
  ])('$name: $observed, wanted $desired', ({ observed, desired, step }) => {
    expect(describeStep(observed, desired)).toBe(step);
  });
});

describe('decideFailure', () => {
  it('rejects a task before starting, and fails it from then on', () => {
    expect(decideFailure('preparing')).toBe('rejected');
    expect(decideFailure('ready')).toBe('rejected');
    expect(decideFailure('starting')).toBe('failed');
    expect(decideFailure('running')).toBe('failed');
  });
});
