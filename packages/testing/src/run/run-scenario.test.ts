import { InvariantViolation, windowsNodes } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { Invariant } from '../invariants/invariant.ts';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { runScenario } from './run-scenario.ts';

const createWeb: ScenarioStep = {
  at: '1s',
  kind: 'service-create',
  options: {
    name: 'web',
    image: 'app:1',
    replicas: 2,
    credentialSpec: 'config://spec',
    configs: ['spec'],
  },
};

function scenario(steps: readonly ScenarioStep[], change: Partial<Scenario> = {}): Scenario {
  return {
    version: 1,
    seed: 3,
    cluster: { nodes: windowsNodes(['A', 'B']) },
    steps: [{ at: 0, kind: 'config-create', name: 'spec', data: { a: 1 } }, ...steps],
    ...change,
  };
}

describe('runScenario', () => {
  it('performs the steps at their instants and lets the swarm come to rest', () => {
    const [node] = windowsNodes(['C']);
    const steps: readonly ScenarioStep[] = [
      createWeb,
      { at: '1s', kind: 'service-scale', service: 'web', replicas: 3 },
      { at: 3_000, kind: 'node-join', node: node! },
    ];

    const run = runScenario(scenario(steps));

    expect(run.outcomes.map(({ at }) => at)).toEqual([0, 1_000, 1_000, 3_000]);
    expect(run).toMatchObject({ refusals: 0, settled: true });
    expect(run.swarm.nodes.list()).toHaveLength(3);
    expect(run.swarm.tasks.list({ state: 'running' })).toHaveLength(3);
    expect(run.verdicts.every(({ violation }) => violation === undefined)).toBe(true);
  });

  it('tells why steps were refused', () => {
    const steps: readonly ScenarioStep[] = [
      createWeb,
      { at: '2s', kind: 'config-remove', config: 'spec' },
      { at: '2s', kind: 'node-remove', node: 'A' },
      { at: '2s', kind: 'service-scale', service: 'shop', replicas: 1 },
    ];

    const { outcomes, refusals } = runScenario(scenario(steps));

    expect(refusals).toBe(3);
    expect(outcomes.slice(2).map(({ refusal }) => refusal?.code)).toEqual([
      'invalid-argument',
      'failed-precondition',
      'not-found',
    ]);
  });

  it('edits the options of a service, and takes away those that are null', () => {
    const steps: readonly ScenarioStep[] = [
      createWeb,
      {
        at: '10s',
        kind: 'service-edit',
        service: 'web',
        change: { image: 'app:2', credentialSpec: null },
      },
      { at: '40s', kind: 'service-force', service: 'web' },
    ];

    const { swarm } = runScenario(scenario(steps));

    const options = swarm.services.options('web');
    expect(options.image).toContain('app:2');
    expect(options).toMatchObject({ replicas: 2, forceUpdate: 1 });
    expect(options).not.toHaveProperty('credentialSpec');
  });

  it('deploys the stacks that it holds, with their files', () => {
    const text = [
      'version: "3.8"',
      'services: { web: { image: "${IMAGE}", configs: [page] } }',
      'configs: { page: { file: ./page.txt } }',
    ].join('\n');
    const stacks = { shop: { text, files: { 'page.txt': 'hello' }, env: { IMAGE: 'iis' } } };
    const step: ScenarioStep = { at: '1s', kind: 'stack-deploy', stack: 'shop' };

    const { swarm, refusals } = runScenario(scenario([step], { stacks }));

    expect(refusals).toBe(0);
    expect(swarm.tasks.list({ state: 'running' }).map((task) => swarm.tasks.nameOf(task))).toEqual([
      'shop_web.1',
    ]);
  });

  it.each([
    {
      name: 'a stack file that cannot be read',
      change: { stacks: { shop: { text: 'services: [' } } },
      error: /^stack shop: /,
    },
    {
      name: 'steps that go back in time',
      change: { steps: [createWeb, { at: 0, kind: 'service-force', service: 'web' }] as const },
      error: 'step service-force is to happen at 0, before the step in front of it',
    },
  ])('refuses $name', ({ change, error }) => {
    expect(() => runScenario(scenario([], change))).toThrow(error);
  });

  it('lets containers act as the scenario says', () => {
    const behaviours = [{ incarnation: 0, exitAfterMs: 100, exitCode: 2 }];

    const { swarm } = runScenario(scenario([createWeb], { behaviours }));

    const errors = swarm.tasks.list({ state: 'failed' }).map(({ status }) => status.err);
    expect(errors).toEqual(['task: non-zero exit (2)', 'task: non-zero exit (2)']);
    expect(swarm.tasks.list({ state: 'running' })).toHaveLength(2);
  });

  it('lets planned faults strike, and ends them before rest', () => {
    const faults = [{ every: '5s', fault: { kind: 'crash', node: 'A' }, lasts: '2s' }] as const;
    const late: ScenarioStep = { at: '12s', kind: 'service-force', service: 'web' };

    const { swarm, settled } = runScenario(scenario([createWeb, late], { faults }));

    expect(settled).toBe(true);
    expect(swarm.nodes.list().every(({ state }) => state === 'ready')).toBe(true);
  });

  it('does the same again, and something else in another order', () => {
    const crash: ScenarioStep = { at: '4s', kind: 'fault', fault: { kind: 'crash', node: 'A' } };
    const story = scenario([createWeb, crash]);
    const hashOf = (given: Scenario): string => runScenario(given).swarm.trace.hash;

    expect(hashOf(story)).toBe(hashOf(story));
    expect(hashOf({ ...story, sameInstantOrder: [0, 0, 0] })).toBe(hashOf(story));
    expect(hashOf({ ...story, sameInstantOrder: [1, 1, 1, 1, 1] })).not.toBe(hashOf(story));
  });

  it('throws where a rule is broken, with seed and instant', () => {
    const options = { swarm: { deciders: brokenDeciders['mount as file'] ?? {} } };
    const story = scenario([createWeb]);

    expect(() => runScenario(story, options)).toThrow(InvariantViolation);
    expect(() => runScenario(story, options)).toThrow(
      /^runtime-configs-are-no-files \(seed 3, at \d+ ms\): task \w+ has spec as file /,
    );
  });

  it('checks the rules that it is given, those for rest at the end', () => {
    const calls: string[] = [];
    const note = (when: Invariant['when']): Invariant => ({
      name: when,
      rule: 'is only noted',
      source: 'this test',
      when,
      start: () => () => {
        if (calls.at(-1) !== when) calls.push(when);
        return undefined;
      },
    });

    runScenario(scenario([createWeb]), { invariants: [note('rest'), note('step')] });

    expect(calls).toEqual(['step', 'rest']);
  });
});
