import { parseStack, type ParsedStack } from '@swarmsim/compose';
import type { ScenarioStack } from './scenario.ts';

/** Reads a stack file of a scenario, with the files that stand beside it there. */
export function readScenarioStack(name: string, stack: ScenarioStack): ParsedStack {
  const { text, files = {}, env = {} } = stack;
  return parseStack(text, {
    name,
    fileName: `${name}.yml`,
    env,
    readFile: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
  });
}
