import { describe, expect, it } from 'vitest';
import { isIpAddress, isUnspecified } from './ip-address.ts';

// Go: net.ParseIP.
describe('isIpAddress', () => {
  it.each(['10.0.0.1', '0.0.0.0', '::', '::1', 'fe80::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'])(
    'takes %s',
    (text) => {
      expect(isIpAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    'host',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
  ])('refuses "%s"', (text) => {
    expect(isIpAddress(text)).toBe(false);
  });
});

describe('isUnspecified', () => {
  it('knows the addresses of all interfaces', () => {
    expect(['0.0.0.0', '::', '127.0.0.1'].map(isUnspecified)).toEqual([true, true, false]);
  });
});
