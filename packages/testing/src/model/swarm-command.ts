/** Commands of fast-check: what users do and what goes wrong, tried on the model and on the swarm. */
import type { Swarm } from '@swarmsim/core';
import type fc from 'fast-check';
import { applyStep, type Refusal } from '../run/apply-step.ts';
import { quietTime } from '../run/quiet-time.ts';
import type { ScenarioOperation } from '../scenario/scenario.ts';
import { checkRest, mustSettle } from './check-rest.ts';
import { checkTables } from './check-tables.ts';
import type { Expectation } from './expectation.ts';
import { expectOutcome } from './expect-outcome.ts';
import { endPlans } from './follow-fault.ts';
import { followOperation } from './follow-operation.ts';
import { isApplicable } from './is-applicable.ts';
import { count, type SwarmModel } from './swarm-model.ts';
import type { SwarmAct } from './swarm-act.ts';
import { toDockerText } from './to-docker-text.ts';

/** A command of {@link swarmCommands}; users may write their own beside them. */
export type SwarmCommand = fc.Command<SwarmModel, Swarm>;

/** Makes a command of what it does. */
export function createCommand(act: SwarmAct): SwarmCommand {
  return {
    check: (model) => isApplicable(model, act),
    run(model, swarm) {
      endPlans(model, swarm.now);
      count(model, `ran: ${act.kind}${act.kind === 'fault' ? ` ${act.fault.kind}` : ''}`);
      if (act.kind === 'settle') return settle(model, swarm);
      if (act.kind === 'advance') swarm.advance(act.ms);
      else operate(model, swarm, toOperation(act, swarm.now));
      // Before it registers, a node has no name.
      if (act.kind === 'node-join') swarm.advance(registrationMs);
      endPlans(model, swarm.now);
      checkTables(model, swarm);
    },
    toString: () => toDockerText(act),
  };
}

/** Time in which a node that joins registers. */
export const registrationMs = 1_000;

type Operating = Exclude<SwarmAct, { readonly kind: 'advance' | 'settle' }>;

function toOperation(act: Operating, now: number): ScenarioOperation {
  if (act.kind !== 'plan-fault') return act;
  const { inMs, lastsMs: lasts, fault } = act;
  return { kind: 'fault-schedule', faults: [{ at: now + inMs, lasts, fault }] };
}

/** Tries an operation, and compares what came of it with what the model said would. */
function operate(model: SwarmModel, swarm: Swarm, operation: ScenarioOperation): void {
  const expectation = withIds(expectOutcome(model, operation, swarm.now), swarm);
  const before = swarm.stateHash();
  const running = tasksOn(nodeOf(operation), swarm).filter((id) => runsOn(id, swarm));
  const refusal = applyStep(swarm, { at: 0, ...operation }, new Map());
  compare(toDockerText(operation), expectation, refusal);
  if (expectation.outcome === 'unsure') count(model, 'unsure');
  if (refusal === undefined) {
    const assigned = tasksOn(nodeOf(operation), swarm);
    const specVersion = specVersionAfter(operation, swarm);
    return followOperation(model, operation, { now: swarm.now, running, assigned, specVersion });
  }
  count(model, `refused: ${operation.kind}`);
  if (swarm.stateHash() === before) return;
  throw new Error(`model: ${toDockerText(operation)} was refused, and yet the state changed`);
}

function specVersionAfter(operation: ScenarioOperation, swarm: Swarm): number {
  if (!('service' in operation) || operation.kind === 'service-remove') return 0;
  return swarm.services.get(operation.service).specVersion;
}

/** The node of which tasks are remembered when it is cut off or paused. */
function nodeOf(operation: ScenarioOperation): string | undefined {
  if (operation.kind === 'node-update') return operation.node;
  if (operation.kind !== 'fault' || operation.fault.kind !== 'partition') return undefined;
  return typeof operation.fault.node === 'string' ? operation.fault.node : undefined;
}

function tasksOn(node: string | undefined, swarm: Swarm): readonly string[] {
  const isThere = swarm.nodes.list().some(({ name }) => name === node);
  return node === undefined || !isThere ? [] : swarm.tasks.list({ node }).map(({ id }) => id);
}

/** Whether a container runs and will run on: that of a job ends by itself, and one with probes may be sick. */
function runsOn(id: string, swarm: Swarm): boolean {
  const task = swarm.tasks.find(id);
  if (task?.status.state !== 'running' || task.desiredState !== 'running') return false;
  const { runtime } = task.spec;
  const isProbed = runtime?.kind === 'container' && runtime.healthcheck !== undefined;
  return !isProbed && swarm.containers.find(id)?.state === 'running';
}

function compare(text: string, expected: Expectation, refusal: Refusal | undefined): void {
  const found = refusal === undefined ? 'done' : `refused (${refusal.code}: ${refusal.message})`;
  const fail = (wanted: string): never => {
    throw new Error(`model: ${text}: expected ${wanted}, found ${found}`);
  };
  if (expected.outcome === 'done' && refusal !== undefined) fail('done');
  if (
    expected.outcome === 'unsure' &&
    refusal !== undefined &&
    !expected.codes.includes(refusal.code)
  ) {
    fail(`done, or refused (${expected.codes.join(', ')})`);
  }
  if (expected.outcome !== 'refused') return;
  const { code, texts } = expected;
  if (refusal?.code === code && texts.includes(refusal.message)) return;
  fail(`refused (${code}: ${texts.join(', or ')})`);
}

/** Fills in ids: `{node:a}` is the id of that node. */
function withIds(expectation: Expectation, swarm: Swarm): Expectation {
  if (expectation.outcome !== 'refused') return expectation;
  const texts = expectation.texts.map((text) =>
    text.replace(/\{(node|service|network):([^}]*)\}/g, (_, kind: string, name: string) => {
      if (kind === 'node') return swarm.nodes.get(name).id;
      if (kind === 'service') return swarm.services.get(name).id;
      return swarm.controlApi.networks.list({ names: [name] })[0]?.id ?? name;
    }),
  );
  return { ...expectation, texts };
}

/** Longer than a rolling update of a few tasks takes, each of which may wait for a minute. */
const limit = '40m';

function settle(model: SwarmModel, swarm: Swarm): void {
  const overAt = Math.max(
    swarm.now,
    ...model.planned.map((plan) => plan.overAt),
    ...[...model.nodes.values()].map(({ unsureUntil }) => unsureUntil),
  );
  swarm.advanceTo(overAt);
  endPlans(model, swarm.now);
  const isSure = mustSettle(model);
  // Where nothing must come to rest, there is nothing to wait for.
  const { settled } = swarm.settle({ quiet: quietTime, limit: isSure ? limit : '2m' });
  checkTables(model, swarm);
  if (!isSure) return count(model, 'settle: restless');
  if (!settled) throw new Error('model: the swarm does not come to rest');
  for (const node of model.nodes.values()) node.isKnown = true;
  checkRest(model, swarm);
  model.isAtRest = true;
  model.usedNetworks.clear();
  for (const { versions } of model.services.values()) {
    for (const network of versions.flatMap(({ networks = [] }) => networks))
      model.usedNetworks.add(network);
  }
  count(model, 'settle: at rest');
}
