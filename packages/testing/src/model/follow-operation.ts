/** What an operation that was done changes in the model. */
import type { Fault, ServiceOptions } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import { withoutNulls } from './expect-service.ts';
import { followFault } from './follow-fault.ts';
import {
  disturb,
  disturbService,
  isJob,
  startTasks,
  toModelNode,
  type ModelNode,
  type ModelService,
  type Observation,
  type SwarmModel,
} from './swarm-model.ts';

type OperationOf<Kind> = Extract<ScenarioOperation, { readonly kind: Kind }>;

/** Follows an operation that the swarm did. */
export function followOperation(
  model: SwarmModel,
  operation: ScenarioOperation,
  seen: Observation,
): void {
  model.isAtRest = false;
  switch (operation.kind) {
    case 'config-create':
    case 'secret-create':
    case 'config-label':
    case 'secret-label':
    case 'config-remove':
    case 'secret-remove':
      return followObject(model, operation);
    case 'network-create':
      model.networks.add(operation.spec.name);
      return;
    case 'network-remove':
      model.networks.delete(operation.network);
      return;
    case 'service-create':
      return addService(model, operation.options);
    case 'service-create-spec':
      return addService(model, toOptions(operation.spec));
    case 'service-update':
    case 'service-edit':
    case 'service-force':
    case 'service-scale':
    case 'service-rollback':
    case 'service-remove':
      return followService(model, operation, seen);
    case 'node-join':
      model.nodes.set(operation.node.hostname, toModelNode(operation.node));
      model.directory.hosts.add(operation.node.hostname);
      return;
    case 'node-update':
    case 'node-change-host':
    case 'node-leave':
    case 'node-remove':
    case 'credential-spec-write':
    case 'credential-spec-delete':
      return followNode(model, operation, seen);
    case 'directory-edit':
      return followDirectoryEdit(model, operation);
    case 'fault':
      return followFault(model, operation.fault, seen);
    case 'fault-schedule':
    case 'fault-unschedule':
      return followPlans(model, operation, seen.now);
    default:
  }
}

function followObject(
  { configs, secrets }: SwarmModel,
  operation: OperationOf<`${'config' | 'secret'}-${'create' | 'label' | 'remove'}`>,
): void {
  switch (operation.kind) {
    case 'config-create':
    case 'secret-create': {
      const objects = operation.kind === 'config-create' ? configs : secrets;
      if ('spec' in operation) throw new Error('the model knows texts only');
      const { name, data = '', labels = {} } = operation;
      objects.set(name, { text: typeof data === 'string' ? data : JSON.stringify(data), labels });
      return;
    }
    case 'config-label':
    case 'secret-label': {
      const labelled =
        operation.kind === 'config-label'
          ? configs.get(operation.config)
          : secrets.get(operation.secret);
      if (labelled !== undefined) labelled.labels = operation.labels;
      return;
    }
    case 'config-remove':
      configs.delete(operation.config);
      return;
    case 'secret-remove':
      secrets.delete(operation.secret);
  }
}

function addService(model: SwarmModel, options: ServiceOptions): void {
  const { name, networks = [] } = options;
  const service: ModelService = {
    name,
    options,
    previous: undefined,
    versions: [options],
    newestVersion: 0,
    isDisturbed: false,
    isFinished: false,
  };
  model.services.set(name, service);
  startTasks(model, service);
  model.pastServices.add(name);
  for (const network of networks) model.usedNetworks.add(network);
}

/** Only the plainest of specs. */
function toOptions({
  name,
  mode,
  task: { runtime },
}: OperationOf<'service-create-spec'>['spec']): ServiceOptions {
  const image = runtime?.kind === 'container' ? runtime.image : '';
  return mode?.kind === 'replicated'
    ? { name, image, replicas: mode.replicas }
    : { name, image, mode: 'global' };
}

