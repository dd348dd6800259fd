/**
 * Reads a stack file as `docker stack deploy` does: YAML, forbidden options, variables, the schema
 * of the file's version, the values, the files that it names, and last the requests that it means.
 * It touches no swarm. A file with any error gives all its issues and no stack.
 */
import { SwarmSimError } from '@swarmsim/core';
import { compareText, goText } from './go/go-text.ts';
import { interpolate } from './interpolation/interpolate.ts';
import type { LookUp } from './interpolation/substitute.ts';
import { createIssueLog, type IssueLog, type Issue } from './issue/issue.ts';
import { checkServiceDecoding, checkTimes } from './load/check-decoding.ts';
import { checkImage } from './load/check-image.ts';
import { cleanPath } from './load/file-path.ts';
import type { ReadFile } from './load/load-environment.ts';
import {
  loadFileObjects,
  loadNetworks,
  loadVolumeObjects,
  sectionOf,
  type ObjectSurroundings,
} from './load/load-objects.ts';
import { loadService } from './load/load-service.ts';
import {
  checkForbiddenOptions,
  warnAboutDeprecatedOptions,
  warnAboutUnsupportedOptions,
} from './load/service-options.ts';
import type { ServiceConfig } from './load/service-config.ts';
import { planStack } from './plan/plan-stack.ts';
import type { Stack } from './plan/stack.ts';
import { composeSchema, newestMinor } from './schema/compose-schema.ts';
import { findUnwritable } from './schema/find-unwritable.ts';
import { orderViolations } from './schema/order-violations.ts';
import { validate, type Violation } from './schema/validate.ts';
import { readYaml } from './yaml/read-yaml.ts';
import { child, type MapEntry, type MapNode, type SourceNode } from './yaml/source-tree.ts';

/**
 * Reads the text of a stack file. Nothing is half-done: `stack` is there only if no issue is an
 * error; warnings may come with it.
 *
 * @throws SwarmSimError `invalid-argument` where the call itself makes no sense.
 */
export function parseStack(text: string, options: ParseStackOptions): ParsedStack {
  checkCall(text, options);
  const log = createIssueLog(options.fileName);
  const stack = readStack(text, options, log);
  const issues = log.issues();
  return stack === undefined || log.errorCount() > 0 ? { issues } : { stack, issues };
}

/** Callers may come without types. */
function checkCall(text: unknown, options: unknown): void {
  const problem = findProblem(text, options);
  if (problem !== undefined) throw new SwarmSimError('invalid-argument', `parseStack: ${problem}`);
}

function findProblem(text: unknown, options: unknown): string | undefined {
  if (typeof text !== 'string') return 'the stack file must be text';
  if (typeof options !== 'object' || options === null) return 'options must be an object';
  const { name, fileName } = options as { readonly name?: unknown; readonly fileName?: unknown };
  if (typeof name !== 'string') return 'options need the name of the stack';
  return typeof fileName === 'string' ? undefined : 'options need the name of the file';
}

/** Options of {@link parseStack}. */
export interface ParseStackOptions {
  /** Name of the file, for issues. */
  readonly fileName: string;
  /** Name of the stack. */
  readonly name: string;
  /** Variables for `${NAME}` and for environment entries without a value. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Reads a file that the stack file names; the path is relative to the stack file's folder unless
   * it is absolute in the file, and has no `.` in it. Undefined where there is no such file.
   * @defaultValue a function that knows no files
   */
  readonly readFile?: ReadFile;
  /**
   * Absolute path of the stack file's folder, for relative bind mounts.
   * @defaultValue the folder in `fileName` if that is absolute, else `/`
   */
  readonly workingDirectory?: string;
}

/** What {@link parseStack} made of a file. */
export interface ParsedStack {
  /** Absent if any issue is an error. */
  readonly stack?: Stack;
  /** Everything that is wrong or doubtful; docker's own first error is the first error here. */
  readonly issues: readonly Issue[];
}

function readStack(text: string, options: ParseStackOptions, log: IssueLog): Stack | undefined {
  const parsed = readYaml(text, log);
  if (parsed === undefined) return undefined;
  checkForbiddenOptions(parsed, log);
  const lookUp = lookUpIn(options.env ?? {});
  const { root, broken: failed } = interpolate(parsed, lookUp, log);
  const minor = readMinorVersion(parsed, log);
  if (minor === undefined) return undefined;
  const unwritable = findUnwritable(root);
  for (const { at, message } of unwritable) log.error(at, 'malformed-value', message);
  const broken = new Set([...failed, ...unwritable.map(({ node }) => node)]);
  const violations = orderViolations(validate(root, composeSchema(minor), broken));
  for (const { at, field, description } of violations) {
    log.error(at, 'schema-violation', `${field} ${description}`);
  }
  const isSound = (node: SourceNode): boolean => isFree(node, [...broken], violations);
  return loadStack({ root, minor, isSound, lookUp, log }, options);
}

