import { labelsFrom } from '@swarmsim/core';
import type { DockerMount } from '@swarmsim/core/docker-format';
import { goQuote } from '../go/go-text.ts';
import type { ObjectConfig } from '../load/load-objects.ts';
import type { VolumeMount, VolumeSection } from '../load/load-volumes.ts';
import type { ServiceConfig } from '../load/service-config.ts';
import { given, realName, stackLabels, type StackFile } from './stack-plan.ts';

// docker/cli: cli/compose/convert/volume.go, Volumes.
/** The mounts of a service. */
export function planMounts(file: StackFile, service: ServiceConfig): readonly DockerMount[] {
  return service.volumes.flatMap((volume) => {
    const problem = problemOf(file, volume);
    if (problem === undefined) return [toMount(file, volume)];
    const message = `service ${service.name}: ${problem}`;
    file.log.error(volume.node.at, 'malformed-value', message);
    return [];
  });
}

type Type = 'volume' | 'bind' | 'tmpfs' | 'npipe' | 'cluster' | 'image';

/** What each type cannot be combined with, in the order in which docker looks. */
const incompatible: Readonly<Record<Type, readonly VolumeSection[]>> = {
  volume: ['tmpfs', 'bind'],
  image: ['volume', 'bind', 'tmpfs'],
  bind: ['volume', 'tmpfs'],
  tmpfs: ['bind', 'volume'],
  npipe: ['volume', 'tmpfs'],
  cluster: ['tmpfs', 'bind', 'volume'],
};

const sourceless: ReadonlySet<string> = new Set(['volume', 'tmpfs']);

function problemOf(file: StackFile, volume: VolumeMount): string | undefined {
  const type = typeOf(volume);
  if (type === undefined) return 'volume type must be volume, bind, tmpfs, npipe, or cluster';
  if (volume.source === '' && !sourceless.has(type)) {
    return `invalid ${type} source, source cannot be empty`;
  }
  if (volume.source !== '' && type === 'tmpfs') {
    return 'invalid tmpfs source, source must be empty';
  }
  const section = incompatible[type].find((unfit) => volume.sections.includes(unfit));
  if (section !== undefined) return `${section} options are incompatible with type ${type}`;
  const isDeclared = !isNamed(volume) || file.volumes.has(volume.source);
  return isDeclared ? undefined : `undefined volume ${goQuote(volume.source)}`;
}

function typeOf({ type }: VolumeMount): Type | undefined {
  if (type === '') return 'volume';
  return Object.hasOwn(incompatible, type) ? (type as Type) : undefined;
}

/** True for mounts whose source is a volume of the file. */
function isNamed(volume: VolumeMount): boolean {
  const type = typeOf(volume);
  if (type === 'volume') return volume.source !== '';
  return type === 'cluster' && !volume.source.startsWith('group:');
}

function toMount(file: StackFile, volume: VolumeMount): DockerMount {
  const object = isNamed(volume) ? file.volumes.get(volume.source) : undefined;
  const source = isNamed(volume) ? realName(file, volume.source, object) : volume.source;
  const hasOptions = typeOf(volume) === 'volume' && volume.source !== '';
  return {
    ...given('Type', volume.type),
    ...given('Source', source),
    ...given('Target', volume.target),
    ...(volume.readOnly && { ReadOnly: true }),
    ...(volume.propagation !== '' && { BindOptions: { Propagation: volume.propagation } }),
    ...(hasOptions && { VolumeOptions: toVolumeOptions(file, object) }),
  };
}

function toVolumeOptions(
  file: StackFile,
  object: ObjectConfig | undefined,
): NonNullable<DockerMount['VolumeOptions']> {
  if (object === undefined || object.isExternal) return {};
  const { driver, driverOptions, labels } = object;
  const options = driverOptions && { Options: labelsFrom(driverOptions) };
  return {
    Labels: stackLabels(file, labels),
    ...((driver !== '' || options) && { DriverConfig: { Name: driver, ...options } }),
  };
}
