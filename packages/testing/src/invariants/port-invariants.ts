/** Published ports. SwarmKit: manager/allocator/portallocator.go. */
import type { PortConfig, Service } from '@swarmsim/core';
import { taskProblem } from './about-task.ts';
import type { Invariant, Problem } from './invariant.ts';

/** SwarmKit: manager/allocator/portallocator.go, dynamicPortStart and dynamicPortEnd. */
const dynamicMin = 30_000;
const dynamicMax = 32_767;

/** Each protocol has all numbers for itself; what the node publishes itself is not the routing mesh's. */
export const publishedPortsAreUnique: Invariant = {
  name: 'published-ports-are-unique',
  rule: 'no two services publish the same port of the routing mesh',
  source: 'SwarmKit: manager/allocator/portallocator.go, serviceAllocatePorts',
  when: 'commit',
  about: ['service'],
  start({ premise }) {
    const takers = new Map<string, string>();
    return ({ cluster, services }) => {
      for (const { before, after } of services) {
        if (before?.endpoint === after?.endpoint) continue;
        for (const port of ingressPortsOf(before)) {
          if (takers.get(nameOf(port)) === before?.id) takers.delete(nameOf(port));
        }
        if (after === undefined) continue;
        for (const port of ingressPortsOf(after)) {
          premise();
          const taker = cluster.service(takers.get(nameOf(port)) ?? '');
          takers.set(nameOf(port), after.id);
          if (taker === undefined || !ingressPortsOf(taker).some((one) => isSame(one, port)))
            continue;
          return portProblem(after, `publishes ${nameOf(port)}, as ${taker.spec.name} does`, {
            expected: 'a port of its own',
            observed: nameOf(port),
          });
        }
      }
      return undefined;
    };
  },
};

/**
 * Ports that the spec leaves open come from the dynamic range; the others are those of the spec. One that is left
 * open stays what it was, even where it was asked for. SwarmKit: portallocator.go, reconcilePortConfigs.
 */
export const openPortsAreDynamic: Invariant = {
  name: 'open-ports-are-dynamic',
  rule: 'a service publishes the ports it asks for, and for those it leaves open one from 30000 to 32767',
  source: 'SwarmKit: manager/allocator/portallocator.go, newPortAllocator and portSpace.allocate',
  when: 'commit',
  about: ['service'],
  start:
    ({ premise }) =>
    ({ services }) => {
      for (const { before, after } of services) {
        if (after === undefined || before?.endpoint === after.endpoint) continue;
        // The endpoint may be that of the spec before, until the allocator has seen the new one.
        const wanted = (after.endpoint?.spec?.ports ?? []).filter(isIngress);
        const asked = new Set(wanted.map(({ publishedPort }) => publishedPort));
        for (const port of ingressPortsOf(after)) {
          premise();
          const { publishedPort } = port;
          if (asked.has(publishedPort)) continue;
          if (publishedPort >= dynamicMin && publishedPort <= dynamicMax) continue;
          if (ingressPortsOf(before).some((one) => isSameTarget(one, port))) continue;
          return portProblem(after, `publishes ${nameOf(port)}, which nobody asked for`, {
            expected: `${dynamicMin} to ${dynamicMax}`,
            observed: `${publishedPort}`,
          });
        }
      }
      return undefined;
    },
};

/**
 * Of ports on the nodes themselves services may ask for the same. An automatic rollback asks nobody, and one that a
 * user asks for is checked with the spec that it leaves. SwarmKit: update/updater.go, rollbackUpdate.
 */
export const portsAreAskedForOnce: Invariant = {
  name: 'ports-are-asked-for-once',
  rule: 'a user cannot have a service publish a port that another one has on the routing mesh',
  source: 'SwarmKit: manager/controlapi/service.go, checkPortConflicts',
  when: 'commit',
  about: ['service'],
  start:
    ({ premise }) =>
    ({ cluster, services, operation }) => {
      if (operation === undefined || operation.kind === 'service-rollback') return undefined;
      for (const { before, after } of services) {
        const wanted = numberedPortsOf(after?.spec.endpoint?.ports);
        if (after === undefined || wanted.length === 0) continue;
        if (JSON.stringify(before?.spec.endpoint) === JSON.stringify(after.spec.endpoint)) continue;
        for (const other of cluster.services()) {
          if (other.id === after.id) continue;
          const taken = [
            ...numberedPortsOf(other.spec.endpoint?.ports),
            ...numberedPortsOf(other.endpoint?.ports),
          ];
          if (taken.length > 0) premise();
          const port = wanted.find((one) =>
            taken.some((two) => isSame(one, two) && (isIngress(one) || isIngress(two))),
          );
          if (port === undefined) continue;
          return portProblem(after, `is to publish ${nameOf(port)}, as ${other.spec.name} is`, {
            expected: 'a port that is free',
            observed: nameOf(port),
          });
        }
      }
      return undefined;
    },
};

/** A service that has no port yet has no task that goes on either. */
export const tasksWaitForTheirPorts: Invariant = {
  name: 'tasks-wait-for-their-ports',
  rule: 'a task is scheduled only when its service has every port that it publishes',
  source: 'SwarmKit: manager/allocator/network.go, allocateTask and taskReadyForNetworkVote',
  when: 'commit',
  about: ['task-observed'],
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after } of tasks) {
        if (before?.status.state !== 'new' || after?.status.state !== 'pending') continue;
        const service = cluster.service(after.serviceId);
        const wanted = (service?.spec.endpoint?.ports ?? []).filter(isIngress);
        if (service === undefined || wanted.length === 0) continue;
        premise();
        const published = ingressPortsOf(service);
        if (published.length === wanted.length) continue;
        return taskProblem(cluster, after, 'is to be scheduled before its service has its ports', {
          expected: `${wanted.length} published ports`,
          observed: `${published.length}`,
        });
      }
      return undefined;
    },
};

function numberedPortsOf(ports: readonly PortConfig[] = []): readonly PortConfig[] {
  return ports.filter(({ publishedPort }) => publishedPort !== 0);
}

function ingressPortsOf(service: Service | undefined): readonly PortConfig[] {
  return (service?.endpoint?.ports ?? []).filter(isIngress);
}

function isIngress({ publishMode }: PortConfig): boolean {
  return publishMode === 'ingress';
}

function isSame(a: PortConfig, b: PortConfig): boolean {
  return a.protocol === b.protocol && a.publishedPort === b.publishedPort;
}

function isSameTarget(a: PortConfig, b: PortConfig): boolean {
  return isSame(a, b) && a.targetPort === b.targetPort;
}

function nameOf({ protocol, publishedPort }: PortConfig): string {
  return `${publishedPort}/${protocol}`;
}

function portProblem(
  { id, spec }: Service,
  message: string,
  finding: { readonly expected: string; readonly observed: string },
): Problem {
  return { message: `service ${spec.name} ${message}`, evidence: { service: id, ...finding } };
}