interface CheckedFile {
  readonly root: MapNode;
  readonly minor: number;
  /** True for a part of the file without any error so far. */
  readonly isSound: (node: SourceNode) => boolean;
  readonly lookUp: LookUp;
  readonly log: IssueLog;
}

function loadStack(checked: CheckedFile, options: ParseStackOptions): Stack | undefined {
  const { root, minor, log } = checked;
  const readFile: ReadFile = options.readFile ?? (() => undefined);
  const surroundings: ObjectSurroundings = { minor, log };
  const section = (name: string) => soundEntries(checked, name);
  checkDecoding(checked);
  const services = loadServices(checked, { ...options, readFile });
  const networks = loadNetworks(section('networks'), surroundings);
  const volumes = loadVolumeObjects(section('volumes'), surroundings);
  const secrets = loadFileObjects('secret', section('secrets'), surroundings);
  const configs = loadFileObjects('config', section('configs'), surroundings);
  warnAboutUnsupportedOptions(root, log);
  warnAboutDeprecatedOptions(root, log);
  for (const service of services) checkImage(service, log);
  // References are only worth checking when every section could be read.
  if (!checked.isSound(root)) return undefined;
  const { name } = options;
  return planStack({ name, services, networks, volumes, configs, secrets, readFile, log });
}

function loadServices(
  checked: CheckedFile,
  {
    fileName,
    workingDirectory = folderOf(fileName),
    readFile,
  }: ParseStackOptions & { readFile: ReadFile },
): readonly ServiceConfig[] {
  const { lookUp, log } = checked;
  return soundEntries(checked, 'services').flatMap(([name, { value }]) =>
    value.kind === 'map'
      ? [loadService(name, value, { readFile, lookUp, log, workingDirectory })]
      : [],
  );
}

function checkDecoding(checked: CheckedFile): void {
  const { log } = checked;
  for (const [, { value }] of soundEntries(checked, 'services')) checkServiceDecoding(value, log);
  for (const section of ['networks', 'volumes', 'secrets', 'configs']) {
    const entries = soundEntries(checked, section);
    for (const [name, { value }] of entries) checkTimes(value, log, `[${name}]`);
  }
}

function soundEntries(
  { root, isSound }: CheckedFile,
  section: string,
): readonly (readonly [string, MapEntry])[] {
  return sectionOf(root, section).filter(([, { value }]) => isSound(value));
}

function isFree(
  node: SourceNode,
  broken: readonly SourceNode[],
  violations: readonly Violation[],
): boolean {
  const { path } = node.at;
  const places = [...broken, ...violations].map(({ at }) => at.path);
  return !places.some((place) => path === '' || place === path || place.startsWith(`${path}.`));
}

// docker/cli: cli/compose/schema/schema.go, Version and Validate. The version is the one in the text
// of the file: its variables are not replaced.
function readMinorVersion(root: MapNode, log: IssueLog): number | undefined {
  const node = child(root, 'version');
  const version = node === undefined ? '' : versionText(node);
  if (version === '' || version === '3') return newestMinor;
  const minor = /^3\.(0|[1-9]\d?)$/.exec(version)?.[1];
  if (minor !== undefined && Number(minor) <= newestMinor) return Number(minor);
  const message = `unsupported Compose file version: ${version}`;
  log.error(node?.at ?? root.at, 'unsupported-version', message);
  return undefined;
}

/** Go: fmt.Sprintf with `%v`. */
function versionText(node: SourceNode): string {
  if (node.kind === 'scalar') return goText(node);
  if (node.kind === 'list') return `[${node.items.map(versionText).join(' ')}]`;
  const entries = [...node.entries].sort(([left], [right]) => compareText(left, right));
  return `map[${entries.map(([key, { value }]) => `${key}:${versionText(value)}`).join(' ')}]`;
}

function lookUpIn(env: Readonly<Record<string, string>>): LookUp {
  return (name) => (Object.hasOwn(env, name) ? env[name] : undefined);
}

function folderOf(fileName: string): string {
  const folder = fileName.replace(/[^/]*$/, '');
  return folder.startsWith('/') ? cleanPath(folder) : '/';
}
