/** Four ways to deliver credential specs, on the same seed and through the same changes. */
import { compareDelivery, formatDeliveryComparison } from '@swarmsim/delivery';

const comparison = compareDelivery({
  seed: 1,
  services: 10,
  replicas: 3,
  hosts: 25,
  lasts: '24h',
  rotation: { at: '12h', retireAfter: '30m' },
});

console.log(formatDeliveryComparison(comparison));
