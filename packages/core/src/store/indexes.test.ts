import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask } from '../../test-support/hand-driven-swarm.ts';
import { toId, type ConfigId, type NodeId, type SecretId, type ServiceId } from '../model/ids.ts';
import { foldName, indexes, isSameSlot, slotKey } from './indexes.ts';

const web = toId<ServiceId>('web');
const n1 = toId<NodeId>('n1');

describe('names', () => {
  // SwarmKit: manager/state/store, strings.ToLower.
  it('are folded, since their uniqueness ignores case', () => {
    const service = aService();

    expect(foldName('Web-1')).toBe('web-1');
    expect(indexes.service.name({ ...service, spec: { ...service.spec, name: 'WEB' } })).toBe(
      'web',
    );
  });

  it('of a node are there once it has registered', () => {
    const node = aNode('n1');

    expect(indexes.node.hostname(node)).toBeUndefined();
    expect(indexes.node.hostname({ ...node, description: { hostname: 'Host-A' } })).toBe('host-a');
    expect(indexes.node.role(node)).toBe('worker');
  });
});

describe('references of a service', () => {
  const config = (id: string, kind: 'file' | 'runtime'): object => ({
    configId: toId<ConfigId>(id),
    configName: id,
    target: kind === 'runtime' ? { kind } : { kind, name: id },
  });

  it('count once each, Runtime targets included', () => {
    const runtime = {
      kind: 'container',
      image: 'iis',
      configs: [config('c1', 'runtime'), config('c1', 'file'), config('c2', 'file')],
      secrets: [{ secretId: toId<SecretId>('s1'), secretName: 's1' }],
    } as never;
    const service = aService({ spec: { name: 'web', task: { runtime } } });

    expect(indexes.service.config(service)).toEqual(['c1', 'c2']);
    expect(indexes.service.secret(service)).toEqual(['s1']);
  });

  it('are none where the service runs no container', () => {
    const service = aService({ spec: { name: 'web', task: {} } });

    expect(indexes.service.config(service)).toEqual([]);
    expect(indexes.service.secret(service)).toEqual([]);
  });

  // SwarmKit: manager/state/store/services.go, serviceIndexerByNetwork.
  it.each([
    { name: 'the new place', task: ['a', 'a'], old: ['b'], keys: ['a'] },
    { name: 'the old place where the new one is empty', task: [], old: ['b'], keys: ['b'] },
  ])('to networks are taken from $name', ({ task, old, keys }) => {
    const attach = (target: string): { target: string } => ({ target });
    const service = aService({
      spec: { name: 'web', task: { networks: task.map(attach) }, networks: old.map(attach) },
    });

    expect(indexes.service.network(service)).toEqual(keys);
  });
});

describe('slots', () => {
  it.each([
    { name: 'the replica', task: aTask({ serviceId: web, slot: 3, nodeId: n1 }), key: 'web/3' },
    {
      name: 'the node of a global service',
      task: aTask({ serviceId: web, slot: 0, nodeId: n1 }),
      key: 'web/@n1',
    },
  ])('are named by $name', ({ task, key }) => {
    expect(slotKey(task)).toBe(key);
    expect(indexes.task.slot(task)).toBe(key);
  });

  it('are none for a task without a service', () => {
    expect(indexes.task.slot(aTask({ serviceId: '' }))).toBeUndefined();
    expect(indexes.task.service(aTask({ serviceId: '' }))).toBeUndefined();
  });

  it.each([
    { name: 'a replica that was placed', slot: 1, moves: true, same: true },
    { name: 'a global task on another node', slot: 0, moves: true, same: false },
    { name: 'a global task that stayed', slot: 0, moves: false, same: true },
  ])('of $name are compared without making keys', ({ slot, moves, same }) => {
    const before = aTask({ serviceId: web, slot, nodeId: n1 });
    const after = aTask({ serviceId: web, slot, nodeId: moves ? toId<NodeId>('n2') : n1 });

    expect(isSameSlot(before, after)).toBe(same);
    expect(slotKey(before) === slotKey(after)).toBe(same);
  });
});
