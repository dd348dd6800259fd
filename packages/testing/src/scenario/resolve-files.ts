/** Puts what stands in files of its own into a scenario, which then needs no file any more. */
import { parseStack } from '@swarmsim/compose';
import type { Issue, NodeOptions } from '@swarmsim/core';
import type { ReadFile, ScenarioFile, StackReference } from './scenario-file.ts';
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
  const nodes: readonly NodeOptions[] = [];
  const steps: readonly ScenarioStep[] = [];
  for (const kind of ['nodes', 'services'] as const) {
    if (imported[kind] === undefined) continue;
    const message = 'what docker printed cannot be imported yet';
    issues.push({ code: 'unimplemented', path: `import.${kind}`, message });
  }
  const cluster =
    nodes.length === 0
      ? rest.cluster
      : { ...rest.cluster, nodes: [...(rest.cluster.nodes ?? []), ...nodes] };
  const scenario: Scenario = {
    ...rest,
    cluster,
    ...(stacks !== undefined && { stacks: Object.fromEntries(resolved) }),
    steps: [...steps, ...rest.steps],
  };
  return { scenario, issues };
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
