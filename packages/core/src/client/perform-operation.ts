/**
 * Does what an operation says: what the docker client does first (names to ids, images to digests),
 * then the control API. It runs inside one step of the kernel and refuses before it writes.
 */
import type { ControlApi } from '../control-api/control-api.ts';
import type { EditOfDomain } from '../directory/decide-edit.ts';
import type { NodeOptions } from '../engine/hosts.ts';
import type { CredentialSpecCopy } from '../engine/host-credential-specs.ts';
import type { HostChange } from '../engine/host-change.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { Node } from '../model/node.ts';
import type { Service, ServiceSpec } from '../model/service.ts';
import type { ImageDescription } from '../registry/registry.ts';
import type { ReadTx } from '../store/store.ts';
import type { NodeId } from '../model/ids.ts';
import type { RaftView } from '../control-api/raft-view.ts';
import { checkNodeEdit } from './check-operation.ts';
import { editServiceSpec } from './edit-service-spec.ts';
import { performControlApiCall } from './guard-control-api.ts';
import type { NameLookup } from './file-references.ts';
import type { FaultPerformers } from './fault-performers.ts';
import { leaveSwarm, type LeavingHosts } from './leave-swarm.ts';
import type { OperationKind, OperationResults, Operations } from './operation.ts';
import { tagImage } from './pin-image.ts';
import { resolveReference } from './resolve-reference.ts';
import { toServiceSpec } from './to-service-spec.ts';

/** What operations are made of. */
export interface OperationParts {
  readonly state: ReadTx;
  readonly controlApi: ControlApi;
  readonly lookup: NameLookup;
  /** Pins an image to its digest and platforms, where the registry knows it. */
  readonly pinImage: (spec: ServiceSpec) => ServiceSpec;
  readonly joinNode: (options: NodeOptions) => Node;
  readonly raft: RaftView;
  readonly hosts: LeavingHosts;
  readonly changeHost: (nodeId: NodeId, change: HostChange) => void;
  readonly credentialSpecs: CredentialSpecHosts;
  readonly pushImage: (image: ImageDescription) => void;
  readonly editDirectory: (edit: EditOfDomain) => void;
  readonly faults: FaultPerformers;
}

/** Hosts that credential specs are copied to. */
interface CredentialSpecHosts {
  writeCredentialSpec(nodeId: NodeId, copy: CredentialSpecCopy): void;
  deleteCredentialSpec(nodeId: NodeId, copy: Omit<CredentialSpecCopy, 'text'>): void;
}

/** One function per kind of operation. */
export type Performers = {
  readonly [Kind in OperationKind]: (operation: Operations[Kind]) => OperationResults[Kind];
};

/** Makes the functions that perform operations. */
export function createPerformers(parts: OperationParts): Performers {
  return {
    'directory-edit': ({ domain, edit }) => parts.editDirectory({ domain, edit }),
    'control-api': (call) => performControlApiCall(parts.controlApi, call),
    ...configPerformers(parts),
    ...servicePerformers(parts),
    ...nodePerformers(parts),
    ...hostPerformers(parts),
  };
}

type ObjectKind =
  | 'config-create'
  | 'config-label'
  | 'config-remove'
  | 'secret-create'
  | 'secret-label'
  | 'secret-remove'
  | 'network-create'
  | 'network-remove';

function configPerformers({ state, controlApi }: OperationParts): Pick<Performers, ObjectKind> {
  return {
    'config-create': ({ spec }) => controlApi.configs.create(spec),
    'config-label': ({ config, labels }) => {
      const { id, meta, spec } = resolveReference(state, 'config', config);
      return controlApi.configs.update(id, meta.version, { ...spec, labels });
    },
    'config-remove': ({ config }) =>
      controlApi.configs.remove(resolveReference(state, 'config', config).id),
    'secret-create': ({ spec }) => controlApi.secrets.create(spec),
    'secret-label': ({ secret, labels }) => {
      const { id, meta, spec } = resolveReference(state, 'secret', secret);
      return controlApi.secrets.update(id, meta.version, { ...spec, labels });
    },
    'secret-remove': ({ secret }) =>
      controlApi.secrets.remove(resolveReference(state, 'secret', secret).id),
    'network-create': ({ spec }) => controlApi.networks.create(spec),
    'network-remove': ({ network }) =>
      controlApi.networks.remove(resolveReference(state, 'network', network).id),
  };
}

type ServiceKind = Extract<OperationKind, `service-${string}`>;

