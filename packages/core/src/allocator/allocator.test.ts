import { describe, expect, it } from 'vitest';
import { aTask, HandDrivenSwarm, serviceSpec } from '../../test-support/hand-driven-swarm.ts';
import type { PortConfig } from '../model/endpoint.ts';
import { toId, type NetworkId, type ServiceId, type TaskId } from '../model/ids.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { NetworkAttachmentConfig } from '../model/task.ts';
import { createAllocator } from './allocator.ts';

function publishing(name: string, ...ports: readonly PortConfig[]): ServiceSpec {
  return serviceSpec(name, { endpoint: { mode: 'vip', ports } });
}

function port(
  publishedPort: number,
  publishMode: PortConfig['publishMode'] = 'ingress',
): PortConfig {
  return { protocol: 'tcp', targetPort: 80, publishedPort, publishMode };
}

function addNetwork(swarm: HandDrivenSwarm, name: string, ingress = false): void {
  const id = toId<NetworkId>(name);
  swarm.store.update((tx) => tx.create('network', { id, spec: { name, ingress } }));
  swarm.run();
}

function addTask(swarm: HandDrivenSwarm, service: string, networks: readonly string[] = []): void {
  const attachments: readonly NetworkAttachmentConfig[] = networks.map((target) => ({ target }));
  const task = aTask({
    id: toId<TaskId>(`${service}-task`),
    serviceId: toId<ServiceId>(service),
    spec: serviceSpec(service, { task: { networks: attachments } }).task,
    state: 'new',
  });
  swarm.store.update((tx) => tx.create('task', task));
  swarm.run();
}

function startSwarm(): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  addNetwork(swarm, 'ingress', true);
  createAllocator(swarm.env, swarm.store);
  swarm.run();
  return swarm;
}

function portsOf(swarm: HandDrivenSwarm, service: string): readonly number[] | undefined {
  return swarm.service(service).endpoint?.ports?.map((entry) => entry.publishedPort);
}

function stateOf(swarm: HandDrivenSwarm, service: string): string | undefined {
  return swarm.tasksOf(service)[0]?.status.state;
}

