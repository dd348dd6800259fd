import { describe, expect, it } from 'vitest';
import { compareDelivery } from './compare-delivery.ts';
import type { DeliveryCosts } from './count/delivery-costs.ts';
import type { DeliveryOptions, DeliveryStrategyName } from './delivery-options.ts';

function costsOf(options: DeliveryOptions): Readonly<Record<DeliveryStrategyName, DeliveryCosts>> {
  const { costs } = compareDelivery(options);
  return Object.fromEntries(costs.map((entry) => [entry.strategy, entry])) as never;
}

const quiet = { crashEvery: 0, joinEvery: 0 } as const;

// What the strategies are for: docs of Docker and Microsoft tell people to copy files to every host.
describe('compareDelivery', () => {
  it('counts a copy for each service on each host, where files are copied to all', () => {
    const { file, config } = costsOf({
      services: 3,
      replicas: 1,
      hosts: 7,
      lasts: '1h',
      churn: quiet,
      rotation: { at: 0 },
    });

    expect(file.copies).toMatchObject({ made: 21, byHand: 21, hosts: 7, most: 21 });
    expect(config.copies).toMatchObject({ made: 3, byHand: 0, most: 3 });
    expect(file.exposure.needlessHosts).toBe(18);
    expect(config.exposure.needlessHosts).toBe(0);
  });

  it('writes all copies anew for another credential spec, and a config once', () => {
    const { file, image, config } = costsOf({
      services: 2,
      replicas: 2,
      hosts: 4,
      lasts: '2h',
      churn: quiet,
    });

    expect(file.copies.made).toBe(16);
    // Copies and updates; builds, pushes and updates; two configs, updates, and the old configs removed.
    expect(file.work.actions).toBe(2 * (4 + 1) + 2 * (4 + 1) + 2);
    expect(image.work.actions).toBe(2 * 2 + 2 * 2 + 2);
    expect(config.work.actions).toBe(2 * 2 + 2 * 3 + 2 * 2);
    for (const { rotation } of [file, image, config]) {
      expect(rotation).toMatchObject({ count: 2, tasksReplaced: 4 });
      expect(rotation.downtimeMs).toBeGreaterThan(0);
    }
  });

  it('leaves files and images behind when the services are gone, and no config', () => {
    const { file, registry, image, config } = costsOf({
      services: 2,
      hosts: 3,
      lasts: '1h',
      churn: quiet,
    });

    expect(file.leftBehind).toEqual({ hosts: 6, registry: 0, managers: 0 });
    expect(registry.leftBehind).toEqual({ hosts: 6, registry: 0, managers: 0 });
    expect(image.leftBehind.registry).toBe(4);
    expect(image.leftBehind.hosts).toBeGreaterThan(0);
    expect(config.leftBehind).toEqual({ hosts: 0, registry: 0, managers: 0 });
  });

  it('shows tasks that cannot start where a new host has no copies yet', () => {
    const { file, config } = costsOf({
      services: 4,
      replicas: 3,
      hosts: 2,
      lasts: '12h',
      churn: { crashEvery: '20m', downFor: '15m', joinEvery: '2h' },
      operator: { noticeAfter: '30m' },
    });

    expect(file.failures.starts).toBeGreaterThan(0);
    expect(config.failures.starts).toBe(0);
  });

  it('shows tasks that cannot start on hosts that were not chosen for copies', () => {
    const { file } = costsOf({
      services: 1,
      replicas: 3,
      hosts: 4,
      lasts: '1h',
      churn: quiet,
      rotation: { at: 0 },
      operator: { copyTo: 2 },
    });

    expect(file.copies).toMatchObject({ made: 2, hosts: 2 });
    expect(file.failures.starts).toBeGreaterThan(0);
  });

  it('sees a host that is down while specs are replaced, and what that costs', () => {
    const { file, config } = costsOf({
      services: 1,
      replicas: 3,
      hosts: 1,
      lasts: '4h',
      churn: { crashEvery: '90m', downFor: '80m', joinEvery: 0 },
      rotation: { at: '100m', retireAfter: '10m' },
    });

    // The only host is down for 70 minutes more, and with it all replicas.
    for (const { rotation } of [file, config]) expect(rotation.unfinished).toBe(0);
    expect(config.failures.ms).toBe(0);
    // It comes back with the old file, which is noticed, and replaced, ten minutes later at most.
    expect(file.failures.tasks).toBe(3);
    expect(file.failures.ms).toBeGreaterThan(3 * 60_000);
    expect(file.failures.ms).toBeLessThan(3 * 15 * 60_000);
    expect(file.exposure.idleMs).toBeGreaterThan(2 * 69 * 60_000);
  });

  it('goes on where a service is removed before a late copy is noticed', () => {
    const { file } = costsOf({
      services: 3,
      hosts: 3,
      lasts: '2h',
      churn: { crashEvery: '7m', downFor: '25m', joinEvery: 0 },
      rotation: { at: '95m' },
      operator: { copyTakes: '1m', noticeAfter: '4m' },
    });

    expect(file.rotation.count).toBe(3);
    expect(file.leftBehind.hosts).toBe(9);
  });

  it('tells when a service never got rid of its former credential spec', () => {
    const { file } = costsOf({
      services: 4,
      hosts: 8,
      lasts: '1h',
      churn: quiet,
      rotation: { at: '30m' },
      operator: { copyTakes: '2m' },
    });

    expect(file.rotation.count).toBe(4);
    expect(file.rotation.unfinished).toBeGreaterThan(0);
    expect(file.rotation.longestMs).toBe(1_800_000);
  });

  it('counts for a replacement only what ran before', () => {
    const early = costsOf({
      services: 1,
      hosts: 3,
      lasts: '1h',
      churn: quiet,
      rotation: { at: 1 },
    });
    const nowhere = costsOf({
      services: 1,
      hosts: 1,
      lasts: '5m',
      churn: quiet,
      operator: { copyTo: 0 },
    });

    for (const { rotation } of Object.values(early)) {
      expect(rotation).toMatchObject({ tasksReplaced: 0, downtimeMs: 0, unfinished: 0 });
    }
    expect(nowhere.file.rotation).toMatchObject({ longestMs: 0, tasksReplaced: 0, downtimeMs: 0 });
    expect(nowhere.file.exposure.readers).toEqual([]);
  });

  it('crashes hosts although they come back only after the end', () => {
    const options = { services: 1, hosts: 4, lasts: '1h', rotation: { at: 0 } } as const;
    const still = costsOf({ ...options, churn: quiet });
    const churned = costsOf({
      ...options,
      churn: { crashEvery: '10m', downFor: '2h', joinEvery: 0 },
    });

    expect(churned.config.copies.made).toBeGreaterThan(still.config.copies.made);
  });

  it('looks at the same span of time, however late old accounts are deleted', () => {
    const options = { services: 1, hosts: 3, lasts: '2h', churn: quiet } as const;

    expect(compareDelivery({ ...options, rotation: { retireAfter: '720h' } }).costs).toEqual(
      compareDelivery({ ...options, rotation: { retireAfter: '71m' } }).costs,
    );
  });

  it('copies to hosts that join, however soon that is noticed', () => {
    const { file } = costsOf({
      services: 2,
      replicas: 1,
      hosts: 3,
      lasts: '3h',
      churn: { crashEvery: 0, joinEvery: '1h' },
      rotation: { at: 0 },
      operator: { noticeAfter: 1 },
    });

    expect(file.copies).toMatchObject({ made: 10, hosts: 5 });
  });

  it('shows containers that run and are nobody, where copying takes longer than the old account lives', () => {
    const { file, config } = costsOf({
      services: 6,
      hosts: 12,
      lasts: '6h',
      churn: quiet,
      rotation: { at: '2h', retireAfter: '10m' },
      operator: { copyTakes: '1m' },
    });

    expect(file.failures.tasks).toBeGreaterThan(0);
    expect(file.failures.byReason).toEqual({ 'unknown-account': file.failures.ms });
    expect(config.failures).toMatchObject({ tasks: 0, ms: 0 });
  });

  it('gives the same costs for the same options', () => {
    const options = { services: 2, hosts: 4, lasts: '3h', strategies: ['config'] } as const;

    expect(compareDelivery(options)).toEqual(compareDelivery(options));
  });

  it('runs the strategies asked for, in that order', () => {
    const { costs } = compareDelivery({
      lasts: '30m',
      services: 1,
      strategies: ['config', 'file'],
    });

    expect(costs.map(({ strategy }) => strategy)).toEqual(['config', 'file']);
  });
});