function followService(
  model: SwarmModel,
  operation: OperationOf<
    | 'service-update'
    | 'service-edit'
    | 'service-force'
    | 'service-scale'
    | 'service-rollback'
    | 'service-remove'
  >,
  { specVersion }: Observation,
): void {
  const service = model.services.get(operation.service);
  if (service === undefined) return;
  const { options } = service;
  service.newestVersion = Math.max(service.newestVersion, specVersion);
  switch (operation.kind) {
    case 'service-remove':
      model.services.delete(service.name);
      return;
    case 'service-force':
      return change(model, service, { ...options, forceUpdate: (options.forceUpdate ?? 0) + 1 });
    case 'service-scale':
      return change(model, service, { ...options, replicas: operation.replicas });
    case 'service-rollback':
      return change(model, service, service.previous ?? options);
    case 'service-edit':
    case 'service-update': {
      const next =
        operation.kind === 'service-update'
          ? operation.options
          : { ...options, ...withoutNulls(operation.change) };
      for (const network of next.networks ?? []) model.usedNetworks.add(network);
      return change(model, service, next);
    }
  }
}

/** Any update makes what was before the one to go back to, and runs a job again. */
function change(model: SwarmModel, service: ModelService, options: ServiceOptions): void {
  service.previous = service.options;
  service.options = options;
  service.versions.push(options);
  service.isFinished = false;
  if (isSmaller(options, service.previous)) disturbService(service);
  startTasks(model, service);
}

/**
 * Whether replicas are to be removed. Those of which ended tasks are not replaced count on as being there, and
 * others may be removed for them, if things of one instant happen in another order than mostly.
 * SwarmKit: manager/orchestrator/restart/restart.go, UpdatableTasksInSlot.
 */
function isSmaller(options: ServiceOptions, before: ServiceOptions): boolean {
  return !isJob(options) && (options.replicas ?? 1) < (before.replicas ?? 1);
}

function followNode(
  model: SwarmModel,
  operation: OperationOf<
    | 'node-update'
    | 'node-change-host'
    | 'node-leave'
    | 'node-remove'
    | 'credential-spec-write'
    | 'credential-spec-delete'
  >,
  seen: Observation,
): void {
  const node = model.nodes.get(operation.node);
  if (node === undefined) return;
  switch (operation.kind) {
    case 'node-update':
      Object.assign(node, operation.edit);
      if (operation.edit.availability === 'pause') node.hadWhenPaused ??= seen.assigned;
      if (node.availability !== 'pause') node.hadWhenPaused = undefined;
      return disturb(model);
    case 'node-change-host':
      node.cpus = operation.change.cpus ?? node.cpus;
      // Managers hear of it when its agent next looks.
      node.isKnown = false;
      return disturb(model);
    case 'node-leave':
      leave(node);
      return disturb(model);
    case 'node-remove':
      model.nodes.delete(node.name);
      return disturb(model);
    case 'credential-spec-write':
      node.copies.add(`${operation.copy.place}/${operation.copy.name}`);
      return;
    case 'credential-spec-delete':
      node.copies.delete(`${operation.copy.place}/${operation.copy.name}`);
  }
}

function leave(node: ModelNode): void {
  node.host = 'left';
  node.isKnown = false;
  node.ranWhenCut = [];
}

function followDirectoryEdit(
  { directory }: SwarmModel,
  { edit }: OperationOf<'directory-edit'>,
): void {
  if (edit.kind === 'create-account') directory.accounts.add(edit.account);
  if (edit.kind === 'remove-account') directory.accounts.delete(edit.account);
}

function followPlans(
  model: SwarmModel,
  operation: OperationOf<'fault-schedule' | 'fault-unschedule'>,
  now: number,
): void {
  if (operation.kind === 'fault-unschedule') {
    model.planned = model.planned.filter(({ at }) => at <= now);
    return;
  }
  for (const plan of operation.faults) {
    const fault: Fault | undefined = plan.fault;
    const node = fault !== undefined && 'node' in fault ? fault.node : undefined;
    if (!('at' in plan) || typeof node !== 'string' || fault === undefined) {
      throw new Error('the model knows plans for one node and one instant only');
    }
    const [at, lasts] = [Number(plan.at), Number(plan.lasts)];
    model.planned.push({ node, isPartition: fault.kind === 'partition', at, overAt: at + lasts });
    const struck = model.nodes.get(node);
    if (struck !== undefined) {
      struck.isKnown = false;
      struck.unsureUntil = Math.max(struck.unsureUntil, at + lasts);
    }
  }
  disturb(model);
}
