import {
  createSwarm,
  SwarmSimError,
  windowsNodes,
  type Behaviour,
  type Swarm,
  type SwarmOptions,
} from '@swarmsim/core';
import type { Scenario, ScenarioStep } from './arbitraries/scenario.ts';
import { invariants as allInvariants } from './invariants/invariants.ts';
import type { Invariant } from './invariants/invariant.ts';
import { watchInvariants } from './invariants/watch-invariants.ts';
import { calm, strike } from './strike.ts';

/** Options of {@link runScenario}. */
export interface RunOptions {
  /** Rules to check; default all. */
  readonly invariants?: readonly Invariant[];
  /** Further options of the swarm, such as a broken decider. */
  readonly swarm?: Partial<SwarmOptions>;
  /** Called before the first step. */
  readonly begin?: (swarm: Swarm) => void;
  /** Called after the last step, before the swarm comes to rest. */
  readonly end?: (swarm: Swarm) => void;
}

/** What a scenario did. */
export interface ScenarioRun {
  readonly swarm: Swarm;
  /** Operations that were refused. */
  readonly refusals: number;
}

/** Time in which all nodes register. */
const registrationMs = 1_000;

/**
 * Time without a change after which a swarm is at rest. A replacement waits up to a minute for its
 * predecessor to stop: SwarmKit: manager/orchestrator/restart/restart.go, defaultOldTaskTimeout.
 */
const restQuiet = '65s';
/** Tasks of a replicated job that run at once. */
const jobTasksMax = 2;
/** Time a swarm gets to come to rest after the last step: longer than any restart delay. */
const restLimit = '5m';

/**
 * Runs a scenario step by step under invariants. A step that is refused must leave the state as it
 * was. At the end the swarm settles, and the rules for a swarm at rest are checked.
 *
 * @throws InvariantViolation at the first violation.
 */
export function runScenario(scenario: Scenario, options: RunOptions = {}): ScenarioRun {
  const swarm = createSwarm({
    seed: scenario.seed,
    nodes: windowsNodes(nodeNames(scenario.nodes)),
    behaviours: behavioursOf(scenario),
    sameInstantOrder: scenario.permute ? 'seeded' : 'stable',
    ...options.swarm,
  });
  const watch = watchInvariants(swarm, options.invariants ?? allInvariants);
  createObjects(swarm, scenario);
  swarm.advance(registrationMs);

  options.begin?.(swarm);
  let refusals = 0;
  for (const step of scenario.steps) if (!perform(swarm, step)) refusals += 1;
  options.end?.(swarm);
  calm(swarm, scenario.steps);
  swarm.settle({ quiet: restQuiet, limit: restLimit });
  watch.checkRest();
  watch.stop();
  return { swarm, refusals };
}

/** Applies a step; false when it was refused. */
function perform(swarm: Swarm, step: ScenarioStep): boolean {
  const before = swarm.stateHash();
  try {
    applyStep(swarm, step);
    return true;
  } catch (error) {
    if (!(error instanceof SwarmSimError) || error.code === 'invariant-violation') throw error;
    if (swarm.stateHash() === before) return false;
    throw new Error(`refused (${error.message}), and yet the state changed`, { cause: error });
  }
}

function applyStep(swarm: Swarm, step: ScenarioStep): void {
  switch (step.kind) {
    case 'create-service':
      return createService(swarm, step);
    case 'scale':
      return withPick(
        serviceNames(swarm),
        step.service,
        (service) => void swarm.services.scale(service, step.replicas),
      );
    case 'rotate':
      return withPick(serviceNames(swarm), step.service, (service) =>
        withPick(
          configNames(swarm),
          step.config,
          (config) =>
            void swarm.services.update(service, (draft) => {
              draft.credentialSpec = `config://${config}`;
            }),
        ),
      );
    case 'remove-service':
      return withPick(serviceNames(swarm), step.service, (name) => swarm.services.remove(name));
    case 'remove-config':
      return withPick(configNames(swarm), step.config, (name) => swarm.configs.remove(name));
    case 'availability':
      return withPick(
        nodeIds(swarm),
        step.node,
        (node) => void swarm.nodes.update(node, { availability: step.availability }),
      );
    case 'join':
      return joinNode(swarm);
    case 'remove-node':
      return withPick(nodeIds(swarm), step.node, (node) =>
        swarm.nodes.remove(node, { force: step.force }),
      );
    case 'advance':
      return swarm.advance(step.ms);
    default:
      return strike(swarm, step);
  }
}

function joinNode(swarm: Swarm): void {
  const name = `joined-${swarm.nodes.list().length}-${swarm.now}`;
  for (const node of windowsNodes([name])) swarm.nodes.join(node);
}

type CreateService = Extract<ScenarioStep, { kind: 'create-service' }>;

function createService(swarm: Swarm, step: CreateService): void {
  const configs = configNames(swarm);
  const secrets = swarm.secrets.list().map(({ spec }) => spec.name);
  const credentialSpec = pick(configs, step.credentialSpec);
  swarm.services.create({
    name: `service-${swarm.services.list().length}-${swarm.now}`,
    image: 'app:1',
    mode: step.mode,
    ...(step.mode === 'replicated' && { replicas: step.replicas }),
    ...(step.mode === 'replicated-job' && { replicas: step.replicas, maxConcurrent: jobTasksMax }),
    ...(credentialSpec !== undefined && { credentialSpec: `config://${credentialSpec}` }),
    configs: unique(step.files.flatMap((file) => pick(configs, file) ?? [])),
    secrets: unique(step.secrets.flatMap((secret) => pick(secrets, secret) ?? [])),
  });
}

function createObjects(swarm: Swarm, scenario: Scenario): void {
  for (let index = 0; index < scenario.configs; index += 1) {
    swarm.configs.create({ name: `config-${index}`, data: { config: index } });
  }
  for (let index = 0; index < scenario.secrets; index += 1) {
    swarm.secrets.create({ name: `secret-${index}`, data: `secret ${index}` });
  }
}

function behavioursOf({ crashLoop }: Scenario): readonly Behaviour[] {
  if (crashLoop === undefined) return [];
  const { incarnations, afterMs: exitAfterMs, exitCode } = crashLoop;
  return Array.from({ length: incarnations }, (_, incarnation) => ({
    incarnation,
    exitAfterMs,
    exitCode,
  }));
}

function nodeNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node-${index}`);
}

function serviceNames(swarm: Swarm): readonly string[] {
  return swarm.services.list().map(({ spec }) => spec.name);
}

function configNames(swarm: Swarm): readonly string[] {
  return swarm.configs.list().map(({ spec }) => spec.name);
}

function nodeIds(swarm: Swarm): readonly string[] {
  return swarm.nodes.list().map(({ id }) => id);
}

function pick<Value>(values: readonly Value[], index: number | undefined): Value | undefined {
  return index === undefined || values.length === 0 ? undefined : values[index % values.length];
}

function withPick(values: readonly string[], index: number, act: (value: string) => void): void {
  const picked = pick(values, index);
  if (picked !== undefined) act(picked);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
