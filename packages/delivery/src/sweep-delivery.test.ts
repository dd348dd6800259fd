import { describe, expect, it } from 'vitest';
import { drawCostCurves } from './report/draw-cost-curves.ts';
import { formatDeliverySweep } from './report/format-sweep.ts';
import { sweepDelivery } from './sweep-delivery.ts';

const small = {
  replicas: 1,
  lasts: '30m',
  churn: { crashEvery: 0, joinEvery: 0 },
  rotation: { at: 0 },
  strategies: ['file', 'config'],
} as const;

describe('sweepDelivery', () => {
  it('compares every number of services on every number of hosts', () => {
    const points = sweepDelivery({ ...small, services: [1, 3], hosts: [2, 5] });

    const made = points.map(({ services, hosts, costs }) => {
      return [services, hosts, ...costs.map(({ copies }) => copies.made)];
    });
    expect(made).toEqual([
      [1, 2, 2, 1],
      [1, 5, 5, 1],
      [3, 2, 6, 3],
      [3, 5, 15, 3],
    ]);
    expect(formatDeliverySweep(points).split('\n')).toHaveLength(5);
    expect(drawCostCurves(points)).toMatch(/^<svg .*<path .*<\/svg>$/);
  });

  it.each([undefined, null, 3])('refuses %s', (options) => {
    expect(() => sweepDelivery(options as never)).toThrow('sweep must be an object');
  });

  it.each([
    { name: 'no list', sizes: { services: 3, hosts: [1] }, message: 'services must be a list' },
    { name: 'an empty one', sizes: { services: [1], hosts: [] }, message: 'hosts must be a list' },
    {
      name: 'what is no number of hosts',
      sizes: { services: [1], hosts: [3, 0] },
      message: 'hosts must be a whole number from 1 on, not 0',
    },
  ])('refuses $name', ({ sizes, message }) => {
    expect(() => sweepDelivery({ ...small, ...sizes } as never)).toThrow(message);
  });
});
