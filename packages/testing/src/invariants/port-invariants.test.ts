import type { Endpoint, PortConfig, Service } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import {
  openPortsAreDynamic,
  portsAreAskedForOnce,
  publishedPortsAreUnique,
  tasksWaitForTheirPorts,
} from './port-invariants.ts';

function port(publishedPort: number, change: Partial<PortConfig> = {}): PortConfig {
  return { protocol: 'tcp', targetPort: 80, publishMode: 'ingress', publishedPort, ...change };
}

function publishing(id: string, ports: readonly PortConfig[], wanted = ports): Service {
  const spec = { mode: 'vip', ports: wanted } as const;
  const endpoint: Endpoint = { spec, ports };
  return aService({ endpoint: spec }, { id, endpoint });
}

describe('publishedPortsAreUnique', () => {
  it.each([
    { name: 'the same port', other: port(8080), isRight: false },
    { name: 'another port', other: port(8081), isRight: true },
    { name: 'a port of another protocol', other: port(8080, { protocol: 'udp' }), isRight: true },
    { name: 'a port of its node', other: port(8080, { publishMode: 'host' }), isRight: true },
  ])('tells a service that publishes $name as another one', ({ other, isRight }) => {
    const teller = tellStory(publishedPortsAreUnique);
    teller.commit(0, 'watch:allocator', { services: [publishing('web', [port(8080)])] });

    const problem = teller.commit(1, 'watch:allocator', { services: [publishing('api', [other])] });

    expect(problem === undefined).toBe(isRight);
    expect(teller.premises).toBeGreaterThan(0);
  });

  it('lets a port go to another service once it is free', () => {
    const teller = tellStory(publishedPortsAreUnique);
    teller.commit(0, 'watch:allocator', { services: [publishing('web', [port(8080)])] });
    teller.commit(1, 'service-remove', { gone: ['web'] });

    const services = [publishing('api', [port(8080)])];
    expect(teller.commit(2, 'watch:allocator', { services })).toBeUndefined();
  });
});

describe('openPortsAreDynamic', () => {
  it.each([
    { name: 'one of the range', given: 30_000, asked: 0, isRight: true },
    { name: 'the last of the range', given: 32_767, asked: 0, isRight: true },
    { name: 'one below it', given: 29_999, asked: 0, isRight: false },
    { name: 'one above it', given: 32_768, asked: 0, isRight: false },
    { name: 'none', given: 0, asked: 0, isRight: true },
    { name: 'the one asked for', given: 8080, asked: 8080, isRight: true },
    { name: 'another than asked for', given: 8081, asked: 8080, isRight: false },
  ])('tells a service that is given $name', ({ given, asked, isRight }) => {
    const teller = tellStory(openPortsAreDynamic);
    const services = [publishing('web', [port(given)], [port(asked)])];

    expect(teller.commit(0, 'watch:allocator', { services }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('openPortsAreDynamic, after a change', () => {
  it.each([
    { name: 'for the same target', targetPort: 80, isRight: true },
    { name: 'for another target', targetPort: 81, isRight: false },
  ])('knows a port that is left open and was asked for $name', ({ targetPort, isRight }) => {
    const teller = tellStory(openPortsAreDynamic);
    teller.commit(0, 'watch:allocator', { services: [publishing('web', [port(8080)])] });

    const services = [publishing('web', [port(8080, { targetPort })], [port(0, { targetPort })])];
    expect(teller.commit(1, 'watch:allocator', { services }) === undefined).toBe(isRight);
  });
});

describe('tasksWaitForTheirPorts', () => {
  it.each([
    { name: 'has its ports', service: publishing('web', [port(8080)]), isRight: true },
    { name: 'has none of them', service: publishing('web', [], [port(8080)]), isRight: false },
  ])('tells a task that goes on when its service $name', ({ service, isRight }) => {
    const teller = tellStory(tasksWaitForTheirPorts);
    teller.commit(0, 'test', { services: [service], tasks: [aTask({ state: 'new', node: '' })] });

    const tasks = [aTask({ state: 'pending', node: '' })];
    expect(teller.commit(1, 'watch:allocator', { tasks }) === undefined).toBe(isRight);
    expect(teller.premises).toBe(1);
  });
});

describe('portsAreAskedForOnce', () => {
  const operation = { kind: 'service-scale', service: 'api', replicas: 1 } as const;

  it.each([
    { name: 'the same port', other: port(8080), isRight: false },
    { name: 'it on its nodes', other: port(8080, { publishMode: 'host' }), isRight: false },
    { name: 'another port', other: port(8081), isRight: true },
    { name: 'a port of another protocol', other: port(8080, { protocol: 'udp' }), isRight: true },
    { name: 'any port', other: port(0), isRight: true },
  ])('tells a user who asks for $name beside one on the routing mesh', ({ other, isRight }) => {
    const teller = tellStory(portsAreAskedForOnce);
    teller.commit(0, 'service-create', { services: [publishing('web', [port(8080)])], operation });

    const services = [aService({ endpoint: { mode: 'vip', ports: [other] } }, { id: 'api' })];
    const problem = teller.commit(1, 'service-create', { services, operation });

    expect(problem === undefined).toBe(isRight);
  });

  it.each([
    { name: 'both on their nodes', operation, mode: 'host' },
    {
      name: 'in a rollback',
      operation: { kind: 'service-rollback', service: 'api' },
      mode: 'ingress',
    },
    { name: 'without a user', operation: undefined, mode: 'ingress' },
  ] as const)('lets two services have the same port $name', ({ operation: done, mode }) => {
    const teller = tellStory(portsAreAskedForOnce);
    const ports = [port(8080, { publishMode: mode })];
    teller.commit(0, 'service-create', { services: [publishing('web', ports)], operation });

    const services = [publishing('api', ports)];
    const doing = done === undefined ? {} : { operation: done };

    expect(teller.commit(1, 'test', { services, ...doing })).toBeUndefined();
  });
});
