/** Which networks a service and its tasks are on. SwarmKit: manager/allocator/network.go. */
import type { Endpoint } from '../model/endpoint.ts';
import type { Network } from '../model/network.ts';
import type { Service } from '../model/service.ts';
import type { NetworkAttachment, NetworkAttachmentConfig, Task } from '../model/task.ts';
import { isIngressPort } from './decide-ports.ts';

type VirtualIps = NonNullable<Endpoint['virtualIps']>;

const none: readonly NetworkAttachment[] = [];

/** What is known of the networks. */
export interface NetworkSnapshot {
  /** Id of the ingress network; absent when there is none. */
  readonly ingressId: string | undefined;
  readonly networkOf: (id: string) => Network | undefined;
}

/** Whether a service needs the routing mesh. SwarmKit: networkallocator, IsIngressNetworkNeeded. */
export function needsIngress(service: Service): boolean {
  return (service.spec.endpoint?.ports ?? []).some(isIngressPort);
}

/** Networks of a service; the old place counts only where the new one is empty. */
function networksOf(service: Service): readonly NetworkAttachmentConfig[] {
  const { task, networks = [] } = service.spec;
  return (task.networks ?? []).length > 0 ? (task.networks ?? []) : networks;
}

/**
 * The virtual addresses that a service should have, or undefined when it names a network that is not
 * there. Moby: daemon/libnetwork/cnmallocator/networkallocator.go, AllocateService.
 */
export function decideVirtualIps(
  service: Service,
  networks: NetworkSnapshot,
): VirtualIps | undefined {
  if (service.spec.endpoint?.mode === 'dnsrr') return [];
  const ids = networksOf(service).map((attachment) => attachment.target);
  if (ids.some((id) => networks.networkOf(id)?.driverState === undefined)) return undefined;
  const { ingressId } = networks;
  const wanted = needsIngress(service) && ingressId !== undefined ? [ingressId, ...ids] : ids;
  const present = service.endpoint?.virtualIps ?? [];
  const kept = present.filter((vip) => wanted.includes(vip.networkId));
  const added = [...new Set(wanted)].filter((id) => !kept.some((vip) => vip.networkId === id));
  // Deviation: no addresses are handed out, since nothing in the model can reach them.
  return [...kept, ...added.map((networkId) => ({ networkId, addr: '' }))];
}

/**
 * Whether the virtual addresses of a service are those it should have. `isKnown`: this leader has
 * allocated them, or found them allocated. Moby: networkallocator.go, IsServiceAllocated.
 */
export function areVirtualIpsAllocated(
  service: Service,
  networks: NetworkSnapshot,
  isKnown: boolean,
): boolean {
  const ids = networksOf(service).map((attachment) => attachment.target);
  const present = service.endpoint?.virtualIps ?? [];
  const isDnsRoundRobin = service.spec.endpoint?.mode === 'dnsrr';
  if (!isDnsRoundRobin && ids.length > 0) {
    if (!isKnown || present.length === 0) return false;
    if (ids.some((id) => !present.some((vip) => vip.networkId === id))) return false;
  }
  for (const { networkId } of present) {
    if (networkId === networks.ingressId && needsIngress(service)) {
      if (!isKnown) return false;
    } else if (!ids.includes(networkId)) return false;
  }
  return !(isDnsRoundRobin && isKnown);
}

/**
 * The networks of a task, or undefined when one of them has not been allocated. Networks that are not
 * there are left out. SwarmKit: network.go, taskCreateNetworkAttachments and allocateTask.
 */
export function decideTaskNetworks(
  task: Task,
  service: Service | undefined,
  networks: NetworkSnapshot,
): readonly NetworkAttachment[] | undefined {
  if (task.networks !== undefined && task.networks.length > 0) return task.networks;
  const ofTask = task.spec.networks ?? [];
  const named = ofTask.length > 0 ? ofTask : (service?.spec.networks ?? []);
  const isOnIngress = service !== undefined && needsIngress(service);
  if (named.length === 0 && !isOnIngress) return none;
  const ids = named.map((attachment) => attachment.target);
  if (isOnIngress && networks.ingressId !== undefined) ids.unshift(networks.ingressId);

  const attachments: NetworkAttachment[] = [];
  for (const id of ids) {
    const network = networks.networkOf(id);
    if (network === undefined) continue;
    if (network.driverState === undefined) return undefined;
    attachments.push({ networkId: network.id, driver: network.driverState.name });
  }
  return attachments;
}
