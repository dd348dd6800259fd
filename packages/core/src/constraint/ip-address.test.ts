import { describe, expect, it } from 'vitest';
import { containsIp, isSameIp, parseCidr, parseIp } from './ip-address.ts';

/** Hexadecimal groups of an address, all eight of them. */
function groupsOf(text: string): string | undefined {
  const bytes = parseIp(text);
  if (bytes === undefined) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}

// Go: net.ParseIP.
describe('parseIp', () => {
  it.each([
    { text: '10.1.2.3', groups: '0:0:0:0:0:ffff:a01:203' },
    { text: '0.0.0.0', groups: '0:0:0:0:0:ffff:0:0' },
    { text: '255.255.255.255', groups: '0:0:0:0:0:ffff:ffff:ffff' },
    { text: '::ffff:10.1.2.3', groups: '0:0:0:0:0:ffff:a01:203' },
    { text: '::ffff:a01:203', groups: '0:0:0:0:0:ffff:a01:203' },
    { text: '::', groups: '0:0:0:0:0:0:0:0' },
    { text: '::1', groups: '0:0:0:0:0:0:0:1' },
    { text: '1::', groups: '1:0:0:0:0:0:0:0' },
    { text: '1:2:3:4:5:6:7:8', groups: '1:2:3:4:5:6:7:8' },
    { text: '1:2:3:4:5:6:7::', groups: '1:2:3:4:5:6:7:0' },
    { text: '::2:3:4:5:6:7:8', groups: '0:2:3:4:5:6:7:8' },
    { text: '2001:DB8::a', groups: '2001:db8:0:0:0:0:0:a' },
    { text: '0001::0002', groups: '1:0:0:0:0:0:0:2' },
    { text: '1:2:3:4:5:6:1.2.3.4', groups: '1:2:3:4:5:6:102:304' },
    { text: '::1.2.3.4', groups: '0:0:0:0:0:0:102:304' },
  ])('reads $text', ({ text, groups }) => {
    expect(groupsOf(text)).toBe(groups);
  });

  it.each([
    '',
    'host',
    '10',
    '10.1.2',
    '10.1.2.3.4',
    '10.1.2.256',
    '10.1.2.03',
    '010.1.2.3',
    '10.1.2.',
    '.1.2.3',
    '10.1.2.-1',
    '10.1.2.3 ',
    '10.1.2.3/8',
    '10.1.2.3:80',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    '1:::2',
    ':::',
    ':1',
    '1:',
    '12345::',
    'g::',
    '::10.1.2.03',
    '::10.1.2',
    '10.1.2.3::',
    '::10.1.2.3:1',
    '1:2:3:4:5:6:7:1.2.3.4',
    'fe80::1%eth0',
    '10.1.2.3%eth0',
  ])('refuses %j', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

// Go: net.IP.Equal.
describe('isSameIp', () => {
  it.each([
    { a: '10.1.2.3', b: '10.1.2.3', isSame: true },
    { a: '10.1.2.3', b: '::ffff:10.1.2.3', isSame: true },
    { a: '10.1.2.3', b: '::10.1.2.3', isSame: false },
    { a: '10.1.2.3', b: '10.1.2.4', isSame: false },
    { a: '::1', b: '0:0:0:0:0:0:0:1', isSame: true },
  ])('says $isSame to $a and $b', ({ a, b, isSame }) => {
    expect(isSameIp(parseIp(a) ?? [], parseIp(b) ?? [])).toBe(isSame);
  });
});

// Go: net.ParseCIDR and net.IPNet.Contains.
describe('a subnet', () => {
  it.each([
    { subnet: '10.0.0.0/8', address: '10.255.0.1', isInside: true },
    { subnet: '10.0.0.0/8', address: '11.0.0.1', isInside: false },
    { subnet: '10.1.2.3/8', address: '10.9.9.9', isInside: true },
    { subnet: '10.1.2.128/25', address: '10.1.2.129', isInside: true },
    { subnet: '10.1.2.128/25', address: '10.1.2.127', isInside: false },
    { subnet: '10.1.2.3/32', address: '10.1.2.3', isInside: true },
    { subnet: '10.1.2.3/32', address: '10.1.2.2', isInside: false },
    { subnet: '0.0.0.0/0', address: '203.0.113.9', isInside: true },
    { subnet: '0.0.0.0/0', address: '::1', isInside: false },
    { subnet: '10.1.2.0/024', address: '10.1.2.3', isInside: true },
    { subnet: '10.0.0.0/8', address: '::ffff:10.1.2.3', isInside: true },
    { subnet: '2001:db8::/32', address: '2001:db8:ffff::1', isInside: true },
    { subnet: '2001:db8::/32', address: '2001:db9::1', isInside: false },
    { subnet: '2001:db8::/33', address: '2001:db8:8000::', isInside: false },
    { subnet: '::1/128', address: '::1', isInside: true },
    { subnet: '::/0', address: '2001:db8::1', isInside: true },
    { subnet: '::/0', address: '10.1.2.3', isInside: false },
    { subnet: '::ffff:10.0.0.0/104', address: '10.1.2.3', isInside: true },
    { subnet: '::ffff:10.0.0.0/104', address: '11.1.2.3', isInside: false },
    { subnet: '::ffff:0:0/96', address: '10.1.2.3', isInside: true },
    { subnet: '::ffff:10.1.2.3/64', address: '10.1.2.3', isInside: false },
  ])('$subnet says $isInside to $address', ({ subnet, address, isInside }) => {
    const parsed = parseCidr(subnet);

    expect(parsed && containsIp(parsed, parseIp(address) ?? [])).toBe(isInside);
  });

  it.each([
    '10.1.2.3',
    '10.1.2.3/',
    '10.1.2.3/33',
    '10.1.2.3/-1',
    '10.1.2.3/+8',
    '10.1.2.3/8/8',
    '10.1.2.3/a',
    '10.1.2.03/8',
    '/8',
    '10.1/16',
    '::/129',
    '::/99999999999999999999',
    'fe80::1%eth0/64',
  ])('cannot be read from %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});
