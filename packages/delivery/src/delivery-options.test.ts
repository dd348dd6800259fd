import { describe, expect, it } from 'vitest';
import { readDeliveryOptions } from './delivery-options.ts';

describe('readDeliveryOptions', () => {
  it('completes what is left out', () => {
    expect(readDeliveryOptions()).toMatchObject({
      strategies: ['file', 'registry', 'image', 'config'],
      services: 5,
      hosts: 10,
      lastsMs: 86_400_000,
      rotateAtMs: 43_200_000,
      copyMs: 10_000,
    });
  });

  it('reads durations as docker does', () => {
    const setting = readDeliveryOptions({
      lasts: '2h',
      churn: { crashEvery: 0, joinEvery: '30m' },
    });

    expect(setting).toMatchObject({ lastsMs: 7_200_000, crashEveryMs: 0, joinEveryMs: 1_800_000 });
  });

  it.each([
    { name: 'a misspelt option', options: { host: 3 }, message: "delivery: unknown option 'host'" },
    {
      name: 'a misspelt option of the churn',
      options: { churn: { crash: 1 } },
      message: "churn: unknown option 'crash'",
    },
    {
      name: 'no services',
      options: { services: 0 },
      message: 'services must be a whole number from 1 on, not 0',
    },
    {
      name: 'a fraction of a host',
      options: { hosts: 2.5 },
      message: 'hosts must be a whole number from 1 on, not 2.5',
    },
    {
      name: 'an unknown strategy',
      options: { strategies: ['usb'] },
      message: "unknown strategy 'usb'",
    },
    { name: 'no strategy', options: { strategies: [] }, message: 'strategies must be a list' },
    {
      name: 'a strategy twice',
      options: { strategies: ['file', 'file'] },
      message: 'a strategy is named twice',
    },
    {
      name: 'a rotation after the end',
      options: { lasts: '1h', rotation: { at: '1h' } },
      message: 'rotation.at must be before the end',
    },
    {
      name: 'a negative time',
      options: { operator: { copyTakes: '-1s' } },
      message: 'operator.copyTakes must be at least 0 ms, not -1s',
    },
    { name: 'a malformed time', options: { lasts: 'long' }, message: 'invalid duration "long"' },
    { name: 'null for a number', options: { services: null }, message: 'services must be a whole' },
    {
      name: 'null for a time',
      options: { churn: { downFor: null } },
      message: 'churn.downFor must be a number of ms or a text such as 1h30m',
    },
    {
      name: 'null for a list',
      options: { strategies: null },
      message: 'strategies must be a list',
    },
    { name: 'no object', options: [], message: 'delivery must be an object' },
  ])('refuses $name', ({ options, message }) => {
    expect(() => readDeliveryOptions(options as never)).toThrow(message);
  });
});
