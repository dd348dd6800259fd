import { deploySchema, duration } from './deploy-schema.ts';
import {
  boolean,
  closedMap,
  commandLine,
  driverOptions,
  integer,
  listOf,
  number,
  openMap,
  pairs,
  since,
  text,
  textOrNumber,
  textOrTexts,
  uniqueTexts,
  withExtensions,
  type Properties,
  type Schema,
} from './schema.ts';

/** What a service must be like. */
export function serviceSchema(minor: number): Schema {
  const service = closedMap({
    ...container,
    ...since(1, minor, { secrets: fileReferences }),
    ...since(3, minor, { configs: fileReferences, credential_spec: credentialSpec(minor) }),
    ...since(5, minor, { isolation: text }),
    ...since(7, minor, { init: boolean }),
    ...since(9, minor, { cgroupns_mode: text }),
    ...since(13, minor, { oom_score_adj: integer }),
    build: build(minor),
    deploy: deploySchema(minor),
    healthcheck: healthcheck(minor),
    networks: networks(minor),
    ports: ports(minor),
    volumes: volumes(minor),
  });
  return withExtensions(7, minor, service);
}

const limit: Schema = {
  oneOf: [integer, { ...closedMap({ hard: integer, soft: integer }), required: ['soft', 'hard'] }],
};

const logging: Schema = closedMap({
  driver: text,
  options: { types: ['object'], patterns: [[/^.+$/, { types: ['string', 'number', 'null'] }]] },
});

const container: Properties = {
  cap_add: uniqueTexts,
  cap_drop: uniqueTexts,
  cgroup_parent: text,
  command: commandLine,
  container_name: text,
  depends_on: uniqueTexts,
  devices: uniqueTexts,
  dns: textOrTexts,
  dns_search: textOrTexts,
  domainname: text,
  entrypoint: commandLine,
  env_file: textOrTexts,
  environment: pairs,
  expose: { ...listOf(textOrNumber), unique: true },
  external_links: uniqueTexts,
  extra_hosts: pairs,
  hostname: text,
  image: text,
  ipc: text,
  labels: pairs,
  links: uniqueTexts,
  logging,
  mac_address: text,
  network_mode: text,
  pid: { types: ['string', 'null'] },
  privileged: boolean,
  read_only: boolean,
  restart: text,
  security_opt: uniqueTexts,
  shm_size: { types: ['number', 'string'] },
  stdin_open: boolean,
  stop_grace_period: duration,
  stop_signal: text,
  sysctls: pairs,
  tmpfs: textOrTexts,
  tty: boolean,
  ulimits: { types: ['object'], patterns: [[/^[a-z]+$/, limit]] },
  user: text,
  userns_mode: text,
  working_dir: text,
};

const fileReferences: Schema = listOf({
  oneOf: [text, openMap({ source: text, target: text, uid: text, gid: text, mode: number })],
});

function credentialSpec(minor: number): Schema {
  return closedMap({ file: text, registry: text, ...since(8, minor, { config: text }) });
}

function build(minor: number): Schema {
  const properties: Properties = {
    context: text,
    dockerfile: text,
    args: pairs,
    ...since(2, minor, { cache_from: uniqueTexts }),
    ...since(3, minor, { labels: pairs }),
    ...since(4, minor, { network: text, target: text }),
    ...since(5, minor, { shm_size: { types: ['integer', 'string'] } }),
    ...since(9, minor, { extra_hosts: pairs }),
  };
  return { oneOf: [text, minor >= 11 ? openMap(properties) : closedMap(properties)] };
}

function healthcheck(minor: number): Schema {
  const period = minor >= 4 ? duration : text;
  return closedMap({
    disable: boolean,
    interval: period,
    retries: number,
    test: commandLine,
    timeout: period,
    ...since(4, minor, { start_period: duration }),
    ...since(12, minor, { start_interval: duration }),
  });
}

function networks(minor: number): Schema {
  const attachment = closedMap({
    aliases: uniqueTexts,
    ipv4_address: text,
    ipv6_address: text,
    ...since(13, minor, { driver_opts: driverOptions }),
  });
  const byName: Schema = {
    types: ['object'],
    patterns: [[/^[a-zA-Z0-9._-]+$/, { oneOf: [attachment, { types: ['null'] }] }]],
    closed: true,
  };
  return { oneOf: [uniqueTexts, byName] };
}

function ports(minor: number): Schema {
  const shortForm: Schema = { types: ['string', 'number'], format: 'ports' };
  const longForm = closedMap({ mode: text, target: integer, published: integer, protocol: text });
  const forms: readonly Schema[] = [
    { types: ['number'], format: 'ports' },
    { types: ['string'], format: 'ports' },
    longForm,
  ];
  return { ...listOf(minor >= 2 ? { oneOf: forms } : shortForm), unique: true };
}

function volumes(minor: number): Schema {
  if (minor < 2) return uniqueTexts;
  const longForm: Schema = {
    required: ['type'],
    ...closedMap({
      type: text,
      source: text,
      target: text,
      read_only: boolean,
      consistency: text,
      bind: openMap({ propagation: text }),
      volume: openMap({ nocopy: boolean }),
      ...since(6, minor, { tmpfs: openMap({ size: { types: ['integer'], minimum: 0 } }) }),
    }),
  };
  return listOf({ oneOf: [text, longForm] });
}
