import type {
  Behaviour,
  GenericResource,
  HostChange,
  HostOptions,
  ImageDescription,
  ImagePlatform,
  NodeEdit,
  NodeOptions,
  PluginDescription,
  RegistryOptions,
} from '@swarmsim/core';
import {
  any,
  count,
  either,
  flag,
  labels,
  list,
  map,
  number,
  object,
  oneOf,
  record,
  size,
  text,
  type Shape,
} from './shape.ts';

const generic = list(
  record<GenericResource>(
    {
      kind: oneOf('discrete', 'named'),
      resource: text,
      value: either('a number or a text', count, text),
    },
    'kind',
    'resource',
    'value',
  ),
);
const plugins = list(record<PluginDescription>({ type: text, name: text }, 'type', 'name'));
const platform = record<ImagePlatform>(
  { os: text, architecture: text, osVersion: text },
  'os',
  'architecture',
);
const ccgPlugin = record({ isBroken: flag, credentials: map(object) });

const changeable = {
  cpus: number,
  memory: size,
  genericResources: generic,
  engineVersion: text,
  engineLabels: labels,
  plugins,
};

const host = record<HostOptions>(
  {
    os: oneOf('windows', 'linux'),
    architecture: text,
    build: count,
    revision: count,
    ...changeable,
    isolation: oneOf('process', 'hyperv'),
    addr: text,
    domain: text,
    site: text,
    dockerRoot: text,
    credentialSpecFiles: labels,
    credentialSpecRegistry: labels,
    ccgPlugins: map(ccgPlugin),
    images: list(record({ name: text, platform }, 'name')),
  },
  'os',
);

const role = oneOf('worker', 'manager');
const availability = oneOf('active', 'pause', 'drain');

export const nodeShape: Shape = record<NodeOptions>(
  { hostname: text, role, availability, labels, host },
  'hostname',
  'host',
);
export const nodeEditShape: Shape = record<NodeEdit>({ availability, role, labels });
export const hostChangeShape: Shape = record<HostChange>(changeable);

export const imageShape: Shape = record<ImageDescription>(
  { name: text, platforms: list(platform), digest: text, credentialSpec: text },
  'name',
  'platforms',
);
export const registryShape: Shape = record<RegistryOptions>({
  images: list(imageShape),
  unknown: oneOf('accept', 'refuse'),
});

/** Whole ms, or the bounds of a random time. */
const range = either(
  'a number of ms or { min, max }',
  count,
  record({ min: count, max: count }, 'min', 'max'),
);

export const behaviourShape: Shape = record<Behaviour>({
  service: text,
  image: text,
  slot: count,
  node: text,
  incarnation: count,
  prepareMs: range,
  startMs: range,
  stopMs: range,
  ignoresStop: flag,
  stopExitCode: any,
  reject: text,
  failStart: text,
  exitAfterMs: range,
  exitCode: number,
  healthyAfterMs: range,
  unhealthyAfterMs: range,
  probeMs: range,
});
