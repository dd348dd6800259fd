import { containsIp, parseCidr, parseIp, type Subnet } from '../constraint/ip-address.ts';
import type { IpamConfig, NetworkSpec } from '../model/network.ts';
import { ControlApiError, invalidArgument, missingArgument } from './control-api-error.ts';
import { validateName } from './validate-name.ts';

/**
 * Label of the networks that the cluster itself makes of each engine's own ones.
 * SwarmKit: manager/allocator/networkallocator/networkallocator.go, PredefinedLabel.
 */
export const predefinedLabel = 'com.docker.swarm.predefined';

/** Checks a new network. SwarmKit: manager/controlapi/network.go, validateNetworkSpec. */
export function validateNetworkSpec(spec: NetworkSpec | undefined): asserts spec is NetworkSpec {
  if (spec === undefined) throw missingArgument();
  if (spec.attachable === true && spec.ingress === true) {
    throw invalidArgument('ingress network cannot be attachable');
  }
  validateName(spec.name);
  if (spec.labels !== undefined && Object.hasOwn(spec.labels, predefinedLabel)) {
    throw new ControlApiError(
      'permission-denied',
      `label ${predefinedLabel} is for internally created predefined networks ` +
        'and cannot be applied by users',
    );
  }
  // Deviation: drivers are not looked up; every name of one is taken.
  for (const config of spec.ipam?.configs ?? []) validateIpamConfig(config);
}

/** Checks an address range. SwarmKit: manager/controlapi/network.go, validateIPAMConfiguration. */
export function validateIpamConfig(config: IpamConfig): void {
  const subnet = parseCidr(config.subnet);
  if (subnet === undefined) throw refused(`invalid subnet ${config.subnet}`);
  const { range = '', gateway = '' } = config;
  if (range !== '') checkInside(subnet, config, { part: 'range', text: range, isCidr: true });
  if (gateway !== '')
    checkInside(subnet, config, { part: 'gateway', text: gateway, isCidr: false });
}

interface Part {
  readonly part: string;
  readonly text: string;
  readonly isCidr: boolean;
}

function checkInside(subnet: Subnet, config: IpamConfig, { part, text, isCidr }: Part): void {
  // Of a range only its first address must lie in the subnet.
  const isWellFormed = !isCidr || parseCidr(text) !== undefined;
  const address = isWellFormed
    ? parseIp(isCidr ? text.slice(0, text.indexOf('/')) : text)
    : undefined;
  if (address === undefined) throw refused(`invalid ${part} ${text}`);
  if (!containsIp(subnet, address)) {
    throw refused(`subnet ${config.subnet} does not contain ${part} ${text}`);
  }
}

function refused(what: string): ControlApiError {
  return invalidArgument(`ipam configuration: ${what}`);
}
