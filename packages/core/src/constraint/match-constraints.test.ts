import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import type { Labels } from '../model/meta.ts';
import type { Node } from '../model/node.ts';
import { labelNamedBy, labelValueOn, matchesConstraints } from './match-constraints.ts';
import { parseConstraints } from './parse-constraints.ts';

const host = aNode('n1', {
  spec: { role: 'worker', availability: 'active', labels: { zone: 'North', k: 'k' } },
  description: {
    hostname: 'web-1',
    platform: { os: 'linux', architecture: 'x86_64' },
    engine: { labels: { disk: 'ssd' } },
  },
  status: { state: 'ready', message: '', addr: '10.1.2.3' },
});

function matches(node: Node, ...expressions: readonly string[]): boolean {
  return matchesConstraints(parseConstraints(expressions), node);
}

function at(addr: string): Node {
  return aNode('a', { status: { state: 'ready', message: '', addr } });
}

function labelled(labels: Labels): Node {
  return aNode('a', { spec: { role: 'worker', availability: 'active', labels } });
}

// SwarmKit: manager/constraint/constraint.go, NodeMatches.
describe('matchesConstraints', () => {
  it.each([
    { key: 'node.id', own: 'n1', other: 'n2' },
    { key: 'node.hostname', own: 'web-1', other: 'web-2' },
    { key: 'node.ip', own: '10.1.2.3', other: '10.1.2.4' },
    { key: 'node.role', own: 'worker', other: 'manager' },
    { key: 'node.platform.os', own: 'linux', other: 'windows' },
    { key: 'node.platform.arch', own: 'x86_64', other: 'amd64' },
    { key: 'node.labels.zone', own: 'North', other: 'South' },
    { key: 'engine.labels.disk', own: 'ssd', other: 'hdd' },
  ])('compares $key', ({ key, own, other }) => {
    expect(matches(host, `${key}==${own}`)).toBe(true);
    expect(matches(host, `${key}!=${own}`)).toBe(false);
    expect(matches(host, `${key}==${other}`)).toBe(false);
    expect(matches(host, `${key}!=${other}`)).toBe(true);
  });

  it('needs every constraint to hold, and none where there is none', () => {
    expect(matches(host)).toBe(true);
    expect(matches(host, 'node.id==n1', 'node.role==worker')).toBe(true);
    expect(matches(host, 'node.id==n1', 'node.role==manager')).toBe(false);
    expect(matches(host, 'node.role==manager', 'node.id==n1')).toBe(false);
  });

  it('goes by the role in force, not by the wanted one', () => {
    const node = aNode('a', { role: 'manager' });

    expect(matches(node, 'node.role==manager')).toBe(true);
    expect(matches(node, 'node.role==worker')).toBe(false);
  });

  it.each([
    { name: 'a key', expression: 'NODE.Hostname==web-1', isMatch: true },
    { name: 'the key of addresses', expression: 'Node.IP==10.1.2.3', isMatch: true },
    { name: 'a value', expression: 'node.platform.os==LINUX', isMatch: true },
    { name: 'a label’s value', expression: 'node.labels.zone==nOrTh', isMatch: true },
    {
      name: 'a label’s value, and is denied',
      expression: 'node.labels.zone!=NORTH',
      isMatch: false,
    },
    { name: 'the prefix of a label', expression: 'Node.LABELS.zone==north', isMatch: true },
    { name: 'the prefix of an engine label', expression: 'ENGINE.labels.disk==SSD', isMatch: true },
    { name: 'k as the Kelvin sign', expression: 'node.labels.k==\u212a', isMatch: true },
    { name: 's as the long s', expression: 'engine.labels.disk==\u017f\u017fd', isMatch: true },
    { name: 's in a key as the long s', expression: 'node.ho\u017ftname==web-1', isMatch: true },
  ])('ignores the case of $name', ({ expression, isMatch }) => {
    expect(matches(host, expression)).toBe(isMatch);
  });

  it.each([
    { name: 'a node label in capitals', expression: 'node.labels.ZONE==north' },
    { name: 'an engine label in capitals', expression: 'engine.labels.Disk==ssd' },
    { name: 'a label with the Kelvin sign', expression: 'node.labels.\u212a==k' },
    { name: 'a label of the engine on the node', expression: 'node.labels.disk==ssd' },
    { name: 'a label of the node on the engine', expression: 'engine.labels.zone==north' },
    // Go cuts the prefix off by bytes.
    { name: 'a prefix with the long s', expression: 'node.label\u017f.zone==north' },
  ])('does not find $name', ({ expression }) => {
    expect(matches(host, expression)).toBe(false);
  });

  it.each([
    { name: 'a node without labels', node: aNode('a'), key: 'node.labels.zone' },
    { name: 'a node with other labels', node: labelled({ rack: '1' }), key: 'node.labels.zone' },
    { name: 'a label that is empty', node: labelled({ zone: '' }), key: 'node.labels.zone' },
    { name: 'a label of all objects', node: labelled({}), key: 'node.labels.constructor' },
    { name: 'a node without an engine', node: aNode('a'), key: 'engine.labels.disk' },
    { name: 'a node without a description', node: aNode('a'), key: 'node.hostname' },
    { name: 'a node without a platform', node: aNode('a'), key: 'node.platform.os' },
    { name: 'a processor without a platform', node: aNode('a'), key: 'node.platform.arch' },
  ])('takes what is missing for the empty text: $name', ({ node, key }) => {
    expect(matches(node, `${key}==x`)).toBe(false);
    expect(matches(node, `${key}!=x`)).toBe(true);
  });

  it.each([
    'node.labels.',
    'engine.labels.',
    'node.labels',
    'node.name',
    'node.availability',
    'node.platform',
    'engine.id',
    'whatever',
  ])('never matches the key %s, whatever the operator', (key) => {
    expect(matches(host, `${key}==x`)).toBe(false);
    expect(matches(host, `${key}!=x`)).toBe(false);
  });

  it('compares a processor by its name alone', () => {
    expect(matches(host, 'node.platform.arch==amd64')).toBe(false);
  });
});

