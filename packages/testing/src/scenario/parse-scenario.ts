/**
 * Reads scenario files. What is wrong comes back as issues, each with the place where it stands; as long as
 * there is one, there is no scenario. It reads no files itself: whoever calls it says how.
 */
import { createSwarm, parseDuration, SwarmSimError, type Issue } from '@swarmsim/core';
import { swarmOptionsOf } from '../run/run-scenario.ts';
import { checkShape } from './schema/check-shape.ts';
import { scenarioShape } from './schema/scenario-shape.ts';
import { suggestName } from './schema/suggest-name.ts';
import { readScenarioStack } from './read-stack.ts';
import { resolveFiles } from './resolve-files.ts';
import type { ReadFile, ScenarioFile } from './scenario-file.ts';
import type { Scenario } from './scenario.ts';

/** Options of {@link parseScenario}. */
export interface ParseScenarioOptions {
  /** Reads a file that the scenario names, by its path from the scenario. Default: there are none. */
  readonly readFile?: ReadFile;
}

/** What became of a scenario file. */
export interface ParsedScenario {
  /** Absent where there are issues. */
  readonly scenario?: Scenario;
  readonly issues: readonly Issue[];
}

/** Reads a scenario file, version 1, from its text or from what `JSON.parse` made of it. */
export function parseScenario(
  input: unknown,
  { readFile = () => undefined }: ParseScenarioOptions = {},
): ParsedScenario {
  const { value, issues: unreadable } = readJson(input);
  if (unreadable.length > 0) return { issues: unreadable };
  const version = findVersionIssue(value);
  if (version !== undefined) return { issues: [version] };
  const misshapen = checkShape(scenarioShape, value);
  if (misshapen.length > 0) return { issues: misshapen };

  const file = value as ScenarioFile;
  const { scenario, issues } = resolveFiles(file, readFile);
  if (issues.length > 0) return { issues };
  const wrong = [...findTimeIssues(file.steps), ...findStackIssues(scenario, file.steps)];
  const all = wrong.length > 0 ? wrong : findSwarmIssues(scenario);
  return all.length > 0 ? { issues: all } : { scenario, issues: [] };
}

function readJson(input: unknown): { readonly value: unknown; readonly issues: readonly Issue[] } {
  if (typeof input !== 'string') return { value: input, issues: [] };
  try {
    return { value: JSON.parse(input) as unknown, issues: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `it is no JSON: ${reason}`;
    return { value: undefined, issues: [{ code: 'unreadable', path: '', message }] };
  }
}

/** A file of another version is not held against the fields of this one. */
function findVersionIssue(value: unknown): Issue | undefined {
  if (typeof value !== 'object' || value === null || !('version' in value)) return undefined;
  if (value.version === 1) return undefined;
  const message = `version ${JSON.stringify(value.version)} is not known; this reads version 1`;
  return { code: 'unknown-version', path: 'version', message };
}

function findTimeIssues(steps: Scenario['steps']): readonly Issue[] {
  const issues: Issue[] = [];
  let last = 0;
  for (const [index, { at }] of steps.entries()) {
    const instant = parseDuration(at);
    if (instant < last) {
      const message = `${at} is before the step in front of it, at ${last} ms`;
      issues.push({ code: 'time-reversed', path: `steps.${index}.at`, message });
    }
    last = Math.max(last, instant);
  }
  return issues;
}

function findStackIssues({ stacks = {} }: Scenario, steps: Scenario['steps']): readonly Issue[] {
  const unreadable = Object.entries(stacks).flatMap(([name, stack]) => {
    const { issues } = readScenarioStack(name, stack);
    const errors = issues.filter(({ severity }) => severity === 'error');
    return errors.map(({ line, column, message }) => ({
      code: 'unreadable-stack',
      path: `stacks.${name}`,
      message: `${line}:${column}: ${message}`,
    }));
  });
  const known = Object.keys(stacks);
  const unknown = steps.flatMap((step, index) => {
    if (step.kind !== 'stack-deploy' || known.includes(step.stack)) return [];
    const near = suggestName(step.stack, known);
    const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
    const message = `there is no stack ${JSON.stringify(step.stack)}${hint}`;
    return [{ code: 'unknown-stack', path: `steps.${index}.stack`, message }];
  });
  return [...unreadable, ...unknown];
}

/** What only the swarm itself knows to be wrong: of nodes, domains, images and behaviours. */
function findSwarmIssues(scenario: Scenario): readonly Issue[] {
  try {
    createSwarm(swarmOptionsOf(scenario)).dispose();
    return [];
  } catch (error) {
    if (!(error instanceof SwarmSimError)) throw error;
    return [{ code: error.code, path: 'cluster', message: error.message }];
  }
}
