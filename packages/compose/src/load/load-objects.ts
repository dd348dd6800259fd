/** The top-level networks, volumes, configs and secrets of a stack file. */
import { goQuote } from '../go/go-text.ts';
import type { IssueLog } from '../issue/issue.ts';
import {
  child,
  entriesOf,
  isNothing,
  type MapEntry,
  type ScalarValue,
  type SourceNode,
} from '../yaml/source-tree.ts';
import { resolvePath } from './file-path.ts';
import { readFlag, readLabels, readSize, readText, reportDecoding } from './read-value.ts';

/** What networks, volumes, configs and secrets have in common. */
export interface ObjectConfig {
  readonly node: SourceNode;
  /** Real name, where the file states one; the empty text leaves it to the stack's name. */
  readonly name: string;
  /** True for what must exist already. */
  readonly isExternal: boolean;
  readonly labels: readonly (readonly [string, string])[];
  readonly driver: string;
  readonly driverOptions?: readonly (readonly [string, string])[];
}

/** A network of a stack file. */
export interface NetworkConfig extends ObjectConfig {
  readonly isInternal: boolean;
  readonly isAttachable: boolean;
  /** Who hands out addresses; the empty text leaves it to the daemon. */
  readonly ipamDriver: string;
  readonly subnets: readonly string[];
}

/** A config or secret of a stack file. */
export interface FileObjectConfig extends ObjectConfig {
  /** Path of the data, seen from the stack file's folder. */
  readonly file: string;
  readonly templateDriver: string;
}

// docker/cli: cli/compose/loader/loader.go, LoadNetworks.
/** Reads the top-level networks. */
export function loadNetworks(
  entries: Iterable<readonly [string, MapEntry]>,
  surroundings: ObjectSurroundings,
): ReadonlyMap<string, NetworkConfig> {
  return loadEach(entries, (name, node) => {
    checkIsMap(name, node, surroundings.log);
    return {
      ...loadObject(name, node, { ...surroundings, kind: 'network', nameSince: 5 }),
      isInternal: readFlag(child(node, 'internal')),
      isAttachable: readFlag(child(node, 'attachable')),
      ipamDriver: readText(child(child(node, 'ipam'), 'driver')),
      subnets: loadSubnets(child(node, 'ipam')),
    };
  });
}

/** The schema lets networks with unusual names pass, whatever they are. */
function checkIsMap(name: string, node: SourceNode, log: IssueLog): void {
  if (node.kind === 'map' || isNothing(node)) return;
  const kind = node.kind === 'list' ? 'slice' : kindOf(node.value);
  reportDecoding(log, node.at, `'[${name}]' expected a map, got '${kind}'`);
}

/** Go: reflect.Kind of what go-yaml decodes. */
function kindOf(value: ScalarValue): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'int';
}

// docker/cli: cli/compose/loader/loader.go, LoadVolumes.
/** Reads the top-level volumes. */
export function loadVolumeObjects(
  entries: Iterable<readonly [string, MapEntry]>,
  surroundings: ObjectSurroundings,
): ReadonlyMap<string, ObjectConfig> {
  return loadEach(entries, (name, node) => {
    const volume = loadObject(name, node, { ...surroundings, kind: 'volume', nameSince: 4 });
    if (volume.isExternal) checkExternalVolume(name, volume, surroundings.log);
    checkClusterSpec(name, node, surroundings.log);
    return volume;
  });
}

// docker/cli: cli/compose/loader/loader.go, loadFileObjectConfig.
/** Reads the top-level configs or secrets. */
export function loadFileObjects(
  kind: 'config' | 'secret',
  entries: Iterable<readonly [string, MapEntry]>,
  surroundings: ObjectSurroundings,
): ReadonlyMap<string, FileObjectConfig> {
  return loadEach(entries, (name, node) => {
    const object = loadObject(name, node, { ...surroundings, kind, nameSince: 5 });
    const file = readText(child(node, 'file'));
    if (!object.isExternal && object.driver !== '' && file !== '') {
      const conflict = `${kind}.driver and ${kind}.file conflict; only use ${kind}.driver`;
      surroundings.log.error(node.at, 'conflicting-options', `${kind} ${name}: ${conflict}`);
    }
    const templateDriver = readText(child(node, 'template_driver'));
    return { ...object, file: resolvePath('', file), templateDriver };
  });
}

