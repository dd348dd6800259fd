import { describe, expect, it } from 'vitest';
import { aNode } from '../../../test-support/hand-driven-swarm.ts';
import { aWaitingTask, PlacementBench } from '../../../test-support/placement-bench.ts';
import type { Mount } from '../../model/container.ts';
import { toId, type NetworkId } from '../../model/ids.ts';
import type { Node, PluginDescription } from '../../model/node.ts';
import type { Task } from '../../model/task.ts';
import { pluginFilter } from './plugin-filter.ts';

function nodeWith(...plugins: readonly PluginDescription[]): Node {
  return aNode('a', { description: { hostname: 'a', engine: { plugins } } });
}

function mounting(driver: string, type: Mount['type'] = 'volume'): Task {
  const mount: Mount = { type, target: '/data', volumeOptions: { driver: { name: driver } } };
  return aWaitingTask('t', { runtime: { kind: 'container', image: 'app', mounts: [mount] } });
}

function mountingWith(volumeOptions: Mount['volumeOptions']): Task {
  const mount: Mount = {
    type: 'volume',
    target: '/data',
    ...(volumeOptions !== undefined && { volumeOptions }),
  };
  return aWaitingTask('t', { runtime: { kind: 'container', image: 'app', mounts: [mount] } });
}

function attaching(): Task {
  return aWaitingTask('t', { runtime: { kind: 'attachment', containerId: 'c' } });
}

function joining(...drivers: readonly string[]): Task {
  const networks = drivers.map((driver) => ({ networkId: toId<NetworkId>('n'), driver }));
  return { ...aWaitingTask('t'), networks };
}

function logging(name: string): Task {
  return aWaitingTask('t', { logDriver: { name } });
}

function check(task: Task, node: Node): boolean | undefined {
  return new PlacementBench([node]).check(pluginFilter, task, 'a');
}

const volume = (name: string): PluginDescription => ({ type: 'Volume', name });
const network = (name: string): PluginDescription => ({ type: 'Network', name });
const log = (name: string): PluginDescription => ({ type: 'Log', name });

// SwarmKit: manager/scheduler/filter.go, PluginFilter.
describe('pluginFilter', () => {
  it.each([
    { name: 'a volume', task: mounting('nfs'), node: nodeWith(volume('nfs')) },
    { name: 'a network', task: joining('weave'), node: nodeWith(network('weave')) },
    { name: 'a log', task: logging('gelf'), node: nodeWith(log('gelf')) },
  ])('passes a node that has the driver of $name', ({ task, node }) => {
    expect(check(task, node)).toBe(true);
  });

  it.each([
    { name: 'another one of volumes', task: mounting('nfs'), plugins: [volume('ceph')] },
    { name: 'another one of networks', task: joining('weave'), plugins: [network('overlay')] },
    { name: 'another one of logs', task: logging('gelf'), plugins: [log('syslog')] },
    { name: 'another among others', task: logging('gelf'), plugins: [log('fluentd'), volume('x')] },
    { name: 'one of another type', task: mounting('nfs'), plugins: [network('nfs')] },
    { name: 'one of the two', task: joining('weave', 'overlay'), plugins: [network('overlay')] },
    { name: 'the name in capitals', task: mounting('nfs'), plugins: [volume('NFS')] },
    { name: 'no plugin for volumes', task: mounting('nfs'), plugins: [] },
    { name: 'no plugin for networks', task: joining('weave'), plugins: [] },
  ])('refuses a node that has only $name', ({ task, plugins }) => {
    expect(check(task, nodeWith(...plugins))).toBe(false);
  });

  // SwarmKit: manager/scheduler/filter.go, pluginExistsOnNode.
  it.each([
    { has: 'nfs:latest', wants: 'nfs', passes: true },
    { has: 'nfs', wants: 'nfs:latest', passes: false },
    { has: 'nfs:1.0', wants: 'nfs', passes: false },
    { has: 'nfs:latest', wants: 'nfs:latest', passes: true },
  ])('says $passes where the node has $has and the task wants $wants', ({ has, wants, passes }) => {
    expect(check(mounting(wants), nodeWith(volume(has)))).toBe(passes);
  });

  it('knows nothing of the log drivers of a node that reports none', () => {
    expect(check(logging('gelf'), nodeWith(volume('nfs')))).toBe(true);
  });

  it('cannot ask a node without an engine', () => {
    expect(check(mounting('nfs'), aNode('a'))).toBe(true);
    expect(check(mounting('nfs'), aNode('a', { description: { hostname: 'a' } }))).toBe(true);
  });

  // SwarmKit: manager/scheduler/filter.go, referencesVolumePlugin.
  it.each([
    { name: 'the volume driver local', task: mounting('local') },
    { name: 'a volume driver without a name', task: mounting('') },
    { name: 'a volume without a driver', task: mountingWith({}) },
    { name: 'a volume without options', task: mountingWith(undefined) },
    { name: 'a container without mounts', task: aWaitingTask('t') },
    { name: 'an attachment to a network', task: attaching() },
    { name: 'a task that runs nothing', task: { ...aWaitingTask('t'), spec: {} } },
    { name: 'a bind mount', task: mounting('nfs', 'bind') },
    { name: 'a network without a driver', task: joining('') },
    { name: 'the log driver none', task: logging('none') },
    { name: 'a log driver without a name', task: logging('') },
  ])('asks for no plugin because of $name', ({ task }) => {
    const node = nodeWith(log('syslog'));

    expect(check(task, node) ?? true).toBe(true);
    expect(pluginFilter.inputs(task)).toBe('');
  });

  it('speaks of one node and of many', () => {
    expect(pluginFilter.explain(1)).toBe('missing plugin on 1 node');
    expect(pluginFilter.explain(2)).toBe('missing plugin on 2 nodes');
  });

  it('takes tasks for different that name other drivers, or one for different things', () => {
    const tasks = [mounting('x'), joining('x'), logging('x'), logging('y')];

    expect(new Set(tasks.map(pluginFilter.inputs)).size).toBe(4);
  });
});
