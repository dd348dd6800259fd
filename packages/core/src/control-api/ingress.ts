import type { Network } from '../model/network.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { ReadTx } from '../store/store.ts';
import { failedPrecondition, invalidArgument } from './control-api-error.ts';
import { quote } from '../template/go-quote.ts';

/**
 * Whether a network is the routing mesh; old clusters mark it with a label.
 * SwarmKit: manager/allocator/networkallocator/networkallocator.go, IsIngressNetwork.
 */
export function isIngressNetwork(network: Network): boolean {
  const { ingress, labels = {}, name } = network.spec;
  if (ingress === true) return true;
  return name === 'ingress' && Object.hasOwn(labels, 'com.docker.swarm.internal');
}

/**
 * Whether a service publishes a port through the routing mesh.
 * SwarmKit: manager/allocator/networkallocator/networkallocator.go, IsIngressNetworkNeeded.
 */
export function needsIngressNetwork(spec: ServiceSpec): boolean {
  return (spec.endpoint?.ports ?? []).some((port) => port.publishMode === 'ingress');
}

/** The routing mesh, where there is one. SwarmKit: manager/allocator/network.go, GetIngressNetwork. */
export function findIngressNetwork(tx: ReadTx): Network | undefined {
  return tx.list('network').find(isIngressNetwork);
}

/** Refuses a service that needs the routing mesh where there is none. */
export function checkIngressNetwork(tx: ReadTx, spec: ServiceSpec): void {
  if (!needsIngressNetwork(spec) || findIngressNetwork(tx) !== undefined) return;
  throw failedPrecondition('service needs ingress network, but no ingress network is present');
}

/**
 * Refuses a service that joins the routing mesh like any network; unknown networks pass.
 * SwarmKit: manager/controlapi/service.go, validateNetworks.
 */
export function checkNetworks(tx: ReadTx, spec: ServiceSpec): void {
  for (const { target } of spec.task.networks ?? []) {
    const network = tx.get('network', target);
    if (network === undefined || !isIngressNetwork(network)) continue;
    throw invalidArgument(
      `Service cannot be explicitly attached to the ingress network ${quote(network.spec.name)}`,
    );
  }
}
