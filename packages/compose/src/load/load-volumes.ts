import type { LookUp } from '../interpolation/substitute.ts';
import { child, itemsOf, type SourceNode } from '../yaml/source-tree.ts';
import { isWindowsAbsolute, resolvePath } from './file-path.ts';
import { readFlag, readText, reportDecoding, type Field } from './read-value.ts';
import { parseVolumeSpec } from './volume-spec.ts';

/** A volume, folder or memory that a service mounts. */
export interface VolumeMount {
  readonly node: SourceNode;
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** How mounts show up on the other side of a bind mount; the empty text is docker's default. */
  readonly propagation: string;
  /** Which of the sections that belong to one type are given. */
  readonly sections: readonly VolumeSection[];
}

/** A section of a volume that belongs to one type of it. */
export type VolumeSection = 'bind' | 'volume' | 'tmpfs';

/** What the reading of volumes needs besides the list. */
export interface VolumeSurroundings {
  /** Folder that relative sources are in. */
  readonly workingDirectory: string;
  readonly lookUp: LookUp;
}

/** Reads the `volumes` of a service, short or long. */
export function loadVolumes(
  { node, log }: Omit<Field, 'name'>,
  surroundings: VolumeSurroundings,
): readonly VolumeMount[] {
  return itemsOf(node).flatMap((item, index) => {
    const field: Field = { node: item, name: `Volumes[${index}]`, log };
    const volume = item.kind === 'map' ? loadLongForm(item) : loadShortForm(item, field);
    return (volume && resolveSource(volume, surroundings, field)) ?? [];
  });
}

function loadLongForm(node: SourceNode): VolumeMount {
  const sections: readonly VolumeSection[] = ['bind', 'volume', 'tmpfs'];
  return {
    node,
    type: readText(child(node, 'type')),
    source: readText(child(node, 'source')),
    target: readText(child(node, 'target')),
    readOnly: readFlag(child(node, 'read_only')),
    propagation: readText(child(child(node, 'bind'), 'propagation')),
    sections: sections.filter((section) => child(node, section) !== undefined),
  };
}

function loadShortForm(node: SourceNode, { name, log }: Field): VolumeMount | undefined {
  const parsed = parseVolumeSpec(readText(node));
  if (parsed.kind === 'malformed') {
    reportDecoding(log, node.at, `error decoding '${name}': ${parsed.message}`);
    return undefined;
  }
  const { noCopy, ...volume } = parsed.volume;
  const sections: VolumeSection[] = [];
  if (volume.propagation !== '') sections.push('bind');
  if (noCopy) sections.push('volume');
  return { node, ...volume, sections };
}

// docker/cli: cli/compose/loader/loader.go, resolveVolumePaths.
function resolveSource(
  volume: VolumeMount,
  { workingDirectory, lookUp }: VolumeSurroundings,
  { log }: Field,
): VolumeMount | undefined {
  if (volume.type !== 'bind') return volume;
  const { at } = volume.node;
  if (volume.source === '') {
    const message = 'invalid mount config for type "bind": field Source must not be empty';
    log.error(at, 'malformed-value', message);
    return undefined;
  }
  const home = lookUp('HOME');
  const isInHome = volume.source.startsWith('~');
  if (isInHome && home === undefined) {
    log.warning(at, 'ignored-value', "cannot expand '~', because the environment lacks HOME");
  }
  const source = isInHome ? (home ?? '~') + volume.source.slice(1) : volume.source;
  if (isWindowsAbsolute(source)) return { ...volume, source };
  return {
    ...volume,
    source: source.startsWith('/') ? source : resolvePath(workingDirectory, source),
  };
}
