import {
  boolean,
  closedMap,
  driverOptions,
  listOf,
  openMap,
  pairs,
  since,
  text,
  withExtensions,
  type Properties,
  type Schema,
} from './schema.ts';
import { serviceSchema } from './service-schema.ts';

// docker/cli: cli/compose/schema/data has one schema per version; here a minor version selects.
/** What a stack file of Compose 3.`minor` must be like. */
export function composeSchema(minor: number): Schema {
  const file: Schema = closedMap({
    version: text,
    services: named(serviceSchema(minor)),
    // The schema forgets to close this one mapping.
    networks: { types: ['object'], patterns: [[objectName, networkSchema(minor)]] },
    volumes: named(volumeSchema(minor)),
    ...since(1, minor, { secrets: named(secretSchema(minor)) }),
    ...since(3, minor, { configs: named(configSchema(minor)) }),
  });
  return withExtensions(4, minor, file);
}

/** The newest minor version, which a file without a version has. */
export const newestMinor = 13;

const objectName = /^[a-zA-Z0-9._-]+$/;

function named(schema: Schema): Schema {
  return { types: ['object'], patterns: [[objectName, schema]], closed: true };
}

const externalByName: Properties = { name: text };
const external: Schema = { types: ['boolean', 'object'], properties: externalByName, closed: true };
const openExternal: Schema = { types: ['boolean', 'object'], properties: externalByName };

function networkSchema(minor: number): Schema {
  const network: Schema = {
    types: ['object', 'null'],
    closed: true,
    properties: {
      driver: text,
      driver_opts: driverOptions,
      ipam: closedMap({ driver: text, config: listOf(closedMap({ subnet: text })) }),
      external,
      internal: boolean,
      labels: pairs,
      ...since(2, minor, { attachable: boolean }),
      ...since(5, minor, { name: text }),
    },
  };
  return withExtensions(7, minor, network);
}

function volumeSchema(minor: number): Schema {
  const volume: Schema = {
    types: ['object', 'null'],
    closed: true,
    properties: {
      driver: text,
      driver_opts: driverOptions,
      external,
      labels: pairs,
      ...since(4, minor, { name: text }),
      ...since(10, minor, { 'x-cluster-spec': clusterVolume }),
    },
  };
  return withExtensions(7, minor, volume);
}

const topologies: Schema = listOf(openMap({ segments: pairs }));

const clusterVolume: Schema = openMap({
  group: text,
  access_mode: openMap({
    scope: text,
    sharing: text,
    block_volume: { types: ['object'] },
    mount_volume: openMap({ fs_type: text, mount_flags: listOf(text) }),
  }),
  accessibility_requirements: openMap({ requisite: topologies, preferred: topologies }),
  capacity_range: openMap({ required_bytes: text, limit_bytes: text }),
  availability: text,
});

function secretSchema(minor: number): Schema {
  const secret = closedMap({
    ...fileObject(minor),
    ...since(8, minor, { driver: text, driver_opts: driverOptions, template_driver: text }),
  });
  return withExtensions(7, minor, secret);
}

function configSchema(minor: number): Schema {
  const config = closedMap({
    ...fileObject(minor),
    ...since(8, minor, { template_driver: text }),
  });
  return withExtensions(7, minor, config);
}

function fileObject(minor: number): Properties {
  return {
    file: text,
    external: openExternal,
    labels: pairs,
    ...since(5, minor, { name: text }),
  };
}
