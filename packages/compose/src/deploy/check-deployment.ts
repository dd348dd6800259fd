/** What a swarm would refuse about a stack, found before anything is changed. */
import { SwarmSimError } from '@swarmsim/core';
import { goQuote } from '../go/go-text.ts';
import { isUserDefined } from '../plan/plan-service.ts';
import type { Stack } from '../plan/stack.ts';
import { explain } from './explain.ts';
import { referencesOf } from './fill-ids.ts';
import type { StackTarget } from './stack-target.ts';

/** Throws for the first thing that is known to fail, in the order in which docker gets to it. */
export function checkDeployment(target: StackTarget, stack: Stack): void {
  checkExternalNetworks(target, stack);
  checkNetworks(target, stack);
  checkSecrets(target, stack);
  checkConfigs(target, stack);
  checkReferences(target, stack);
  checkServices(target, stack);
}

// docker/cli: cli/command/stack/deploy_composefile.go, validateExternalNetworks.
function checkExternalNetworks(target: StackTarget, stack: Stack): void {
  for (const name of stack.externalNetworks) {
    if (!isUserDefined(name) || target.findNetwork(name) !== undefined) continue;
    const problem = `network ${goQuote(name)} is declared as external, but could not be found`;
    const advice = 'You need to create a swarm-scoped network before the stack is deployed';
    throw new SwarmSimError('not-found', `${problem}. ${advice}`);
  }
}

function checkNetworks({ findNetwork, validate }: StackTarget, stack: Stack): void {
  for (const spec of stack.networks) {
    if (findNetwork(spec.name) !== undefined) continue;
    const action = `failed to create network ${spec.name}`;
    explain(action, () => validate?.({ kind: 'network', spec }));
  }
}

function checkSecrets({ findSecret, validate }: StackTarget, stack: Stack): void {
  for (const spec of stack.secrets) {
    const existing = findSecret(spec.name);
    const action = `${existing ? 'failed to update' : 'failed to create'} secret ${spec.name}`;
    explain(action, () => {
      if (existing === undefined) validate?.({ kind: 'secret', spec });
      else checkSameData(existing.spec, spec);
    });
  }
}

function checkConfigs({ findConfig, validate }: StackTarget, stack: Stack): void {
  for (const spec of stack.configs) {
    const existing = findConfig(spec.name);
    const action = `${existing ? 'failed to update' : 'failed to create'} config ${spec.name}`;
    explain(action, () => {
      if (existing === undefined) validate?.({ kind: 'config', spec });
      else checkSameData(existing.spec, spec);
    });
  }
}

/** SwarmKit: manager/controlapi/config.go, UpdateConfig. Data that a swarm keeps to itself passes. */
function checkSameData(
  current: { readonly data?: string },
  wanted: { readonly data?: string },
): void {
  if (current.data === undefined || wanted.data === undefined) return;
  if (current.data === wanted.data) return;
  throw new SwarmSimError('invalid-argument', 'only updates to Labels are allowed');
}

// docker/cli: cli/command/service/parse.go, ParseSecrets and ParseConfigs.
function checkReferences(target: StackTarget, stack: Stack): void {
  const secrets = new Set(stack.secrets.map(({ name }) => name));
  const configs = new Set(stack.configs.map(({ name }) => name));
  for (const { key, spec } of stack.services) {
    const references = referencesOf(spec);
    const require = (kind: string, name: string, isThere: boolean): void => {
      if (isThere) return;
      throw new SwarmSimError('not-found', `service ${key}: ${kind} not found: ${name}`);
    };
    for (const { secretName: name } of references.secrets) {
      require('secret', name, secrets.has(name) || target.findSecret(name) !== undefined);
    }
    for (const { configName: name } of references.configs) {
      require('config', name, configs.has(name) || target.findConfig(name) !== undefined);
    }
  }
}

function checkServices({ validate }: StackTarget, stack: Stack): void {
  for (const { spec } of stack.services) {
    const action = `failed to create service ${spec.name}`;
    explain(action, () => validate?.({ kind: 'service', spec }));
  }
}
