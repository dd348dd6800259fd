/**
 * Every action a user takes, as plain data. The methods of a swarm are sugar over
 * `swarm.apply(operation)`, so a run can be written down, replayed, and sent elsewhere.
 */
import type { HostChange } from '../engine/host-change.ts';
import type { CredentialSpecCopy } from '../engine/host-credential-specs.ts';
import type { DirectoryEdit } from '../directory/directory-options.ts';
import type { NodeOptions } from '../engine/hosts.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { Fault } from '../faults/faults.ts';
import type { Config, ConfigSpec } from '../model/config.ts';
import type { Labels } from '../model/meta.ts';
import type { Network, NetworkSpec } from '../model/network.ts';
import type { Node, NodeAvailability, NodeRole } from '../model/node.ts';
import type { Secret, SecretSpec } from '../model/secret.ts';
import type { Service, ServiceSpec } from '../model/service.ts';
import type { ImageDescription } from '../registry/registry.ts';
import type { ControlApiCall } from './guard-control-api.ts';
import type { ServiceOptions } from './service-options.ts';

/** What a user changes of a node; what is absent stays. */
export interface NodeEdit {
  readonly availability?: NodeAvailability;
  readonly role?: NodeRole;
  /** Replaces all labels. */
  readonly labels?: Labels;
}

/** How a service is written: as the docker client's short form, or as a full spec. */
export interface ServiceCreation {
  readonly spec: ServiceSpec;
  /** Ask the registry for the image's digest and platforms, as the docker client does. Default true. */
  readonly resolveImage?: boolean;
}

/** Kinds of operations, each with what it carries. References are ids, names or id prefixes. */
export interface Operations {
  readonly 'config-create': { readonly spec: ConfigSpec };
  readonly 'config-label': { readonly config: string; readonly labels: Labels };
  readonly 'config-remove': { readonly config: string };
  readonly 'secret-create': { readonly spec: SecretSpec };
  readonly 'secret-label': { readonly secret: string; readonly labels: Labels };
  readonly 'secret-remove': { readonly secret: string };
  readonly 'network-create': { readonly spec: NetworkSpec };
  readonly 'network-remove': { readonly network: string };
  readonly 'service-create': { readonly options: ServiceOptions; readonly resolveImage?: boolean };
  readonly 'service-create-spec': ServiceCreation;
  readonly 'service-update': {
    readonly service: string;
    readonly options: ServiceOptions;
    readonly resolveImage?: boolean;
  };
  readonly 'service-update-spec': ServiceCreation & {
    readonly service: string;
    /** Version the spec was read at. */
    readonly version: number;
  };
  readonly 'service-scale': { readonly service: string; readonly replicas: number };
  readonly 'service-rollback': { readonly service: string };
  readonly 'service-remove': { readonly service: string };
  readonly 'node-join': { readonly node: NodeOptions };
  readonly 'node-update': { readonly node: string; readonly edit: NodeEdit };
  readonly 'node-change-host': { readonly node: string; readonly change: HostChange };
  readonly 'credential-spec-write': { readonly node: string; readonly copy: CredentialSpecCopy };
  readonly 'credential-spec-delete': {
    readonly node: string;
    readonly copy: Omit<CredentialSpecCopy, 'text'>;
  };
  readonly 'image-push': { readonly image: ImageDescription };
  readonly 'node-leave': { readonly node: string; readonly force?: boolean };
  readonly 'node-remove': { readonly node: string; readonly force?: boolean };
  readonly 'directory-edit': { readonly domain: string; readonly edit: DirectoryEdit };
  readonly fault: { readonly fault: Fault };
  readonly 'fault-schedule': { readonly faults: readonly FaultPlan[] };
  readonly 'fault-unschedule': object;
  readonly 'control-api': ControlApiCall;
}

/** Kind of an operation. */
export type OperationKind = keyof Operations;

/** An operation of a kind, or of any. */
export type Operation<Kind extends OperationKind = OperationKind> = {
  readonly [K in Kind]: { readonly kind: K } & Operations[K];
}[Kind];

/** What each kind of operation answers. */
export interface OperationResults {
  readonly 'config-create': Config;
  readonly 'config-label': Config;
  readonly 'config-remove': void;
  readonly 'secret-create': Secret;
  readonly 'secret-label': Secret;
  readonly 'secret-remove': void;
  readonly 'network-create': Network;
  readonly 'network-remove': void;
  readonly 'service-create': Service;
  readonly 'service-create-spec': Service;
  readonly 'service-update': Service;
  readonly 'service-update-spec': Service;
  readonly 'service-scale': Service;
  readonly 'service-rollback': Service;
  readonly 'service-remove': void;
  readonly 'node-join': Node;
  readonly 'node-update': Node;
  readonly 'node-change-host': void;
  readonly 'credential-spec-write': void;
  readonly 'credential-spec-delete': void;
  readonly 'image-push': void;
  readonly 'node-leave': void;
  readonly 'node-remove': void;
  readonly 'directory-edit': void;
  readonly fault: void;
  readonly 'fault-schedule': void;
  readonly 'fault-unschedule': void;
  readonly 'control-api': unknown;
}

/** Applies an operation; what it refuses changes nothing. */
export type Apply = <Kind extends OperationKind>(
  operation: { readonly kind: Kind } & Operations[Kind],
) => OperationResults[Kind];
