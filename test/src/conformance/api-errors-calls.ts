import type { ClusterId, GenericRuntimeSpec, Meta, ServiceSpec, TableName } from '@swarmsim/core';
import {
  fromDockerClusterSpec,
  fromDockerConfigSpec,
  fromDockerNetworkSpec,
  fromDockerNode,
  fromDockerNodeSpec,
  fromDockerSecretSpec,
  fromDockerServiceSpec,
  type DockerServiceSpec,
} from '@swarmsim/core/docker-format';

import type { ApiSession, MadeObject, ResolvedRequest } from './api-errors-session.ts';

type ApiCall = (session: ApiSession, request: ResolvedRequest) => MadeObject | void;

/** The calls of a recorded session, by name. */
export const apiCalls: Readonly<Record<string, ApiCall>> = {
  SetupCluster: ({ store }, { others }) => {
    const spec = fromDockerClusterSpec({
      Name: 'default',
      Orchestration: { TaskHistoryRetentionLimit: others.HistoryLimit },
      Dispatcher: others.HeartbeatPeriod === undefined ? {} : others,
    });
    const id = 'cluster' as ClusterId;
    return made(
      'cluster',
      store.update((tx) => tx.create('cluster', { id, spec })),
    );
  },
  SetupNode: ({ kernel, store }, { others }) => {
    const node = fromDockerNode({
      ID: kernel.ids.mint('node'),
      Spec: { Role: others.Role ?? '', Availability: others.Availability ?? '' },
      Status: { State: others.State ?? '' },
    });
    return made(
      'node',
      store.update((tx) => tx.create('node', node)),
    );
  },

  CreateConfig: ({ api }, { spec }) =>
    made('config', api.configs.create(read(spec, fromDockerConfigSpec))),
  UpdateConfig: ({ api }, { id, version, spec }) =>
    made('config', api.configs.update(id, version, read(spec, fromDockerConfigSpec))),
  GetConfig: ({ api }, { id }) => made('config', api.configs.get(id)),
  RemoveConfig: ({ api }, { id }) => api.configs.remove(id),

  CreateSecret: ({ api }, { spec }) =>
    made('secret', api.secrets.create(read(spec, fromDockerSecretSpec))),
  UpdateSecret: ({ api }, { id, version, spec }) =>
    made('secret', api.secrets.update(id, version, read(spec, fromDockerSecretSpec))),
  GetSecret: ({ api }, { id }) => made('secret', api.secrets.get(id)),
  RemoveSecret: ({ api }, { id }) => api.secrets.remove(id),

  CreateService: ({ api }, request) => made('service', api.services.create(readService(request))),
  UpdateService: ({ api }, request) => {
    const { id, version, others } = request;
    const options = others.Rollback === 'previous' ? ({ rollback: 'previous' } as const) : {};
    return made('service', api.services.update(id, version, readService(request), options));
  },
  GetService: ({ api }, { id }) => made('service', api.services.get(id)),
  RemoveService: ({ api }, { id }) => api.services.remove(id),

  CreateNetwork: ({ api }, { spec }) =>
    made('network', api.networks.create(read(spec, fromDockerNetworkSpec))),
  GetNetwork: ({ api }, { id }) => made('network', api.networks.get(id)),
  RemoveNetwork: ({ api }, { id }) => api.networks.remove(id),

  UpdateNode: ({ api }, { id, version, spec }) =>
    made('node', api.nodes.update(id, version, read(spec, fromDockerNodeSpec))),
  GetNode: ({ api }, { id }) => made('node', api.nodes.get(id)),
  RemoveNode: ({ api }, { id, others }) => api.nodes.remove(id, { force: others.Force ?? false }),

  UpdateCluster: ({ api }, { id, version, spec }) =>
    made('cluster', api.cluster.update(id, version, read(spec, fromDockerClusterSpec))),
  GetCluster: ({ api }, { id }) => made('cluster', api.cluster.get(id)),

  GetTask: ({ api }, { id }) => made('task', api.tasks.get(id)),
  RemoveTask: ({ api }, { id }) => api.tasks.remove(id),
};

type Stored = { readonly id: string; readonly meta: Meta };

function made(table: TableName, { id, meta }: Stored): MadeObject {
  return { table, id, version: meta.version };
}

/** A spec in the model's form; a missing one stays missing. */
function read<Docker, Model>(spec: unknown, convert: (docker: Docker) => Model): Model | undefined {
  return spec === undefined ? undefined : convert(spec as Docker);
}

/** A service spec, without the parts that the request does not set, and with generic runtimes. */
function readService({ spec, isNil }: ResolvedRequest): ServiceSpec | undefined {
  const service = read(spec, fromDockerServiceSpec);
  if (service === undefined) return undefined;
  const { mode, ...withoutMode } = service;
  const { runtime, ...withoutRuntime } = service.task;
  const generic = (spec as RecordedService).TaskTemplate?.$generic;
  const isBare = isNil('Spec.TaskTemplate.ContainerSpec');
  const container = isBare || runtime === undefined ? {} : { runtime };
  const task = generic === undefined ? container : { runtime: toGenericRuntime(generic) };
  return {
    ...withoutMode,
    ...(isNil('Spec.Mode') || mode === undefined ? {} : { mode }),
    task: { ...withoutRuntime, ...task },
  };
}

interface RecordedService extends DockerServiceSpec {
  readonly TaskTemplate?: NonNullable<DockerServiceSpec['TaskTemplate']> & {
    readonly $generic?: RecordedGeneric;
  };
}

interface RecordedGeneric {
  readonly Kind?: string;
  readonly Payload?: { readonly TypeUrl?: string; readonly Value?: string };
}

function toGenericRuntime({ Kind = '', Payload }: RecordedGeneric): GenericRuntimeSpec {
  if (Payload === undefined) return { kind: 'generic', name: Kind };
  const { TypeUrl: typeUrl = '', Value: value = '' } = Payload;
  return { kind: 'generic', name: Kind, payload: { typeUrl, value } };
}
