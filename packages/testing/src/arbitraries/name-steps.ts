/**
 * Gives the objects of drawn steps their names: each number means one of the objects that were made in
 * front of it. What turns out not to be there is refused when it runs, as it is for people.
 */
import { windowsNodes, type Fault } from '@swarmsim/core';
import type { ScenarioOperation, ScenarioStep } from '../scenario/scenario.ts';
import type { DraftFault } from './draft-faults.ts';
import type { DraftAct, DraftService, DraftStep } from './draft-steps.ts';

/** What is there in front of the first step. */
export interface Beginning {
  readonly nodes: readonly string[];
  /** Number of configs to make. */
  readonly configs: number;
  /** Number of secrets to make. */
  readonly secrets: number;
}

interface Names {
  readonly nodes: string[];
  readonly services: string[];
  readonly configs: string[];
  readonly secrets: string[];
}

/** By then nodes have registered, in ms. */
const beginMs = 1_000;
/** Tasks of a replicated job that run at once. */
const jobTasksMax = 2;

/** See the head of this file. */
export function nameSteps(
  drafts: readonly DraftStep[],
  { nodes, configs, secrets }: Beginning,
): readonly ScenarioStep[] {
  const names: Names = {
    nodes: [...nodes],
    services: [],
    configs: countedNames('config', configs),
    secrets: countedNames('secret', secrets),
  };
  let at = beginMs;
  return [
    ...names.configs.map((name) => makeObject('config-create', name)),
    ...names.secrets.map((name) => makeObject('secret-create', name)),
    ...drafts.flatMap(({ afterMs, act }): readonly ScenarioStep[] => {
      at += afterMs;
      const operation = nameAct(act, names, at);
      return operation === undefined ? [] : [{ at, ...operation }];
    }),
  ];
}

function makeObject(kind: 'config-create' | 'secret-create', name: string): ScenarioStep {
  // As a credential spec a document is needed.
  return { at: 0, kind, name, data: { name } };
}

function nameAct(act: DraftAct, names: Names, at: number): ScenarioOperation | undefined {
  switch (act.kind) {
    case 'create-service':
      return createService(act, names);
    case 'scale':
      return withName(names.services, act.service, (service) => {
        return { kind: 'service-scale', service, replicas: act.replicas };
      });
    case 'rotate':
      return rotate(act, names);
    case 'remove-service':
      return withName(names.services, act.service, (service) => {
        return { kind: 'service-remove', service };
      });
    case 'remove-config':
      return withName(names.configs, act.config, (config) => ({ kind: 'config-remove', config }));
    case 'availability':
      return withName(names.nodes, act.node, (node) => {
        return { kind: 'node-update', node, edit: { availability: act.availability } };
      });
    case 'join':
      return joinNode(names);
    case 'remove-node':
      return withName(names.nodes, act.node, (node) => {
        return { kind: 'node-remove', node, force: act.force };
      });
    default:
      return nameFault(act, names, at);
  }
}

function createService(act: DraftService, names: Names): ScenarioOperation {
  const { mode, replicas } = act;
  const name = nextName(names.services, 'service');
  const credentialSpec = pick(names.configs, act.credentialSpec);
  return {
    kind: 'service-create',
    options: {
      name,
      image: 'app:1',
      mode,
      ...(mode === 'replicated' && { replicas }),
      ...(mode === 'replicated-job' && { replicas, maxConcurrent: jobTasksMax }),
      ...(credentialSpec !== undefined && { credentialSpec: `config://${credentialSpec}` }),
      configs: pickAll(names.configs, act.files),
      secrets: pickAll(names.secrets, act.secrets),
    },
  };
}

function rotate(
  { service, config }: { readonly service: number; readonly config: number },
  names: Names,
): ScenarioOperation | undefined {
  const credentialSpec = pick(names.configs, config);
  return withName(names.services, service, (name) => ({
    kind: 'service-edit',
    service: name,
    change: { credentialSpec: `config://${credentialSpec}` },
  }));
}

function joinNode(names: Names): ScenarioOperation | undefined {
  const [node] = windowsNodes([nextName(names.nodes, 'node')]);
  return node === undefined ? undefined : { kind: 'node-join', node };
}

function nameFault(act: DraftFault, names: Names, at: number): ScenarioOperation | undefined {
  if (act.kind === 'plan-crashes') return planCrashes(act, at);
  if ('service' in act) {
    return withName(names.services, act.service, (service) => {
      const task = `${service}.${act.slot}`;
      if (act.kind === 'ignore-stop') return { kind: 'fault', fault: { kind: act.kind, task } };
      return { kind: 'fault', fault: { kind: act.kind, task, exitCode: act.exitCode } };
    });
  }
  return withName(names.nodes, act.node, (node) => {
    if (act.kind === 'change-host') {
      return { kind: 'node-change-host', node, change: { memory: `${act.memoryGigabytes}g` } };
    }
    return { kind: 'fault', fault: nameNodeFault(act, node) };
  });
}

type NodeFault = Exclude<
  Extract<DraftFault, { readonly node: number }>,
  { readonly kind: 'change-host' }
>;

function nameNodeFault(act: NodeFault, node: string): Fault {
  switch (act.kind) {
    case 'cut-one-way':
      return { kind: 'partition', node, direction: act.direction };
    case 'restart-engine':
      return { kind: act.kind, node, containers: act.containers, downFor: act.downForMs };
    case 'delay-messages':
    case 'slow-pulls':
      return { kind: act.kind, node, by: act.ms };
    case 'lose-messages':
      return { kind: act.kind, node, probability: act.percent / 100 };
    default:
      return { kind: act.kind, node };
  }
}

type Crashes = Extract<DraftFault, { readonly kind: 'plan-crashes' }>;

function planCrashes({ everyMs, lastsMs, count }: Crashes, at: number): ScenarioOperation {
  const fault = { kind: 'crash', node: { pick: 1 } } as const;
  const plan = { every: everyMs, until: at + everyMs * count, fault, lasts: lastsMs };
  return { kind: 'fault-schedule', faults: [plan] };
}

function withName(
  names: readonly string[],
  index: number,
  act: (name: string) => ScenarioOperation,
): ScenarioOperation | undefined {
  const name = pick(names, index);
  return name === undefined ? undefined : act(name);
}

function pick(names: readonly string[], index: number | undefined): string | undefined {
  return index === undefined || names.length === 0 ? undefined : names[index % names.length];
}

function pickAll(names: readonly string[], indexes: readonly number[]): readonly string[] {
  return [...new Set(indexes.flatMap((index) => pick(names, index) ?? []))];
}

function nextName(names: string[], kind: string): string {
  const name = `${kind}-${names.length + 1}`;
  names.push(name);
  return name;
}

function countedNames(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}