// SwarmKit: manager/allocator/network.go.
describe('createAllocator', () => {
  it('moves a new task to pending', () => {
    const swarm = startSwarm();
    swarm.createService(serviceSpec('web'));
    swarm.runFor(10);

    addTask(swarm, 'web');

    expect(swarm.tasksOf('web')[0]?.status).toEqual({
      state: 'pending',
      at: 10,
      message: 'pending task scheduling',
      err: '',
    });
  });

  it('does not write a service that needs nothing', () => {
    const swarm = startSwarm();

    const { meta } = swarm.createService(serviceSpec('web', { endpoint: { mode: 'vip' } }));

    expect(swarm.service('web').meta).toEqual(meta);
    expect(swarm.service('web').endpoint).toBeUndefined();
  });

  it('publishes ports, and passes the endpoint on to tasks', () => {
    const swarm = startSwarm();
    const spec = publishing('web', port(8080), port(0), port(9000, 'host'));

    const { meta } = swarm.createService(spec);
    addTask(swarm, 'web');

    const { endpoint, meta: written } = swarm.service('web');
    expect(endpoint).toEqual({
      spec: spec.endpoint,
      ports: [port(8080), port(30_000), port(9000, 'host')],
      virtualIps: [{ networkId: 'ingress', addr: '' }],
    });
    expect(written.version).toBe(meta.version + 1);
    expect(swarm.tasksOf('web')[0]).toMatchObject({
      endpoint,
      networks: [{ networkId: 'ingress', driver: 'overlay' }],
    });
  });

  it('keeps tasks new while a port is taken, until it is freed', () => {
    const swarm = startSwarm();
    swarm.createService(publishing('first', port(80)));
    swarm.createService(publishing('web', port(80)));
    addTask(swarm, 'web');
    expect(stateOf(swarm, 'web')).toBe('new');
    expect(swarm.service('web').endpoint).toBeUndefined();

    swarm.removeService('first');

    expect(portsOf(swarm, 'web')).toEqual([80]);
    expect(stateOf(swarm, 'web')).toBe('pending');
  });

  it('lets several services have one host port', () => {
    const swarm = startSwarm();

    swarm.createService(publishing('first', port(80, 'host')));
    swarm.createService(publishing('web', port(80, 'host')));

    expect(portsOf(swarm, 'web')).toEqual([80]);
  });

  it('keeps a dynamic port over updates, and frees what is no longer published', () => {
    const swarm = startSwarm();
    swarm.createService(publishing('first', port(0), { ...port(81), targetPort: 81 }));
    swarm.updateService('first', publishing('first', port(0), { ...port(82), targetPort: 81 }));

    swarm.createService(publishing('web', port(81)));

    expect(portsOf(swarm, 'first')).toEqual([82, 30_000]);
    expect(portsOf(swarm, 'web')).toEqual([81]);
  });

  it('replaces host ports', () => {
    const swarm = startSwarm();
    swarm.createService(publishing('web', port(80, 'host')));

    swarm.updateService('web', publishing('web', port(81, 'host')));

    expect(portsOf(swarm, 'web')).toEqual([81]);
  });

  it('empties the endpoint of a service whose spec has none any more', () => {
    const swarm = startSwarm();
    swarm.createService(publishing('web', port(80)));

    swarm.updateService('web', serviceSpec('web'));

    expect(swarm.service('web').endpoint).toEqual({});
  });

  it('does not allocate ingress ports without an ingress network, not even when one appears', () => {
    const swarm = new HandDrivenSwarm();
    createAllocator(swarm.env, swarm.store);
    const spec = publishing('web', port(80));
    swarm.createService(spec);
    addTask(swarm, 'web');

    addNetwork(swarm, 'ingress', true);
    expect(swarm.service('web').endpoint).toBeUndefined();
    swarm.updateService('web', { ...spec, labels: { a: 'b' } });

    expect(portsOf(swarm, 'web')).toEqual([80]);
    expect(stateOf(swarm, 'web')).toBe('new');
  });

  it('tries waiting tasks again after five minutes, when anything is committed', () => {
    const swarm = new HandDrivenSwarm();
    createAllocator(swarm.env, swarm.store);
    const spec = publishing('web', port(80));
    swarm.createService(spec);
    addTask(swarm, 'web');
    addNetwork(swarm, 'ingress', true);
    swarm.updateService('web', { ...spec, labels: { a: 'b' } });

    swarm.runFor(300_001);
    expect(stateOf(swarm, 'web')).toBe('new');
    swarm.addNodes('a');

    expect(stateOf(swarm, 'web')).toBe('pending');
  });

  it('attaches tasks to the networks of their spec, with the default driver', () => {
    const swarm = startSwarm();
    addNetwork(swarm, 'net');
    const networks = [{ target: 'net' }];
    swarm.createService(serviceSpec('web', { task: { networks } }));

    addTask(swarm, 'web', ['net']);

    expect(swarm.store.get('network', 'net')?.driverState).toEqual({ name: 'overlay' });
    expect(swarm.tasksOf('web')[0]?.networks).toEqual([{ networkId: 'net', driver: 'overlay' }]);
    expect(swarm.service('web').endpoint?.virtualIps).toEqual([{ networkId: 'net', addr: '' }]);
  });

  it('allocates one ingress network only', () => {
    const swarm = startSwarm();

    addNetwork(swarm, 'second', true);

    expect(swarm.store.get('network', 'second')?.driverState).toBeUndefined();
  });

  it('knows the ports of an earlier leader', () => {
    const swarm = new HandDrivenSwarm();
    addNetwork(swarm, 'ingress', true);
    const scope = swarm.kernel.openScope();
    const allocator = createAllocator(scope, swarm.store);
    swarm.run();
    swarm.createService(publishing('first', port(0)));
    allocator.stop();
    scope.close();

    createAllocator(swarm.kernel.openScope(), swarm.store);
    swarm.run();
    swarm.createService(publishing('web', port(0)));
    swarm.createService(publishing('other', port(30_000)));

    expect(portsOf(swarm, 'first')).toEqual([30_000]);
    expect(portsOf(swarm, 'web')).toEqual([30_001]);
    expect(portsOf(swarm, 'other')).toBeUndefined();
  });

  it('allocates what it finds undone', () => {
    const swarm = new HandDrivenSwarm();
    addNetwork(swarm, 'ingress', true);
    swarm.createService(publishing('web', port(80)));
    addTask(swarm, 'web');

    createAllocator(swarm.env, swarm.store);

    expect(portsOf(swarm, 'web')).toEqual([80]);
    expect(stateOf(swarm, 'web')).toBe('pending');
  });
});
