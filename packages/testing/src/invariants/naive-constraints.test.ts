import { createSwarm, linuxNodes } from '@swarmsim/core';
import { matchesConstraints, parseConstraints } from '@swarmsim/core/parts';
import { describe, expect, it } from 'vitest';
import { matchesAll, readLabel } from './naive-constraints.ts';

const swarm = createSwarm({
  nodes: linuxNodes(['Web-1'], {
    labels: { zone: 'East', empty: '' },
    engineLabels: { disk: 'ssd' },
    addr: '10.1.2.3',
  }),
});
swarm.advance('1s');
const { node } = swarm.nodes.get('Web-1');

describe('matchesAll', () => {
  it.each([
    { expression: `node.id==${node.id}`, matches: true },
    { expression: `node.id == ${node.id.toUpperCase()}`, matches: true },
    { expression: 'node.hostname==web-1', matches: true },
    { expression: 'NODE.hostname != web-1', matches: false },
    { expression: 'node.role==worker', matches: true },
    { expression: 'node.platform.os==Linux', matches: true },
    { expression: 'node.platform.arch!=x86_64', matches: false },
    { expression: 'node.labels.zone==EAST', matches: true },
    { expression: 'Node.Labels.zone==east', matches: true },
    { expression: 'node.labels.ZONE==east', matches: false },
    { expression: 'node.labels.missing!=x', matches: true },
    { expression: 'node.labels.missing==x', matches: false },
    { expression: 'engine.labels.disk==ssd', matches: true },
    { expression: 'node.labels.!=x', matches: false },
    { expression: 'node.unknown!=x', matches: false },
    { expression: 'node.ip==10.1.2.3', matches: true },
    { expression: 'node.ip!=10.1.2.0/24', matches: false },
    { expression: 'node.ip==10.1.3.0/24', matches: false },
    { expression: 'node.ip==10.0.0.0/8', matches: true },
  ])('says $matches of $expression, as the swarm does', ({ expression, matches }) => {
    expect(matchesAll([expression], node)).toBe(matches);
    expect(matchesConstraints(parseConstraints([expression]), node)).toBe(matches);
  });

  it('wants all of them', () => {
    expect(matchesAll(['node.role==worker', 'node.labels.zone==west'], node)).toBe(false);
    expect(matchesAll(['node.role==worker', 'node.labels.zone==east'], node)).toBe(true);
    expect(matchesAll([], node)).toBe(true);
  });

  it.each(['node.labels.zone==\u212a', 'node.ip==fe80::1', 'node.ip==10.1.2.3/33'])(
    'says nothing of %s',
    (expression) => {
      expect(matchesAll([expression], node)).toBeUndefined();
      expect(matchesAll(['node.role==manager', expression], node)).toBe(false);
    },
  );
});

describe('readLabel', () => {
  it.each([
    { key: 'node.labels.zone', value: 'East' },
    { key: 'ENGINE.LABELS.disk', value: 'ssd' },
    { key: 'node.labels.toString', value: '' },
    { key: 'node.labels.', value: undefined },
    { key: 'node.hostname', value: undefined },
  ])('reads $key', ({ key, value }) => {
    expect(readLabel(key, node)).toBe(value);
  });
});
