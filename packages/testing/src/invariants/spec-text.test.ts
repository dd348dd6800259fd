import type { ServiceSpec } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { essenceOf, isSameSpec, specText } from './spec-text.ts';

const spec: ServiceSpec = {
  name: 'web',
  labels: { tier: 'front' },
  task: {
    runtime: { kind: 'container', image: 'nginx:1', env: ['A=1'] },
    placement: { constraints: ['node.role == worker'] },
  },
  mode: { kind: 'replicated', replicas: 2 },
};

const { name, labels, task, mode } = spec;
const { runtime } = task;

describe('two specs say the same', () => {
  it.each<[string, ServiceSpec]>([
    ['whatever the order of their fields', { mode, task, labels, name } as ServiceSpec],
    ['where one has an empty list', { ...spec, networks: [] }],
    [
      'where one has an empty text',
      { ...spec, task: { ...spec.task, runtime: { ...runtime, user: '' } as never } },
    ],
    ['where one has a 0 that means none', { ...spec, task: { ...spec.task, forceUpdate: 0 } }],
  ])('%s', (_, other) => {
    expect(isSameSpec(spec, other)).toBe(true);
    expect(isSameSpec(other, spec)).toBe(true);
    expect(specText(other)).toBe(specText(spec));
  });
});

describe('two specs differ', () => {
  it.each<[string, ServiceSpec]>([
    ['in a number', { ...spec, mode: { kind: 'replicated', replicas: 0 } }],
    ['in a label without a text', { ...spec, labels: { tier: 'front', empty: '' } }],
    ['in a field that only one has', { ...spec, endpoint: { mode: 'vip', ports: [] } }],
    [
      'in an item of a list',
      { ...spec, task: { ...spec.task, runtime: { ...runtime, env: ['A=2'] } as never } },
    ],
  ])('%s', (_, other) => {
    expect(isSameSpec(spec, other)).toBe(false);
    expect(isSameSpec(other, spec)).toBe(false);
    expect(specText(other)).not.toBe(specText(spec));
  });
});

it('the essence of a task is the same wherever it may run', () => {
  const { placement: _, ...elsewhere } = spec.task;
  expect(essenceOf(elsewhere)).toBe(essenceOf(spec.task));
  expect(essenceOf({ ...elsewhere, forceUpdate: 1 })).not.toBe(essenceOf(spec.task));
});
