import { compareText } from '../go/go-text.ts';
import { child, isNothing, itemsOf } from '../yaml/source-tree.ts';
import { isUnspecified } from './ip-address.ts';
import { parsePortSpec, type PortMapping } from './port-spec.ts';
import { isFloat, readText, readUnsigned32, reportDecoding, type Field } from './read-value.ts';

/** One port of a service. */
export interface PortEntry {
  readonly target: number;
  /** 0 where the cluster is to choose. */
  readonly published: number;
  readonly protocol: string;
  readonly mode: string;
}

// docker/cli: cli/compose/loader/loader.go, transformServicePort.
/** Reads the `ports` of a service: numbers, short texts with ranges, or mappings. */
export function loadPorts({ node, log }: Omit<Field, 'name'>): readonly PortEntry[] {
  return itemsOf(node).flatMap((item, index) => {
    if (item.kind === 'map') return [loadLongForm({ node: item, name: `Ports[${index}]`, log })];
    return loadShortForm({ node: item, name: 'Ports', log });
  });
}

function loadLongForm({ node, name, log }: Field): PortEntry {
  const target = readUnsigned32({ node: child(node, 'target'), name: `${name}.Target`, log });
  const published = readUnsigned32({
    node: child(node, 'published'),
    name: `${name}.Published`,
    log,
  });
  return {
    target: target ?? 0,
    published: published ?? 0,
    protocol: readText(child(node, 'protocol')),
    mode: readText(child(node, 'mode')),
  };
}

function loadShortForm({ node, name, log }: Field): readonly PortEntry[] {
  if (node === undefined || isNothing(node)) return [];
  if (node.kind === 'scalar' && isFloat(node)) {
    reportDecoding(log, node.at, `error decoding '${name}': invalid type float64 for port`);
    return [];
  }
  const parsed = parsePortSpec(readText(node));
  if (parsed.kind === 'malformed') {
    reportDecoding(log, node.at, `error decoding '${name}': ${parsed.message}`);
    return [];
  }
  for (const mapping of parsed.mappings) {
    const warning = describeIgnoredIp(mapping);
    if (warning !== undefined) log.warning(node.at, 'ignored-value', warning);
  }
  const byName = [...parsed.mappings].sort((left, right) =>
    compareText(nameOf(left), nameOf(right)),
  );
  return byName.flatMap(toEntries);
}

// docker/cli: opts/swarmopts/port.go, ConvertPortToPortConfig.
function toEntries({ host, container, protocol }: PortMapping): readonly PortEntry[] {
  const { first, last } = host ?? { first: 0, last: 0 };
  const entries: PortEntry[] = [];
  for (let published = first; published <= last; published += 1) {
    entries.push({ target: container, published, protocol, mode: 'ingress' });
  }
  return entries;
}

function describeIgnoredIp(mapping: PortMapping): string | undefined {
  const { hostIp, host } = mapping;
  if (hostIp === '' || isUnspecified(hostIp)) return undefined;
  const ip = hostIp.includes(':') ? `[${hostIp}]` : hostIp;
  const ports = host && (host.first === host.last ? `${host.first}` : `${host.first}-${host.last}`);
  const address = `${ip}:${ports ?? ''}:${nameOf(mapping)}`;
  return `ignoring IP-address (${address}) service will listen on '0.0.0.0'`;
}

function nameOf({ container, protocol }: PortMapping): string {
  return `${container}/${protocol}`;
}
