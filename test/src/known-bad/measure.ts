/**
 * `node test/dist/known-bad/measure.js [--scenarios 10000] [--seed 1] [--only NAME]...`: how many random
 * scenarios it takes until an invariant notices each known-bad swarm, which one does, and how many
 * operations are left when the scenario has been shrunk. Exit code 1 if one was not found, 2 for options
 * that make no sense.
 */
import { parseArgs } from 'node:util';
import { InvariantViolation } from '@swarmsim/core';
import { runScenario, scenarios, type Scenario } from '@swarmsim/testing';
import fc from 'fast-check';
import { knownBadSwarms } from './catalogue.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';

interface MeasureOptions {
  /** Scenarios after which a bad swarm counts as not found. */
  readonly scenarios: number;
  readonly seed: number;
  readonly swarms: readonly KnownBadSwarm[];
}

/** How a bad swarm was found. */
interface Finding {
  readonly scenarios: number;
  readonly invariant: string;
  /** Operations of the shrunk scenario. */
  readonly operations: number;
}

function readOptions(): MeasureOptions {
  const { values } = parseArgs({
    options: {
      scenarios: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true },
    },
  });
  const { only } = values;
  for (const name of only ?? []) {
    if (knownBadSwarms.every((swarm) => swarm.name !== name)) {
      throw new Error(`no known-bad swarm is called '${name}'`);
    }
  }
  return {
    scenarios: readNumber('scenarios', values.scenarios, 1),
    seed: readNumber('seed', values.seed, 0),
    swarms: knownBadSwarms.filter(({ name }) => only?.includes(name) ?? true),
  };
}

function readNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} must be a whole number from ${least} on, not '${text}'`);
}

/** Runs scenario after scenario until one shows the swarm to be bad, and shrinks that one. */
function find({ deciders }: KnownBadSwarm, options: MeasureOptions): Finding | undefined {
  const property = fc.property(scenarios(), (scenario) => {
    runScenario(scenario, { swarm: { deciders } });
  });
  const { seed, scenarios: numRuns } = options;
  const run = fc.check(property, { seed, numRuns, endOnFailure: false });
  const [scenario]: readonly (Scenario | undefined)[] = run.counterexample ?? [];
  if (!run.failed || scenario === undefined) return undefined;
  return {
    scenarios: run.numRuns,
    invariant: nameCause(run.errorInstance),
    operations: scenario.steps.length,
  };
}

/** The invariant that was broken; the text of an error that is no violation of one. */
function nameCause(error: unknown): string {
  if (!(error instanceof Error)) return 'an error that is none';
  const [line = ''] = error.message.split('\n', 1);
  const [name = line] = line.split(' (seed ', 1);
  return error instanceof InvariantViolation ? name : `error: ${line}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function measure(options: MeasureOptions): number {
  const findings: Finding[] = [];
  console.log(['scenarios', 'operations', 'invariant', 'known-bad swarm'].join('\t'));
  for (const swarm of options.swarms) {
    const finding = find(swarm, options);
    if (finding === undefined) {
      console.log([`> ${options.scenarios}`, '-', 'not found', swarm.name].join('\t'));
      continue;
    }
    findings.push(finding);
    const { scenarios: tried, operations, invariant } = finding;
    console.log([tried, operations, invariant, swarm.name].join('\t'));
  }
  const tried = median(findings.map((finding) => finding.scenarios));
  const operations = median(findings.map((finding) => finding.operations));
  console.log(
    `${findings.length} of ${options.swarms.length} found; ` +
      `in the median after ${tried} scenarios, shrunk to ${operations} operations`,
  );
  return findings.length === options.swarms.length ? 0 : 1;
}

try {
  process.exitCode = measure(readOptions());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
