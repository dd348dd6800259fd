import { describe, expect, it } from 'vitest';
import { readDeliveryOptions } from './delivery-options.ts';
import { planTimeline } from './timeline.ts';

describe('planTimeline', () => {
  it('deploys at first, replaces every account once, and removes everything at the end', () => {
    const setting = readDeliveryOptions({
      services: 1,
      hosts: 2,
      lasts: 1000,
      churn: { joinEvery: 400 },
      rotation: { at: 300, retireAfter: 200 },
    });

    expect(planTimeline(setting)).toEqual([
      { at: 0, kind: 'deploy', service: 'app1' },
      { at: 300, kind: 'rotate', service: 'app1' },
      { at: 400, kind: 'join', host: 'host3' },
      { at: 500, kind: 'retire', service: 'app1' },
      { at: 800, kind: 'join', host: 'host4' },
      { at: 1000, kind: 'remove', service: 'app1' },
    ]);
  });

  it('leaves out what never happens', () => {
    const setting = readDeliveryOptions({
      services: 2,
      lasts: 1000,
      churn: { joinEvery: 0 },
      rotation: { at: 0 },
    });

    expect(planTimeline(setting).map(({ kind }) => kind)).toEqual([
      'deploy',
      'deploy',
      'remove',
      'remove',
    ]);
  });
});
