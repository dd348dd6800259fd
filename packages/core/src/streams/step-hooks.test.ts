import { describe, expect, it } from 'vitest';
import { createSwarm } from '../swarm.ts';
import type { StepView } from './step-hooks.ts';

describe('the steps of a swarm', () => {
  it('tell what a user has done, whether or not it was committed anywhere', () => {
    const swarm = createSwarm({ nodes: [{ hostname: 'A', host: { os: 'linux' } }] });
    swarm.settle();
    const steps: StepView[] = [];
    swarm.onStep((step) => void steps.push(step));

    swarm.nodes.changeHost('A', { cpus: 8 });
    swarm.services.create({ name: 'web', image: 'app' });

    expect(steps.map(({ operation, commits }) => [operation?.kind, commits.length])).toEqual([
      ['node-change-host', 0],
      ['service-create', 1],
    ]);
    expect(steps[0]?.operation).toEqual({
      kind: 'node-change-host',
      node: 'A',
      change: { cpus: 8 },
    });
  });

  it('tell of no operation where one was refused, and none in the steps that follow', () => {
    const swarm = createSwarm();
    const steps: StepView[] = [];
    swarm.onStep((step) => void steps.push(step));

    expect(() => swarm.nodes.remove('nowhere')).toThrow('nowhere');
    swarm.services.create({ name: 'web', image: 'app' });
    swarm.settle();

    const [refused, done, ...others] = steps;
    expect(refused).toEqual({ at: 0, commits: [] });
    expect(done?.operation?.kind).toBe('service-create');
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter((step) => 'operation' in step)).toEqual([]);
  });
});
