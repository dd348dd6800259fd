import type { EndpointSpec, NodeAvailability, Service, ServiceSpec } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, aService, aTask, tellStory } from '../../test-support/tell-story.ts';
import { changedServicesAreUpdated } from './update-scope-invariants.ts';

interface Circumstances {
  readonly availability?: NodeAvailability;
  readonly led?: boolean;
}

/** Long after the swarm has come to rest, in ms. */
const restAt = 100_000;

describe('changedServicesAreUpdated', () => {
  const task = aService().spec.task;
  const endpoint: EndpointSpec = { mode: 'vip' };
  const ports: EndpointSpec = {
    mode: 'vip',
    ports: [
      { name: '', protocol: 'tcp', targetPort: 80, publishedPort: 0, publishMode: 'ingress' },
    ],
  };
  const anew = { ...task, forceUpdate: 1 };
  const moved = { ...task, placement: { constraints: ['node.role==worker'] } };

  function rest(service: Service, { availability = 'active', led = true }: Circumstances = {}) {
    const teller = tellStory(changedServicesAreUpdated, { isLeaderless: !led });
    teller.commit(0, 'test', {
      services: [service],
      nodes: [aNode({ availability })],
      tasks: [aTask({ endpoint: { spec: endpoint } })],
    });
    return { problem: teller.look(restAt), premises: teller.premises };
  }

  function changed(
    spec: Partial<ServiceSpec>,
    change: Pick<Service, 'updateStatus' | 'previousSpec'> = {},
  ): Service {
    return aService({ endpoint, ...spec }, { specVersion: 5, ...change });
  }

  const updateStatus = { state: 'completed', message: '' } as const;

  it.each([
    { name: 'only its version is another', service: changed({}), isRight: true },
    { name: 'its task is another', service: changed({ task: anew }), isRight: false },
    {
      name: 'its ports are others',
      service: changed({ endpoint: ports }),
      isRight: false,
    },
    { name: 'its placement is another', service: changed({ task: moved }), isRight: true },
    {
      name: 'its placement and its ports are others',
      service: changed({ task: moved, endpoint: ports }),
      isRight: true,
    },
  ])('tells a service of which $name', ({ service, isRight }) => {
    const { problem, premises } = rest(service);

    expect(problem === undefined).toBe(isRight);
    expect(premises).toBe(1);
  });

  it('names the task that was left', () => {
    expect(rest(changed({ task: anew })).problem).toMatchObject({
      evidence: { task: 't1', service: 'web', observed: 'spec version 0, not 5' },
    });
  });

  it.each([
    { name: 'an update that was made', service: changed({ task: anew }, { updateStatus }) },
    {
      name: 'an update whose spec was written again',
      service: changed({ task: anew }, { previousSpec: changed({ task: anew }).spec }),
    },
    { name: 'a job', service: changed({ task: anew, mode: { kind: 'global-job' } }) },
    { name: 'the very version', service: aService({ task: anew }) },
    {
      name: 'a node on pause and a global service',
      service: changed({ task: anew, mode: { kind: 'global' } }),
      availability: 'pause' as const,
    },
    { name: 'a swarm without a leader', service: changed({ task: anew }), led: false },
  ])('does not speak of $name', ({ service, ...world }) => {
    expect(rest(service, world)).toEqual({ problem: undefined, premises: 0 });
  });
});
