import { windowsNodes } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { scenarios } from './scenarios.ts';
import { smallerStories } from './smaller-stories.ts';

const create = (name: string, more: object = {}): ScenarioStep => ({
  at: '1s',
  kind: 'service-create',
  options: { name, image: 'app', ...more },
});
const scale = (service: string): ScenarioStep => ({
  at: '2s',
  kind: 'service-scale',
  service,
  replicas: 2,
});
const config: ScenarioStep = { at: 0, kind: 'config-create', name: 'spec', data: {} };
const crash: ScenarioStep = { at: '3s', kind: 'fault', fault: { kind: 'crash', node: 'B' } };

function storyOf(...steps: readonly ScenarioStep[]): Scenario {
  return { version: 1, cluster: { nodes: windowsNodes(['A', 'B', 'C']) }, steps };
}

const anything = { stepsMin: 0, nodesMin: 0 };

/** Steps and nodes of the smaller stories, in short. */
function told(stories: Iterable<Scenario>): readonly string[] {
  return [...stories].map(({ steps, cluster }) => {
    const names = steps.map((step) => {
      if (step.kind === 'service-create') return `create ${step.options.name}`;
      return 'service' in step ? `${step.kind} ${step.service}` : step.kind;
    });
    return `${names.join(', ')} on ${cluster.nodes?.map(({ hostname }) => hostname).join('') ?? ''}`;
  });
}

describe('smallerStories', () => {
  it('leaves out one step after the other, the last first', () => {
    const story = storyOf(create('web'), scale('web'), crash);

    expect(told(smallerStories(story, { ...anything, nodesMin: 3 }))).toEqual([
      'create web, service-scale web on ABC',
      'create web, fault on ABC',
      'fault on ABC',
    ]);
  });

  it.each([
    { name: 'a reference', reference: { credentialSpec: 'config://spec' } },
    { name: 'a name', reference: { configs: ['spec'] } },
  ])('leaves out with an object who refers to it: by $name', ({ reference }) => {
    const story = storyOf(config, create('web', reference), create('other'));

    expect(told(smallerStories(story, { ...anything, nodesMin: 3 }))).toContain(
      'create other on ABC',
    );
  });

  it('takes a name that is part of a longer one for another', () => {
    const story = storyOf(create('web'), create('web-1'), scale('web-1'));

    expect(told(smallerStories(story, { ...anything, nodesMin: 3 }))).toContain(
      'create web-1, service-scale web-1 on ABC',
    );
  });

  it('leaves out nodes that nothing speaks of', () => {
    const story = storyOf(create('web', { constraints: ['node.hostname==A'] }), crash);

    expect(told(smallerStories(story, { ...anything, stepsMin: 2 }))).toEqual([
      'create web, fault on AB',
    ]);
  });

  it('leaves out behaviours', () => {
    const behaviours = [{ exitAfterMs: 1 }, { exitAfterMs: 2 }];
    const story = { ...storyOf(crash), behaviours };

    expect(
      [...smallerStories(story, { stepsMin: 1, nodesMin: 3 })].map((each) => each.behaviours),
    ).toEqual([[{ exitAfterMs: 1 }], [{ exitAfterMs: 2 }]]);
  });

  it('keeps as many operations and nodes as there have to be, and those that have to stay', () => {
    const story = storyOf(config, create('web'), scale('web'));
    const keepsStep = (step: ScenarioStep): boolean => step.kind === 'service-create';
    const keepsNode = (hostname: string): boolean => hostname !== 'B';

    expect(told(smallerStories(story, { ...anything, stepsMin: 2 })).slice(0, 1)).toEqual([
      'create web, service-scale web on ABC',
    ]);
    expect(told(smallerStories(story, { ...anything, keepsStep, keepsNode }))).toEqual([
      'config-create, create web on ABC',
      'create web, service-scale web on ABC',
      'config-create, create web, service-scale web on AC',
    ]);
  });

  it('leaves at least one step', () => {
    expect(told(smallerStories(storyOf(crash), { stepsMin: 0, nodesMin: 3 }))).toEqual([]);
  });
});

describe('scenarios', () => {
  it('shrink from an example that was given', () => {
    const example = storyOf(config, create('web'), scale('web'), create('other'), crash);
    const isNotScaled = ({ steps }: Scenario): boolean =>
      steps.every(({ kind }) => kind !== 'service-scale');

    const { counterexample } = fc.check(fc.property(scenarios(), isNotScaled), {
      seed: 1,
      examples: [[example]],
    });

    expect(told(counterexample!)).toEqual(['create web, service-scale web on A']);
  });

  it('shrink past a service that has no part in what fails', () => {
    const secondIsNotScaled = ({ steps }: Scenario): boolean =>
      !steps.some((step) => step.kind === 'service-scale' && step.service !== 'service-1');

    const { counterexample } = fc.check(
      fc.property(scenarios({ nodesMax: 1 }), secondIsNotScaled),
      { seed: 1, numRuns: 1_000 },
    );

    expect(told(counterexample!)).toEqual(['create service-2, service-scale service-2 on node-1']);
  });
});
