/** Applies a step of a scenario to a swarm. */
import { deployStack, type Stack } from '@swarmsim/compose';
import { SwarmSimError, type Operation, type Swarm, type SwarmSimErrorCode } from '@swarmsim/core';
import { readScenarioStack } from '../scenario/read-stack.ts';
import type { Scenario, ScenarioStack, ScenarioStep } from '../scenario/scenario.ts';

/** Why a step was refused, in the swarm's words. */
export interface Refusal {
  readonly code: SwarmSimErrorCode;
  readonly message: string;
}

/** What became of a step. */
export interface StepOutcome {
  readonly step: ScenarioStep;
  /** Instant in ms. */
  readonly at: number;
  /** Why it was refused; absent where it was done. */
  readonly refusal?: Refusal;
}

/** Stacks by name, read before anything happens. */
export type ScenarioStacks = ReadonlyMap<string, Stack>;

/**
 * Reads the stack files of a scenario.
 *
 * @throws SwarmSimError `invalid-argument` with the first thing that is wrong with one.
 */
export function readStacks({ stacks = {} }: Scenario): ScenarioStacks {
  return new Map(Object.entries(stacks).map(([name, stack]) => [name, readStack(name, stack)]));
}

/**
 * Applies a step now, whatever its instant.
 *
 * @returns why it was refused, or nothing.
 */
export function applyStep(
  swarm: Swarm,
  step: ScenarioStep,
  stacks: ScenarioStacks,
): Refusal | undefined {
  try {
    performStep(swarm, step, stacks);
    return undefined;
  } catch (error) {
    if (!(error instanceof SwarmSimError) || error.code === 'invariant-violation') throw error;
    return toRefusal(error);
  }
}

/** Says why a step was refused. */
export function toRefusal({ code, message }: SwarmSimError): Refusal {
  return { code, message };
}

/** Applies a step now, whatever its instant. @throws SwarmSimError where it is refused. */
export function performStep(swarm: Swarm, step: ScenarioStep, stacks: ScenarioStacks): void {
  switch (step.kind) {
    case 'stack-deploy':
      deployStack(swarm, findStack(stacks, step.stack), { prune: step.prune ?? false });
      return;
    case 'config-create':
    case 'secret-create': {
      if ('spec' in step) break;
      const { at: _, kind, ...options } = step;
      swarm[kind === 'config-create' ? 'configs' : 'secrets'].create(options);
      return;
    }
    case 'service-edit':
      swarm.services.update(step.service, (draft) => editOptions(draft, step.change));
      return;
    case 'service-force':
      swarm.services.force(step.service);
      return;
    default:
  }
  const { at: _, ...operation } = step as { readonly at: unknown } & Operation;
  swarm.apply(operation as Operation);
}

function editOptions(draft: object, change: object): void {
  for (const [name, value] of Object.entries(change) as [string, unknown][]) {
    if (value === null) Reflect.deleteProperty(draft, name);
    else Reflect.set(draft, name, value);
  }
}

function readStack(name: string, file: ScenarioStack): Stack {
  const { stack, issues } = readScenarioStack(name, file);
  if (stack !== undefined) return stack;
  const [first] = issues.filter(({ severity }) => severity === 'error');
  throw new SwarmSimError('invalid-argument', `stack ${name}: ${first?.message ?? 'unreadable'}`);
}

function findStack(stacks: ScenarioStacks, name: string): Stack {
  const stack = stacks.get(name);
  if (stack !== undefined) return stack;
  throw new SwarmSimError('not-found', `stack ${name} not found in the scenario`);
}
