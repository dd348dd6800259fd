/** Which commands make sense in the state that the model is in. */
import type { Fault } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import type { SwarmAct } from './swarm-act.ts';
import { configsOf, filesOf, type ModelService, type SwarmModel } from './swarm-model.ts';

/** Names that begin so are never given to anything: commands on them must be refused. */
export const ghost = 'ghost';

/**
 * Whether a command may run: what it names is there, or is meant to be missing. Commands that must be
 * refused for other reasons are applicable; the model says why they are.
 */
export function isApplicable(model: SwarmModel, act: SwarmAct): boolean {
  switch (act.kind) {
    case 'advance':
    case 'settle':
      return true;
    case 'plan-fault':
      return (
        typeof act.fault.node === 'string' && model.nodes.get(act.fault.node)?.path === 'whole'
      );
    case 'fault':
      return isFaultApplicable(model, act.fault);
    case 'config-create':
    case 'secret-create': {
      const objects = act.kind === 'config-create' ? model.configs : model.secrets;
      return !objects.has('spec' in act ? act.spec.name : act.name);
    }
    case 'node-join':
      // A host's account stays in the domain when the host leaves the swarm.
      return !model.directory.hosts.has(act.node.hostname);
    default:
      return (
        isNamed(model, act) && (act.kind !== 'service-rollback' || canGoBack(model, act.service))
      );
  }
}

function isNamed(model: SwarmModel, operation: ScenarioOperation): boolean {
  if ('config' in operation) return isKnown(model.configs, operation.config);
  if ('secret' in operation) return isKnown(model.secrets, operation.secret);
  if ('network' in operation) return isKnown(model.networks, operation.network);
  if ('service' in operation) return isKnown(model.services, operation.service);
  return !('node' in operation) || typeof operation.node !== 'string'
    ? true
    : isKnown(model.nodes, operation.node);
}

function isKnown(known: { has: (name: string) => boolean }, name: string): boolean {
  return known.has(name) || name.startsWith(ghost);
}

/**
 * What a service goes back to may name configs that were removed since. SwarmKit does it, and its tasks are
 * rejected for ever: too sad for the model.
 */
function canGoBack(model: SwarmModel, name: string): boolean {
  const previous = model.services.get(name)?.previous;
  if (previous === undefined) return true;
  return (
    configsOf(previous).every((config) => model.configs.has(config)) &&
    filesOf(previous, 'secrets').every((secret) => model.secrets.has(secret)) &&
    (previous.networks ?? []).every((network) => model.networks.has(network))
  );
}

function isFaultApplicable(model: SwarmModel, fault: Fault): boolean {
  if ('task' in fault) return isTaskNamed(model, fault.task);
  if (!('node' in fault) || typeof fault.node !== 'string') return true;
  return isKnown(model.nodes, fault.node);
}

function isTaskNamed({ services }: SwarmModel, task: string): boolean {
  const [name = '', slot = ''] = task.split('.');
  const service: ModelService | undefined = services.get(name);
  if (service === undefined) return name.startsWith(ghost);
  return Number(slot) <= (service.options.replicas ?? 1);
}
