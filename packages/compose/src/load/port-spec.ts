import { isIpAddress } from './ip-address.ts';

/** One container port of a short port specification, and the host ports it may use. */
export interface PortMapping {
  readonly hostIp: string;
  /** First and last host port; absent where the specification names none. */
  readonly host?: PortRange;
  readonly container: number;
  readonly protocol: string;
}

/** Ports from the first to the last. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The ports that a short specification means, or what is wrong with it. */
export type ParsedPortSpec =
  | { readonly kind: 'ports'; readonly mappings: readonly PortMapping[] }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/go-connections: nat/nat.go, ParsePortSpec.
/** Reads `[[ip:]host:]container[/protocol]`, where host and container may be ranges. */
export function parsePortSpec(text: string): ParsedPortSpec {
  const { ip, hostText, containerText, protocol } = split(text);
  const hostIp = ip.replace(/^\[(.*)\]$/, '$1');
  if (hostIp !== '' && !isIpAddress(hostIp)) return malformed(`invalid IP address: ${hostIp}`);
  if (containerText === '') return malformed(`no port specified: ${text}<empty>`);
  const container = parseRange(containerText);
  if (container === undefined) return malformed(`invalid containerPort: ${containerText}`);
  const host = parseRange(hostText);
  if (host === undefined && hostText !== '') return malformed(`invalid hostPort: ${hostText}`);
  if (host !== undefined && !canMap(container, host)) {
    const ranges = `${containerText} and ${hostText}`;
    return malformed(`invalid ranges specified for container and host Ports: ${ranges}`);
  }
  if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
    return malformed(`invalid proto: ${protocol}`);
  }
  const ports = { hostIp, container, host, protocol: protocol.toLowerCase() };
  return { kind: 'ports', mappings: toMappings(ports) };
}

interface Parts {
  readonly ip: string;
  readonly hostText: string;
  readonly containerText: string;
  readonly protocol: string;
}

function split(text: string): Parts {
  const sections = text.split(':');
  const last = sections.at(-1) ?? '';
  const hostText = sections.at(-2) ?? '';
  // What follows a second slash counts for nothing.
  const [containerText = '', protocol] = last.split('/');
  const ip = sections.slice(0, -2).join(':');
  return { ip, hostText, containerText, protocol: protocol || 'tcp' };
}

// docker/go-connections: nat/parse.go, ParsePortRange. It looks at no third port.
function parseRange(text: string): PortRange | undefined {
  const [firstText = '', lastText = firstText] = text.split('-');
  const [first, last] = [parsePort(firstText), parsePort(lastText)];
  if (first === undefined || last === undefined || last < first) return undefined;
  return { first, last };
}

function parsePort(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined;
}

/** A single container port may choose from a range of host ports; ranges must be equally long. */
function canMap(container: PortRange, host: PortRange): boolean {
  if (container.first === container.last) return true;
  return container.last - container.first === host.last - host.first;
}

function toMappings({
  hostIp,
  container,
  host,
  protocol,
}: {
  hostIp: string;
  container: PortRange;
  host: PortRange | undefined;
  protocol: string;
}): readonly PortMapping[] {
  const isSingle = container.first === container.last;
  const mappings: PortMapping[] = [];
  for (let port = container.first; port <= container.last; port += 1) {
    const first = (host?.first ?? 0) + port - container.first;
    const range = host && { first, last: isSingle ? host.last : first };
    mappings.push({ hostIp, container: port, protocol, ...(range && { host: range }) });
  }
  return mappings;
}

function malformed(message: string): ParsedPortSpec {
  return { kind: 'malformed', message };
}
