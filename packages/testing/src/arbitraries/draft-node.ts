/** Hosts as they are drawn: what sets one apart goes trait by trait, so that traits shrink away alone. */
import type { HostOptions, NodeOptions } from '@swarmsim/core';
import fc from 'fast-check';
import { credentialSpecText } from './credential-spec-text.ts';

/** A host before it has its name. */
export interface DraftNode {
  readonly os: 'windows' | 'linux';
  readonly traits: readonly NodeTrait[];
}

/** Something that sets a host apart. One that does not go with its operating system is passed over. */
export interface NodeTrait extends Omit<Partial<NodeOptions>, 'host' | 'hostname'> {
  readonly os?: 'windows' | 'linux';
  readonly host?: Partial<HostOptions>;
  /** It stays outside the domain that the others have joined. */
  readonly isOutsider?: boolean;
}

/** What hosts are drawn from. */
export interface NodeTraits {
  readonly windows: boolean;
  readonly linux: boolean;
  /** Most traits of one host. */
  readonly traitsMax: number;
  /** Whether hosts may be managers. */
  readonly managers: boolean;
}

/** Random hosts. They shrink to plain ones with Windows. */
export function draftNodes(options: NodeTraits): fc.Arbitrary<DraftNode> {
  const { windows, linux, traitsMax } = options;
  const systems = [
    ...(windows ? (['windows'] as const) : []),
    ...(linux ? (['linux'] as const) : []),
  ];
  const traits = nodeTraits.filter(
    ({ role, os }) =>
      (options.managers || role === undefined) && (os === undefined || systems.includes(os)),
  );
  return fc.record({
    os:
      systems.length === 2
        ? fc.constantFrom('windows', 'windows', 'linux')
        : fc.constantFrom(...systems),
    traits: fc.array(fc.constantFrom(...traits), { maxLength: traitsMax }),
  });
}

/** Makes a host of a draft. */
export function toNode(
  { os, traits }: DraftNode,
  {
    hostname,
    labels,
    domain,
  }: { hostname: string; labels: Record<string, string>; domain?: string },
): NodeOptions {
  const fitting = traits.filter((trait) => trait.os === undefined || trait.os === os);
  const isJoined = domain !== undefined && os === 'windows';
  let node: NodeOptions = { hostname, host: { os, ...(isJoined && { domain }) } };
  let allLabels = labels;
  for (const { os: _, isOutsider, host, labels: more, ...rest } of fitting) {
    allLabels = { ...allLabels, ...more };
    node = { ...node, ...rest, host: { ...node.host, ...host } };
    if (isOutsider === true) node = { ...node, host: withoutDomain(node.host) };
  }
  if (Object.keys(allLabels).length === 0) return node;
  return { ...node, labels: allLabels };
}

function withoutDomain(host: HostOptions): HostOptions {
  const { domain: _, ...rest } = host;
  return rest;
}

/** Puts copies of a credential spec on a Windows host, where services take it from there. */
export function withCopies(
  node: NodeOptions,
  places: ReadonlySet<'file' | 'registry'>,
): NodeOptions {
  if (places.size === 0 || node.host.os !== 'windows') return node;
  const text = credentialSpecText('spec-1');
  return {
    ...node,
    host: {
      ...node.host,
      ...(places.has('file') && { credentialSpecFiles: { 'spec-1.json': text } }),
      ...(places.has('registry') && { credentialSpecRegistry: { 'spec-1': text } }),
    },
  };
}

/** An engine that has no driver for overlay networks, and writes logs to files only. */
const fewPlugins = [
  { type: 'Log', name: 'json-file' },
  { type: 'Network', name: 'null' },
] as const;

const discrete = (value: number) => [{ kind: 'discrete', resource: 'gpu', value }] as const;
const named = (...values: readonly string[]) =>
  values.map((value) => ({ kind: 'named', resource: 'fpga', value }) as const);

/** The plainest first. */
const nodeTraits: readonly NodeTrait[] = [
  { labels: { disk: 'ssd' } },
  { labels: { disk: 'hdd' } },
  { labels: { zone: 'b' } },
  { labels: { zone: 'c', rack: '2' } },
  { availability: 'pause' },
  { availability: 'drain' },
  { role: 'manager' },
  { role: 'manager' },
  { host: { cpus: 1 } },
  { host: { cpus: 8 } },
  { host: { memory: '1g' } },
  { host: { memory: '4g' } },
  { host: { engineLabels: { storage: 'fast' } } },
  { host: { engineLabels: { storage: 'slow' } } },
  { host: { genericResources: discrete(1) } },
  { host: { genericResources: discrete(2) } },
  { host: { genericResources: named('A', 'B') } },
  { host: { plugins: fewPlugins } },
  { host: { addr: '10.0.0.9' } },
  { host: { images: [{ name: 'app:1' }] } },
  { host: { engineVersion: '18.09.9' } },
  { os: 'windows', host: { build: 20_348 } },
  { os: 'windows', host: { build: 26_100 } },
  { os: 'windows', host: { build: 22_000 } },
  { os: 'windows', host: { build: 14_393, revision: 4_000, engineVersion: '20.10.24' } },
  { os: 'windows', host: { isolation: 'hyperv' } },
  { os: 'windows', host: { site: 'branch' } },
  { os: 'windows', isOutsider: true },
  { os: 'linux', host: { architecture: 'aarch64' } },
];
