/**
 * IP addresses and subnets as Go reads them. An address is always 16 bytes; an IPv4 one is mapped
 * into IPv6 (`::ffff:a.b.c.d`). Go: net.ParseIP, net.ParseCIDR, net/netip.ParseAddr.
 */

/** The 16 bytes of an address. */
export type IpAddress = readonly number[];

/** A subnet; `bytes` is 4 for IPv4 and 16 for IPv6, and so are the lengths of the lists. */
export interface Subnet {
  readonly network: readonly number[];
  readonly mask: readonly number[];
}

const mappedPrefix: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Reads an address; undefined where Go returns nil (a zone counts as malformed). */
export function parseIp(text: string): IpAddress | undefined {
  const separator = /[.:%]/.exec(text)?.[0];
  if (separator === '.') {
    const fields = parseIpv4Fields(text);
    return fields === undefined ? undefined : [...mappedPrefix, ...fields];
  }
  return separator === ':' ? parseIpv6(text) : undefined;
}

/** Reads `address/bits`; undefined where Go returns an error. */
export function parseCidr(text: string): Subnet | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const addressText = text.slice(0, slash);
  const bitsText = text.slice(slash + 1);
  const address = parseIp(addressText);
  // Leading zeros are fine in a prefix length, though not in an octet.
  if (address === undefined || !/^[0-9]+$/.test(bitsText)) return undefined;

  const isIpv6 = addressText.includes(':');
  const bits = Number(bitsText);
  if (bits > (isIpv6 ? 128 : 32)) return undefined;

  const own = isIpv6 ? address : address.slice(12);
  const mask = own.map((_, index) => maskByte(bits - 8 * index));
  const network = own.map((byte, index) => byte & (mask[index] ?? 0));
  // An IPv6 subnet that starts in the mapped range is one of IPv4. Go: net.networkNumberAndMask.
  if (isIpv6 && isMapped(network)) return { network: network.slice(12), mask: mask.slice(12) };
  return { network, mask };
}

/** Whether an address lies in a subnet; IPv4 and IPv6 never mix. Go: net.IPNet.Contains. */
export function containsIp(subnet: Subnet, address: IpAddress): boolean {
  const own = isMapped(address) ? address.slice(12) : address;
  if (own.length !== subnet.network.length) return false;
  return own.every(
    (byte, index) => (byte & (subnet.mask[index] ?? 0)) === (subnet.network[index] ?? 0),
  );
}

/** Whether two addresses are the same. Go: net.IP.Equal. */
export function isSameIp(a: IpAddress, b: IpAddress): boolean {
  return a.every((byte, index) => byte === b[index]);
}

function maskByte(bits: number): number {
  if (bits >= 8) return 0xff;
  return bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}

function isMapped(bytes: readonly number[]): boolean {
  return mappedPrefix.every((byte, index) => byte === bytes[index]);
}

function parseIpv4Fields(text: string): readonly number[] | undefined {
  const fields = text.split('.');
  // A leading zero could mean octal, so Go refuses it.
  if (fields.length !== 4 || !fields.every((field) => /^(?:0|[1-9][0-9]{0,2})$/.test(field))) {
    return undefined;
  }
  const bytes = fields.map(Number);
  return bytes.every((byte) => byte <= 0xff) ? bytes : undefined;
}

function parseIpv6(text: string): IpAddress | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (before === undefined || after === undefined) return undefined;

  const missing = 16 - before.length - after.length;
  // `::` stands for at least one group.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
}

/** Groups of hexadecimal digits between colons; the last one may be an IPv4 address. */
function parseGroups(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (mayEndInIpv4 && index === groups.length - 1 && group.includes('.')) {
      const fields = parseIpv4Fields(group);
      if (fields === undefined) return undefined;
      bytes.push(...fields);
      continue;
    }
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes;
}