/** What the reading of objects needs besides the tree. */
export interface ObjectSurroundings {
  /** Minor version of the file; some ways to write are deprecated from one on. */
  readonly minor: number;
  readonly log: IssueLog;
}

interface ObjectRules extends ObjectSurroundings {
  readonly kind: 'network' | 'volume' | 'config' | 'secret';
  /** Minor version from which `name` replaces `external.name`. */
  readonly nameSince: number;
}

function loadEach<Value>(
  entries: Iterable<readonly [string, MapEntry]>,
  load: (name: string, node: SourceNode) => Value,
): ReadonlyMap<string, Value> {
  const loaded = new Map<string, Value>();
  for (const [name, { value }] of entries) loaded.set(name, load(name, value));
  return loaded;
}

function loadObject(name: string, node: SourceNode, rules: ObjectRules): ObjectConfig {
  const external = child(node, 'external');
  const isExternal = external?.kind === 'map' || readFlag(external);
  const options = child(node, 'driver_opts');
  return {
    node,
    name: isExternal ? externalName(name, node, rules) : readText(child(node, 'name')),
    isExternal,
    labels: readLabels(child(node, 'labels')),
    driver: readText(child(node, 'driver')),
    ...(options?.kind === 'map' && { driverOptions: readLabels(options) }),
  };
}

function externalName(
  name: string,
  node: SourceNode,
  { kind, minor, nameSince, log }: ObjectRules,
): string {
  const given = readText(child(node, 'name'));
  const oldNode = child(child(node, 'external'), 'name');
  const old = readText(oldNode);
  if (oldNode === undefined || old === '') return given || name;
  if (given !== '') {
    const conflict = `${kind}.external.name and ${kind}.name conflict; only use ${kind}.name`;
    log.error(oldNode.at, 'conflicting-options', `${kind} ${name}: ${conflict}`);
  } else if (minor >= nameSince) {
    const advice = `${kind}.external.name is deprecated in favor of ${kind}.name`;
    log.warning(oldNode.at, 'deprecated-option', `${kind} ${name}: ${advice}`);
  }
  return old;
}

/** A swarm here has no cluster volumes; what cannot be decoded is refused all the same. */
function checkClusterSpec(volume: string, node: SourceNode, log: IssueLog): void {
  const range = child(child(node, 'x-cluster-spec'), 'capacity_range');
  for (const [key, { value }] of entriesOf(range)) {
    const name = `[${volume}].x-cluster-spec.capacity_range.${key}`;
    if (key === 'required_bytes' || key === 'limit_bytes') readSize({ node: value, name, log });
  }
}

// docker/cli: cli/compose/loader/loader.go, externalVolumeError.
function checkExternalVolume(name: string, volume: ObjectConfig, log: IssueLog): void {
  const given: readonly (readonly [string, boolean])[] = [
    ['driver', volume.driver !== ''],
    ['driver_opts', (volume.driverOptions ?? []).length > 0],
    ['labels', volume.labels.length > 0],
  ];
  for (const [key, isGiven] of given) {
    if (!isGiven) continue;
    const at = child(volume.node, key)?.at ?? volume.node.at;
    const parameters = `conflicting parameters "external" and "${key}"`;
    const message = `${parameters} specified for volume ${goQuote(name)}`;
    log.error(at, 'conflicting-options', message);
  }
}

function loadSubnets(ipam: SourceNode | undefined): readonly string[] {
  const pools = child(ipam, 'config');
  if (pools?.kind !== 'list') return [];
  return pools.items.map((pool) => readText(child(pool, 'subnet')));
}

/** The entries of a section of the file; none where the section is missing. */
export function sectionOf(
  root: SourceNode,
  section: string,
): readonly (readonly [string, MapEntry])[] {
  return entriesOf(child(root, section));
}
