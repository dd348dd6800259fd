import type { Labels } from '../model/meta.ts';
import type { NodeAvailability, NodeRole } from '../model/node.ts';
import {
  checkList,
  checkOptions,
  checkRecord,
  checkTexts,
  invalid,
} from '../options/check-options.ts';
import { describeHost, type HostDescription, type HostOptions } from './host-description.ts';

/** Windows hosts, one for each name, all alike. @throws SwarmSimError `invalid-argument`. */
export function windowsNodes(
  names: readonly string[],
  options: NodeBuilderOptions = {},
): readonly NodeOptions[] {
  return buildNodes('windows', names, options);
}

/** Linux hosts, one for each name, all alike. @throws SwarmSimError `invalid-argument`. */
export function linuxNodes(
  names: readonly string[],
  options: NodeBuilderOptions = {},
): readonly NodeOptions[] {
  return buildNodes('linux', names, options);
}

/** What a node is to be, in the swarm and as a machine. Plain data. */
export interface NodeOptions {
  readonly hostname: string;
  /** Default `worker`. */
  readonly role?: NodeRole;
  /** Default `active`. */
  readonly availability?: NodeAvailability;
  /** Labels that the swarm keeps, matched by `node.labels.NAME`. */
  readonly labels?: Labels;
  readonly host: HostOptions;
}

/** What all nodes of a builder share. */
export interface NodeBuilderOptions
  extends Omit<HostOptions, 'os'>, Omit<NodeOptions, 'hostname' | 'host'> {}

/**
 * Checks what a user says of a node, and completes what that says of its machine.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readNodeOptions(options: NodeOptions): HostDescription {
  checkOptions<NodeOptions>('node', options, {
    hostname: 'any',
    role: 'any',
    availability: 'any',
    labels: 'record',
    host: 'any',
  });
  const { hostname, role = 'worker', availability = 'active' } = options;
  if (typeof hostname !== 'string' || hostname === '') throw invalid('a node needs a host name');
  if (!['worker', 'manager'].includes(role)) {
    throw invalid(`node ${hostname}: role must be 'worker' or 'manager', not '${role}'`);
  }
  if (!['active', 'pause', 'drain'].includes(availability)) {
    const wanted = "'active', 'pause' or 'drain'";
    throw invalid(`node ${hostname}: availability must be ${wanted}, not '${availability}'`);
  }
  checkTexts(`node ${hostname}: label`, options.labels);
  if (Object.hasOwn(options.labels ?? {}, '')) {
    throw invalid(`node ${hostname}: a label has no name`);
  }
  if (options.host === undefined) throw invalid(`node ${hostname}: no host is described`);
  return describeHost(options.host, hostname);
}

function buildNodes(
  os: HostOptions['os'],
  names: readonly string[],
  options: NodeBuilderOptions,
): readonly NodeOptions[] {
  const given: unknown = options;
  checkRecord('options of the nodes', given);
  checkList('host names', names);
  const { role = 'worker', availability = 'active', labels, ...machine } = options;
  const host: HostOptions = { os, ...machine };
  return names.map((hostname, index) => {
    if (names.indexOf(hostname) !== index) throw invalid(`host name '${hostname}' is given twice`);
    const node = { hostname, role, availability, ...(labels !== undefined && { labels }), host };
    readNodeOptions(node);
    return node;
  });
}
