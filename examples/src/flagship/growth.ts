import { formatDeliverySweep, sweepDelivery } from '@swarmsim/delivery';
import { headline, indent } from '../print.ts';

/** Numbers of services and hosts that are gone through. */
export interface GrowthOptions {
  readonly seed: number;
  readonly services: readonly number[];
  readonly hosts: readonly number[];
}

/**
 * A few combinations of services and hosts: copies of credential specs as files, and as configs, each
 * counted in a run of its own in which every credential spec is replaced once.
 */
export function describeGrowth({ seed, services, hosts }: GrowthOptions): readonly string[] {
  const points = sweepDelivery({
    seed,
    services,
    hosts,
    replicas: 3,
    strategies: ['file', 'config'],
    lasts: '2h',
    churn: { crashEvery: '30m', downFor: '10m', joinEvery: 0 },
    rotation: { at: '1h' },
  });
  return [
    ...headline('Copies that were made, as files and as configs, and the work it was'),
    '',
    ...indent(formatDeliverySweep(points).split('\n')),
  ];
}
