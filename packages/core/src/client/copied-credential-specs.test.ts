import { describe, expect, it } from 'vitest';
import { windowsNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';

const file = { place: 'file', name: 'web.json', text: '{"v":1}' } as const;
const platforms = [{ os: 'windows', architecture: 'amd64' }];

function newSwarm(): Swarm {
  const swarm = createSwarm({ nodes: windowsNodes(['A', 'B']), history: true });
  swarm.settle();
  return swarm;
}

function notesOf(swarm: Swarm, ...kinds: readonly string[]): readonly object[] {
  return swarm.trace.records.filter(({ kind }) => kinds.includes(kind)).map(({ data }) => data);
}

function specsOf(swarm: Swarm, service: string): readonly (string | undefined)[] {
  return swarm.tasks
    .list({ service, state: 'running', desiredState: 'running' })
    .map(({ id }) => swarm.containers.of(id).credentialSpec?.text);
}

describe('a credential spec copied to a host', () => {
  it('is what containers get that start from then on', () => {
    const swarm = newSwarm();
    for (const node of ['A', 'B']) swarm.nodes.writeCredentialSpec(node, file);
    const options = { name: 'web', image: 'app', credentialSpec: 'file://web.json' };
    swarm.services.create({ ...options, replicas: 2 });
    swarm.settle();
    const first = specsOf(swarm, 'web');

    swarm.nodes.writeCredentialSpec('A', { ...file, text: '{"v":2}' });
    const unchanged = specsOf(swarm, 'web');
    swarm.services.force('web');
    swarm.settle();

    expect(first).toEqual(['{"v":1}', '{"v":1}']);
    expect(unchanged).toEqual(first);
    expect([...specsOf(swarm, 'web')].sort()).toEqual(['{"v":1}', '{"v":2}']);
  });

  it('lies on its host until it is deleted, whatever becomes of the host', () => {
    const swarm = newSwarm();
    swarm.nodes.writeCredentialSpec('A', file);
    swarm.faults.crash('A');
    swarm.faults.restart('A');
    expect(swarm.nodes.get('A').credentialSpecs()).toEqual([file]);
    expect(swarm.nodes.get('B').credentialSpecs()).toEqual([]);

    swarm.nodes.deleteCredentialSpec('A', { place: 'file', name: 'web.json' });

    expect(swarm.nodes.get('A').credentialSpecs()).toEqual([]);
    const a = swarm.nodes.get('A').id;
    expect(notesOf(swarm, 'credential-spec-written', 'credential-spec-deleted')).toEqual([
      { node: a, place: 'file', name: 'web.json', bytes: 7 },
      { node: a, place: 'file', name: 'web.json' },
    ]);
  });

  it('does not get to a host that is down, and nothing is noted', () => {
    const swarm = newSwarm();
    swarm.faults.crash('A');

    expect(() => swarm.nodes.writeCredentialSpec('A', file)).toThrow(
      /^the host of node \w+ is down$/,
    );
    expect(swarm.nodes.get('A').credentialSpecs()).toEqual([]);
    expect(notesOf(swarm, 'credential-spec-written')).toEqual([]);
  });

  it('gets to a host that the managers do not reach, and without any leader', () => {
    const swarm = createSwarm({ managers: 3, nodes: windowsNodes(['A']) });
    swarm.settle();
    swarm.faults.partition('A');
    for (const node of ['manager-1', 'manager-2']) swarm.faults.crash(node);
    swarm.advance('1m');
    swarm.apply({ kind: 'credential-spec-write', node: 'A', copy: file });
    swarm.faults.restart('manager-1');
    swarm.advance('1m');

    expect(swarm.nodes.get('A').credentialSpecs()).toEqual([file]);
  });
});

describe('a credential spec baked into an image', () => {
  it('is on every host that pulled the image, and what its containers get', () => {
    const swarm = newSwarm();
    swarm.registry.push({ name: 'app:1', platforms, credentialSpec: '{"v":1}' });

    swarm.services.create({ name: 'web', image: 'app:1', replicas: 1 });
    swarm.settle();

    expect(specsOf(swarm, 'web')).toEqual(['{"v":1}']);
    const [task] = swarm.tasks.list({ service: 'web' });
    const host = swarm.nodes.get(task?.nodeId ?? '');
    expect(host.credentialSpecs()).toMatchObject([{ place: 'image', text: '{"v":1}' }]);
    expect(notesOf(swarm, 'image-pulled')).toMatchObject([
      { node: host.id, credentialSpecBytes: 7 },
    ]);
  });

  it('stays in the old image after a new one was pushed and rolled out', () => {
    const swarm = newSwarm();
    swarm.registry.push({ name: 'app:1', platforms, credentialSpec: '{"v":1}' });
    swarm.services.create({ name: 'web', image: 'app:1', replicas: 2 });
    swarm.settle();

    swarm.registry.push({ name: 'app:2', platforms, credentialSpec: '{"v":2}' });
    swarm.services.update('web', (web) => {
      web.image = 'app:2';
    });
    swarm.settle();

    expect(specsOf(swarm, 'web')).toEqual(['{"v":2}', '{"v":2}']);
    for (const node of swarm.nodes.list()) {
      expect(node.credentialSpecs().map(({ text }) => text)).toEqual(['{"v":1}', '{"v":2}']);
    }
  });

  it('gives way to the one that the service names', () => {
    const swarm = newSwarm();
    swarm.registry.push({ name: 'app:1', platforms, credentialSpec: '{"v":1}' });
    swarm.configs.create({ name: 'spec', data: '{"v":3}' });

    swarm.services.create({ name: 'web', image: 'app:1', credentialSpec: 'config://spec' });
    swarm.settle();

    expect(specsOf(swarm, 'web')).toEqual(['{"v":3}']);
  });
});

describe('a config', () => {
  it('is noted where it arrives and where it is gone from', () => {
    const swarm = newSwarm();
    const config = swarm.configs.create({ name: 'spec', data: '{"v":3}' });
    swarm.services.create({ name: 'web', image: 'app', credentialSpec: 'config://spec' });
    swarm.settle();
    const [task] = swarm.tasks.list({ service: 'web' });
    const first = task?.nodeId ?? '';

    swarm.faults.crash(first);
    swarm.settle();
    const second = swarm.tasks.list({ service: 'web', state: 'running' }).at(-1)?.nodeId;
    swarm.services.remove('web');
    swarm.settle();

    expect(second).not.toBe(first);
    expect(notesOf(swarm, 'config-arrived', 'config-left')).toEqual([
      { node: first, id: config.id, bytes: 7 },
      { node: first, id: config.id },
      { node: second, id: config.id, bytes: 7 },
      { node: second, id: config.id },
    ]);
  });
});
