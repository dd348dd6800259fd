/** Puts what stands in files of its own into a scenario, which then needs no file any more. */
import { parseStack } from '@swarmsim/compose';
import { parseDuration, SwarmSimError, type Issue, type NodeOptions } from '@swarmsim/core';
import { importNodes } from './import-nodes.ts';
import { importServices } from './import-services.ts';
import type { ReadFile, ScenarioFile, ScenarioImport, StackReference } from './scenario-file.ts';
import type { Scenario, ScenarioStack, ScenarioStep } from './scenario.ts';

/** A scenario that may lack what its issues tell of. */
export interface ResolvedScenario {
  readonly scenario: Scenario;
  readonly issues: readonly Issue[];
}

/** Reads the files that a scenario names. */
export function resolveFiles(file: ScenarioFile, readFile: ReadFile): ResolvedScenario {
  const { $schema: _, comment: _comment, import: imported = {}, stacks, ...rest } = file;
  const issues: Issue[] = [];
  const resolved = Object.entries(stacks ?? {}).flatMap(([name, stack]) => {
    if (!('file' in stack)) return [[name, stack] as const];
    const read = readStack(name, stack, readFile);
    if ('message' in read) issues.push(read);
    return 'message' in read ? [] : [[name, read] as const];
  });
  const importAll = <Item>(
    field: keyof ScenarioImport,
    read: (json: unknown) => readonly Item[],
  ): readonly Item[] => importFiles(imported[field], `import.${field}`, { read, readFile, issues });
  const nodes: readonly NodeOptions[] = importAll('nodes', importNodes);
  const steps: readonly ScenarioStep[] = importAll('services', importServices);
  const cluster =
    nodes.length === 0
      ? rest.cluster
      : { ...rest.cluster, nodes: [...(rest.cluster.nodes ?? []), ...nodes] };
  const scenario: Scenario = {
    ...rest,
    cluster,
    ...(stacks !== undefined && { stacks: Object.fromEntries(resolved) }),
    steps: mergeSteps(steps, rest.steps),
  };
  return { scenario, issues };
}

/** What is imported comes first where instants are the same; either list keeps its order. */
function mergeSteps(
  imported: readonly ScenarioStep[],
  own: readonly ScenarioStep[],
): readonly ScenarioStep[] {
  const merged: ScenarioStep[] = [];
  let next = 0;
  for (const step of own) {
    const instant = parseDuration(step.at);
    for (let one = imported[next]; one !== undefined; one = imported[next]) {
      if (parseDuration(one.at) > instant) break;
      merged.push(one);
      next += 1;
    }
    merged.push(step);
  }
  return [...merged, ...imported.slice(next)];
}

interface Importing<Item> {
  readonly read: (json: unknown) => readonly Item[];
  readonly readFile: ReadFile;
  /** Where problems go. */
  readonly issues: Issue[];
}

function importFiles<Item>(
  names: string | readonly string[] = [],
  path: string,
  { read, readFile, issues }: Importing<Item>,
): readonly Item[] {
  return (typeof names === 'string' ? [names] : names).flatMap((name) => {
    const text = readFile(name);
    if (text === undefined) {
      issues.push({
        code: 'unreadable-file',
        path,
        message: `cannot read ${JSON.stringify(name)}`,
      });
      return [];
    }
    try {
      return read(JSON.parse(text) as unknown);
    } catch (error) {
      if (!(error instanceof SwarmSimError || error instanceof SyntaxError)) throw error;
      issues.push({ code: 'unreadable-file', path, message: `${name}: ${error.message}` });
      return [];
    }
  });
}

/** A stack with all files that it asks for; those that are not there it complains of itself. */
function readStack(
  name: string,
  { file, env = {} }: StackReference,
  readFile: ReadFile,
): ScenarioStack | Issue {
  const text = readFile(file);
  if (text === undefined) {
    const message = `cannot read ${JSON.stringify(file)}`;
    return { code: 'unreadable-file', path: `stacks.${name}.file`, message };
  }
  const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  const files = new Map<string, string>();
  parseStack(text, {
    name,
    fileName: file,
    env,
    readFile: (path) => {
      const isAbsolute = /^(?:[\\/]|[a-zA-Z]:[\\/])/.test(path);
      const content = readFile(isAbsolute ? path : `${folder}${path}`);
      if (content !== undefined) files.set(path, content);
      return content;
    },
  });
  return {
    text,
    ...(files.size > 0 && { files: Object.fromEntries(files) }),
    ...(Object.keys(env).length > 0 && { env }),
  };
}
