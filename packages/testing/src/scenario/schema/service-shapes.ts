import type {
  FileReferenceOptions,
  HealthConfig,
  LogDriver,
  Mount,
  PortConfig,
  PortOptions,
  ResourceOptions,
  RestartOptions,
  ServiceOptions,
  UpdateOptions,
} from '@swarmsim/core';
import {
  any,
  count,
  duration,
  either,
  flag,
  labels,
  list,
  map,
  number,
  oneOf,
  record,
  size,
  text,
  texts,
  type FieldsOf,
  type RecordShape,
  type Shape,
} from './shape.ts';

const files = list(
  either(
    'a name or { source, target }',
    text,
    record<FileReferenceOptions>(
      { source: text, target: text, uid: text, gid: text, mode: count },
      'source',
    ),
  ),
);
const protocol = oneOf('tcp', 'udp', 'sctp');
const publishMode = oneOf('ingress', 'host');
const port: Shape = {
  kind: 'fork',
  on: 'targetPort',
  yes: record<PortConfig>(
    { name: text, protocol, targetPort: count, publishedPort: count, publishMode },
    'targetPort',
  ),
  no: record<PortOptions>(
    { target: count, published: count, protocol, mode: publishMode },
    'target',
  ),
};
const resources = record<ResourceOptions>({
  cpus: number,
  memory: size,
  generic: map(count),
  pids: number,
});
const update = record<UpdateOptions>({
  parallelism: count,
  delay: duration,
  failureAction: oneOf('pause', 'continue', 'rollback'),
  monitor: duration,
  maxFailureRatio: number,
  order: oneOf('stop-first', 'start-first'),
});
const mount = record<Mount>(
  {
    type: oneOf('bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'),
    source: text,
    target: text,
    readOnly: flag,
    volumeOptions: any,
  },
  'type',
  'target',
);
const healthcheck = record<HealthConfig>({
  test: texts,
  intervalMs: count,
  timeoutMs: count,
  retries: count,
  startPeriodMs: count,
  startIntervalMs: count,
});

const fields: FieldsOf<ServiceOptions> = {
  name: text,
  image: text,
  labels,
  mode: oneOf('replicated', 'global', 'replicated-job', 'global-job'),
  replicas: count,
  maxConcurrent: count,
  command: texts,
  args: texts,
  env: either('an object or a list of NAME=value', labels, texts),
  containerLabels: labels,
  hostname: text,
  user: text,
  workdir: text,
  isolation: oneOf('default', 'process', 'hyperv'),
  credentialSpec: text,
  configs: files,
  secrets: files,
  mounts: list(mount),
  healthcheck,
  stopGracePeriod: duration,
  stopSignal: text,
  constraints: texts,
  spread: texts,
  maxReplicasPerNode: count,
  reserve: resources,
  limit: resources,
  restart: record<RestartOptions>({
    condition: oneOf('none', 'on-failure', 'any'),
    delay: duration,
    maxAttempts: count,
    window: duration,
  }),
  update,
  rollback: update,
  networks: texts,
  ports: list(either('a port number, a text such as 80:8080, or an object', count, text, port)),
  endpointMode: oneOf('vip', 'dnsrr'),
  logDriver: record<LogDriver>({ name: text, options: labels }, 'name'),
  forceUpdate: count,
};

export const serviceShape: RecordShape = record<ServiceOptions>(fields, 'name', 'image');

/** Options to change; null takes one away. */
export const serviceChangeShape: RecordShape = {
  kind: 'record',
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, of]) => [name, { kind: 'nullable', of } as const]),
  ),
  needs: [],
};
