import { SwarmSimError } from '@swarmsim/core';
import { compareDelivery } from './compare-delivery.ts';
import type { DeliveryCosts } from './count/delivery-costs.ts';
import { readDeliveryOptions, type DeliveryOptions } from './delivery-options.ts';

/** Numbers of services and hosts to go through; all else is as in a single comparison. */
export interface DeliverySweepOptions extends Omit<DeliveryOptions, 'services' | 'hosts'> {
  readonly services: readonly number[];
  readonly hosts: readonly number[];
}

/** One comparison of a sweep. */
export interface DeliverySweepPoint {
  readonly services: number;
  readonly hosts: number;
  readonly costs: readonly DeliveryCosts[];
}

/**
 * Compares the strategies for every number of services on every number of hosts, each by a run of its
 * own: how the costs grow is seen, not worked out.
 *
 * @throws SwarmSimError `invalid-argument`, or `malformed-duration`; before anything runs.
 */
export function sweepDelivery(options: DeliverySweepOptions): readonly DeliverySweepPoint[] {
  if (typeof options !== 'object' || options === null) {
    throw new SwarmSimError('invalid-argument', 'sweep must be an object');
  }
  const { services, hosts, ...rest } = options;
  checkSizes('services', services);
  checkSizes('hosts', hosts);
  const sizes = services.flatMap((count) =>
    hosts.map((size) => ({ ...rest, services: count, hosts: size })),
  );
  for (const size of sizes) readDeliveryOptions(size);
  return sizes.map((size) => ({
    services: size.services,
    hosts: size.hosts,
    costs: compareDelivery(size).costs,
  }));
}

function checkSizes(name: string, sizes: unknown): void {
  if (Array.isArray(sizes) && sizes.length > 0) return;
  throw new SwarmSimError('invalid-argument', `${name} must be a list of numbers`);
}
