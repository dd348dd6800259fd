import type { LookUp } from '../interpolation/substitute.ts';
import type { IssueLog } from '../issue/issue.ts';
import { child, isNothing, itemsOf, type MapNode, type SourceNode } from '../yaml/source-tree.ts';
import { parseEnvFile } from './env-file.ts';
import { resolvePath } from './file-path.ts';
import { readPairs, readText } from './read-value.ts';

/** Reads a file named in the stack file; undefined where there is none. */
export type ReadFile = (path: string) => Uint8Array | string | undefined;

/** Where the variables of a service come from besides the stack file. */
export interface EnvironmentSurroundings {
  readonly readFile: ReadFile;
  readonly lookUp: LookUp;
  readonly log: IssueLog;
}

// docker/cli: cli/compose/loader/loader.go, resolveEnvironment.
/**
 * The variables of a service: those of its env files, then its own. A variable without a value, or
 * with an empty one, takes the caller's where the caller has it.
 */
export function loadEnvironment(
  service: MapNode,
  surroundings: EnvironmentSurroundings,
): ReadonlyMap<string, string | undefined> {
  const environment = new Map<string, string | undefined>();
  const files = child(service, 'env_file');
  const paths = files?.kind === 'list' ? itemsOf(files) : [files];
  const fromFiles = new Map(paths.flatMap((path) => loadFile(path, surroundings)));
  for (const variables of [fromFiles, readPairs(child(service, 'environment'))]) {
    for (const [name, value] of variables) {
      environment.set(name, value ? value : (surroundings.lookUp(name) ?? value));
    }
  }
  return environment;
}

function loadFile(
  node: SourceNode | undefined,
  { readFile, lookUp, log }: EnvironmentSurroundings,
): readonly (readonly [string, string])[] {
  if (node === undefined || isNothing(node)) return [];
  const resolved = resolvePath('', readText(node));
  // The folder of the stack file, which is also what no name at all means.
  if (resolved === '.') return reportFile(log, node, describeFolder(resolved));
  const content = readFile(resolved);
  if (content === undefined) {
    log.error(node.at, 'missing-file', describeMissingFile(resolved));
    return [];
  }
  const parsed = parseEnvFile(content, lookUp);
  return parsed.kind === 'variables'
    ? parsed.variables
    : reportFile(log, node, `invalid env file (${resolved}): ${parsed.message}`);
}

function reportFile(log: IssueLog, { at }: SourceNode, message: string): readonly never[] {
  log.error(at, 'malformed-env-file', message);
  return [];
}

/** Go: a folder can be opened as a file, and not be read. */
function describeFolder(path: string): string {
  return `invalid env file (${path}): read ${path}: is a directory`;
}

// Deviation: paths are as seen from the stack file's folder; docker makes them absolute.
/** Go: os.Open on Linux. */
export function describeMissingFile(path: string): string {
  return `open ${path}: no such file or directory`;
}