// SwarmKit: manager/constraint/constraint.go, NodeMatches, the case of node.ip.
describe('a constraint on the address', () => {
  it.each([
    { value: '10.1.2.3', addr: '10.1.2.3', isEqual: true },
    { value: '10.1.2.4', addr: '10.1.2.3', isEqual: false },
    { value: '::ffff:10.1.2.3', addr: '10.1.2.3', isEqual: true },
    { value: '10.1.2.3', addr: '::ffff:10.1.2.3', isEqual: true },
    { value: '2001:DB8::1', addr: '2001:db8:0:0::1', isEqual: true },
    { value: '10.1.0.0/16', addr: '10.1.2.3', isEqual: true },
    { value: '10.2.0.0/16', addr: '10.1.2.3', isEqual: false },
    { value: '10.1.2.0/024', addr: '10.1.2.3', isEqual: true },
    { value: '::/0', addr: '10.1.2.3', isEqual: false },
    { value: '::/0', addr: '2001:db8::1', isEqual: true },
  ])('says $isEqual to $value on $addr, and the opposite with !=', ({ value, addr, isEqual }) => {
    expect(matches(at(addr), `node.ip==${value}`)).toBe(isEqual);
    expect(matches(at(addr), `node.ip!=${value}`)).toBe(!isEqual);
  });

  it.each(['10.1.2', '10.1.2.03', '10.1.2.3/33', '2001:db8', 'localhost', '10.1.*'])(
    'never matches the malformed value %s',
    (value) => {
      expect(matches(at('10.1.2.3'), `node.ip==${value}`)).toBe(false);
      expect(matches(at('10.1.2.3'), `node.ip!=${value}`)).toBe(false);
    },
  );

  it.each(['', 'host', '10.1.2.3:2377', '10.1.2.03'])(
    'matches a node at %j with != only',
    (addr) => {
      for (const value of ['10.1.2.3', '0.0.0.0/0', '::/0']) {
        expect(matches(at(addr), `node.ip==${value}`)).toBe(false);
        expect(matches(at(addr), `node.ip!=${value}`)).toBe(true);
      }
    },
  );
});

// SwarmKit: manager/constraint/constraint.go, NodeLabelPrefix and EngineLabelPrefix.
describe('labelNamedBy', () => {
  it.each([
    { key: 'node.labels.zone', named: { of: 'node', label: 'zone' } },
    { key: 'engine.labels.zone', named: { of: 'engine', label: 'zone' } },
    { key: 'NODE.Labels.Zone', named: { of: 'node', label: 'Zone' } },
    { key: 'node.labels.a.b', named: { of: 'node', label: 'a.b' } },
    { key: 'node.labels.', named: undefined },
    { key: 'node.label.zone', named: undefined },
    { key: 'node.id', named: undefined },
    { key: ' node.labels.zone', named: undefined },
    { key: '', named: undefined },
  ])('reads $key', ({ key, named }) => {
    expect(labelNamedBy(key)).toEqual(named);
  });
});

describe('labelValueOn', () => {
  it('reads the label of the node or of its engine', () => {
    expect(labelValueOn(host, { of: 'node', label: 'zone' })).toBe('North');
    expect(labelValueOn(host, { of: 'engine', label: 'disk' })).toBe('ssd');
    expect(labelValueOn(host, { of: 'engine', label: 'zone' })).toBe('');
  });
});
