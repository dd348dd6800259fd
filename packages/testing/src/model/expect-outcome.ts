/** What the model says of an operation before it is tried: done, refused with these words, or unsure. */
import type { ScenarioOperation } from '../scenario/scenario.ts';
import {
  done,
  isSameName,
  missing,
  refused,
  unsure,
  unsureOrMissing,
  type Expectation,
} from './expectation.ts';
import { expectDirectoryEdit } from './expect-directory-edit.ts';
import { expectService, expectServiceCreate } from './expect-service.ts';
import { configsOf, filesOf, type ModelNode, type SwarmModel } from './swarm-model.ts';

type OperationOf<Kind> = Extract<ScenarioOperation, { readonly kind: Kind }>;

/** Predicts what comes of an operation. */
export function expectOutcome(
  model: SwarmModel,
  operation: ScenarioOperation,
  now: number,
): Expectation {
  switch (operation.kind) {
    case 'config-create':
    case 'config-label':
    case 'config-remove':
    case 'secret-create':
    case 'secret-label':
    case 'secret-remove':
    case 'network-create':
    case 'network-remove':
      return expectObject(model, operation);
    case 'service-create':
    case 'service-create-spec':
      return expectServiceCreate(model, operation);
    case 'service-update':
    case 'service-edit':
    case 'service-update-spec':
    case 'service-force':
    case 'service-scale':
    case 'service-rollback':
    case 'service-remove':
      return expectService(model, operation);
    case 'node-update':
    case 'node-change-host':
    case 'node-leave':
    case 'node-remove':
    case 'credential-spec-write':
    case 'credential-spec-delete':
      return expectNode(model, operation, now);
    case 'directory-edit':
      return expectDirectoryEdit(model, operation);
    case 'fault':
      return expectFault(model, operation);
    case 'control-api':
      return expectCall(operation);
    case 'node-join':
    case 'image-push':
    case 'fault-schedule':
    case 'fault-unschedule':
      return done;
    case 'stack-deploy':
      throw new Error('the model knows no stacks');
  }
}

type ObjectKind = `${'config' | 'secret'}-${'create' | 'label' | 'remove'}`;

function expectObject(
  model: SwarmModel,
  operation: OperationOf<ObjectKind | 'network-create' | 'network-remove'>,
): Expectation {
  switch (operation.kind) {
    case 'config-create':
    case 'secret-create': {
      const kind = operation.kind === 'config-create' ? 'config' : 'secret';
      const name = 'spec' in operation ? operation.spec.name : operation.name;
      const isTaken = [...model[`${kind}s`].keys()].some((known) => isSameName(known, name));
      return isTaken ? refused('already-exists', `${kind} ${name} already exists`) : done;
    }
    case 'config-label':
      return expectKnown(model.configs, 'config', operation.config);
    case 'secret-label':
      return expectKnown(model.secrets, 'secret', operation.secret);
    case 'config-remove':
      return expectRemoval(model, 'config', operation.config);
    case 'secret-remove':
      return expectRemoval(model, 'secret', operation.secret);
    case 'network-create':
      return model.networks.has(operation.spec.name)
        ? refused('unknown', 'name conflicts with an existing object')
        : done;
    case 'network-remove':
      return expectNetworkRemoval(model, operation.network);
  }
}

/** SwarmKit: manager/controlapi/config.go, RemoveConfig: services count, tasks and former specs do not. */
function expectRemoval(model: SwarmModel, kind: 'config' | 'secret', name: string): Expectation {
  if (!model[`${kind}s`].has(name)) return missing(kind, name);
  const users = [...model.services.values()].filter(({ options }) => {
    return (kind === 'config' ? configsOf(options) : filesOf(options, 'secrets')).includes(name);
  });
  if (users.length === 0) return done;
  const names = users.map((user) => user.name).sort();
  const noun = names.length === 1 ? 'service' : 'services';
  const text = `${kind} '${name}' is in use by the following ${noun}: ${names.join(', ')}`;
  return refused('invalid-argument', text);
}