function servicePerformers(parts: OperationParts): Pick<Performers, ServiceKind> {
  const { state, controlApi, lookup } = parts;
  const { services } = controlApi;
  const find = (reference: string): Service => resolveReference(state, 'service', reference);
  return {
    'service-create': ({ options, resolveImage }) =>
      services.create(pin(parts, toServiceSpec(options, lookup), resolveImage)),
    'service-create-spec': ({ spec, resolveImage }) =>
      services.create(pin(parts, spec, resolveImage)),
    'service-update': ({ service, options, resolveImage }) => {
      const { id, meta, spec } = find(service);
      const edited = editServiceSpec(spec, options, lookup);
      const keepsImage = imageOf(edited) === imageOf(spec);
      return services.update(id, meta.version, pin(parts, edited, !keepsImage && resolveImage));
    },
    'service-update-spec': ({ service, version, spec, resolveImage }) =>
      services.update(find(service).id, version, pin(parts, spec, resolveImage)),
    'service-scale': ({ service, replicas }) => {
      const { id, meta, spec } = find(service);
      return services.update(id, meta.version, withReplicas(spec, service, replicas));
    },
    'service-rollback': ({ service }) => {
      const { id, meta, spec } = find(service);
      return services.update(id, meta.version, spec, { rollback: 'previous' });
    },
    'service-remove': ({ service }) => services.remove(find(service).id),
  };
}

type NodeKind = Extract<OperationKind, `node-${string}` | `fault${string}`>;

function nodePerformers(parts: OperationParts): Pick<Performers, NodeKind> {
  const { state, controlApi } = parts;
  return {
    'node-join': ({ node }) => parts.joinNode(node),
    'node-update': ({ node, edit }) => {
      checkNodeEdit(edit);
      const { id, meta, spec } = resolveReference(state, 'node', node);
      return controlApi.nodes.update(id, meta.version, { ...spec, ...edit });
    },
    'node-remove': ({ node, force = false }) => {
      const found = resolveReference(state, 'node', node);
      controlApi.nodes.remove(found.id, { force });
      parts.hosts.leave(found.id);
    },
    'node-leave': ({ node, force = false }) =>
      leaveSwarm(parts, resolveReference(state, 'node', node), force),
    'node-change-host': ({ node, change }) =>
      parts.changeHost(resolveReference(state, 'node', node).id, change),
    fault: ({ fault }) => parts.faults.strike(fault),
    'fault-schedule': ({ faults }) => parts.faults.plan(faults),
    'fault-unschedule': () => parts.faults.endPlans(),
  };
}

type HostKind = 'image-push' | Extract<OperationKind, `credential-spec-${string}`>;

/** What is done beside the swarm: managers are not asked. */
function hostPerformers(parts: OperationParts): Pick<Performers, HostKind> {
  const { state, credentialSpecs } = parts;
  const find = (reference: string): NodeId => resolveReference(state, 'node', reference).id;
  return {
    'image-push': ({ image }) => parts.pushImage(image),
    'credential-spec-write': ({ node, copy }) =>
      credentialSpecs.writeCredentialSpec(find(node), copy),
    'credential-spec-delete': ({ node, copy }) =>
      credentialSpecs.deleteCredentialSpec(find(node), copy),
  };
}

function pin(parts: OperationParts, spec: ServiceSpec, resolveImage = true): ServiceSpec {
  const tagged = tagImage(spec);
  return resolveImage ? parts.pinImage(tagged) : tagged;
}

function imageOf(spec: ServiceSpec): string | undefined {
  return spec.task.runtime?.kind === 'container' ? spec.task.runtime.image : undefined;
}

/** docker/cli: cli/command/service/scale.go, runServiceScale. */
function withReplicas(spec: ServiceSpec, reference: string, replicas: number): ServiceSpec {
  if (!Number.isSafeInteger(replicas) || replicas < 0) {
    const reason = `strconv.ParseUint: parsing "${replicas}": invalid syntax`;
    const message = `${reference}: invalid replicas value ${replicas}: ${reason}`;
    throw new SwarmSimError('invalid-argument', message);
  }
  const { mode } = spec;
  if (mode?.kind === 'replicated') return { ...spec, mode: { ...mode, replicas } };
  if (mode?.kind === 'replicated-job') {
    return { ...spec, mode: { ...mode, totalCompletions: replicas } };
  }
  throw new SwarmSimError(
    'invalid-argument',
    `${reference}: scale can only be used with replicated or replicated-job mode`,
  );
}