/** SwarmKit: manager/controlapi/network.go, removeNetwork: tasks that are still there count as well. */
function expectNetworkRemoval(model: SwarmModel, name: string): Expectation {
  if (!model.networks.has(name)) return missing('network', name);
  const users = [...model.services.values()].filter(({ options }) =>
    options.networks?.includes(name),
  );
  if (users.length === 0) return model.usedNetworks.has(name) ? unsure : done;
  const texts = users.map(
    (user) => `network {network:${name}} is in use by service {service:${user.name}}`,
  );
  return refused('failed-precondition', ...texts);
}

type NodeKind =
  | 'node-update'
  | 'node-change-host'
  | 'node-leave'
  | 'node-remove'
  | 'credential-spec-write'
  | 'credential-spec-delete';

function expectNode(model: SwarmModel, operation: OperationOf<NodeKind>, now: number): Expectation {
  const node = model.nodes.get(operation.node);
  if (node === undefined) return missing('node', operation.node);
  switch (operation.kind) {
    case 'node-update':
      return operation.edit.role === 'worker' ? expectDemotion(model, node) : done;
    case 'node-change-host':
      return done;
    case 'node-leave':
      if (now < node.unsureUntil) return unsure;
      return expectLeave(node, operation.force === true);
    case 'node-remove':
      return expectNodeRemoval(node, operation.force === true);
    case 'credential-spec-write':
    case 'credential-spec-delete': {
      if (now < node.unsureUntil) return unsureOrMissing;
      if (node.host === 'down') {
        return refused('failed-precondition', `the host of node {node:${node.name}} is down`);
      }
      const { place, name } = operation.copy;
      const isThere = node.copies.has(`${place}/${name}`);
      if (operation.kind === 'credential-spec-write' || isThere) return done;
      return refused('not-found', `no credential spec '${name}' (${place}) on the host`);
    }
  }
}

/** SwarmKit: manager/controlapi/node.go, UpdateNode. */
function expectDemotion(model: SwarmModel, node: ModelNode): Expectation {
  if (node.role === 'worker') return done;
  const managers = [...model.nodes.values()].filter(({ role }) => role === 'manager');
  const isSettled = model.isAtRest && managers.every((one) => one.isKnown && one.path !== 'poor');
  if (isSettled && managers.length === 1 && node.host === 'up' && node.path === 'whole') {
    return refused('failed-precondition', 'attempting to demote the last manager of the swarm');
  }
  // A node that was promoted is a member only when it has started its manager.
  return unsureOrMissing;
}

/** moby: daemon/cluster/swarm.go, Leave. */
function expectLeave(node: ModelNode, force: boolean): Expectation {
  if (node.host === 'down') {
    return refused('failed-precondition', `the engine of node ${node.name} is not running`);
  }
  if (node.host === 'left')
    return refused('failed-precondition', 'This node is not part of a swarm');
  const isWorker = node.role === 'worker' || force;
  return isWorker ? done : unsure;
}

/** SwarmKit: manager/controlapi/node.go, RemoveNode. */
function expectNodeRemoval(node: ModelNode, force: boolean): Expectation {
  if (node.role === 'manager' || !node.isKnown || node.path === 'poor') {
    return force && node.role === 'worker' ? done : unsure;
  }
  const isReady = node.host === 'up' && node.path === 'whole';
  if (force || !isReady) return done;
  return refused(
    'failed-precondition',
    `node {node:${node.name}} is not down and can't be removed`,
  );
}

function expectFault(model: SwarmModel, { fault }: OperationOf<'fault'>): Expectation {
  if ('task' in fault) {
    // Whether a container runs this very moment is known of nobody but the swarm.
    const [service = ''] = fault.task.split('.');
    const isThere = model.pastServices.has(service);
    if (!isThere) return missing('task', fault.task);
    return unsureOrMissing;
  }
  if ('node' in fault && typeof fault.node === 'string' && !model.nodes.has(fault.node)) {
    return missing('node', fault.node);
  }
  if ('domain' in fault && fault.domain !== model.directory.domain) {
    return refused('not-found', `there is no domain '${fault.domain}'`);
  }
  return done;
}

function expectCall({ object, call }: OperationOf<'control-api'>): Expectation {
  if (call === 'create') return refused('invalid-argument', 'invalid argument');
  return refused('invalid-argument', `unknown call '${object}.${call}'`);
}

function expectKnown(known: ReadonlyMap<string, unknown>, kind: string, name: string): Expectation {
  return known.has(name) ? done : missing(kind, name);
}
