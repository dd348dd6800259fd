/**
 * Finds what fits the schema and docker's decoder refuses all the same: the schema sees the file as
 * JSON, the decoder sees Go's types, among which are times, and floats that are whole numbers.
 */
import { goText } from '../go/go-text.ts';
import type { IssueLog } from '../issue/issue.ts';
import { child, entriesOf, isNothing, type SourceNode } from '../yaml/source-tree.ts';
import { isFloat, reportDecoding } from './read-value.ts';

/** Checks the values of a service whose type in Go matters. */
export function checkServiceDecoding(service: SourceNode, log: IssueLog): void {
  const size = child(service, 'shm_size');
  if (size?.kind === 'scalar' && typeof size.value === 'number') {
    reportDecoding(log, size.at, describeNoText('shm_size', size));
  }
  for (const [name, { value }] of entriesOf(child(service, 'ulimits'))) {
    checkUlimit(`Ulimits[${name}]`, value, log);
  }
  checkTimes(service, log);
}

// docker/cli: cli/compose/loader/loader.go, transformUlimits, which panics where a number is missing.
function checkUlimit(name: string, node: SourceNode, log: IssueLog): void {
  if (node.kind !== 'map') {
    if (isNothing(node)) {
      const panic = 'runtime error: invalid memory address or nil pointer dereference';
      return log.error(node.at, 'malformed-value', `panic: ${panic}`);
    }
    if (typeNameOf(node) === 'int') return;
    const problem = `invalid type ${typeNameOf(node)} for ulimits`;
    return reportDecoding(log, node.at, `error decoding '${name}': ${problem}`);
  }
  for (const key of ['soft', 'hard']) {
    const limit = child(node, key);
    const type = limit === undefined ? 'nil' : typeNameOf(limit);
    if (type === 'int') continue;
    const panic = `interface conversion: interface {} is ${type}, not int`;
    return log.error(limit?.at ?? node.at, 'malformed-value', `panic: ${panic}`);
  }
}

/** Refuses times where docker wants text: YAML reads an unquoted `2001-12-14` as a time. */
export function checkTimes(node: SourceNode, log: IssueLog, name = ''): void {
  if (node.kind === 'scalar') {
    if (node.goType === 'time.Time') reportDecoding(log, node.at, describeNoText(name, node));
  } else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) checkTimes(item, log, `${name}[${index}]`);
  } else {
    for (const [key, { value }] of node.entries) {
      if (key.startsWith('x-') || (printedMaps.has(key) && value.kind === 'map')) continue;
      checkTimes(value, log, nameBelow(name, key));
    }
  }
}

/** Mappings whose values docker prints, whatever they are. */
const printedMaps: ReadonlySet<string> = new Set([
  'args',
  'driver_opts',
  'environment',
  'extra_hosts',
  'labels',
  'options',
  'sysctls',
]);

/** docker/cli: cli/compose/types/types.go has the names of fields, and tags where they differ. */
function nameBelow(name: string, key: string): string {
  if (/(?:^|\.)(?:Networks|Ulimits)$/.test(name)) return `${name}[${key}]`;
  const isTagged = key.includes('_') || taggedFields.has(key);
  const field = Object.hasOwn(fieldNames, key) ? fieldNames[key] : undefined;
  const shown = field ?? (isTagged ? key : `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`);
  return name === '' ? shown : `${name}.${shown}`;
}

const taggedFields: ReadonlySet<string> = new Set(['cpus', 'isolation', 'memory', 'tty']);

const fieldNames: Readonly<Record<string, string>> = {
  dns: 'DNS',
  gid: 'GID',
  healthcheck: 'HealthCheck',
  uid: 'UID',
};

// go-viper/mapstructure: mapstructure.go, decodeString.
function describeNoText(name: string, node: SourceNode): string {
  const value = node.kind === 'scalar' ? goText(node) : '';
  const type = typeNameOf(node);
  return `'${name}' expected type 'string', got unconvertible type '${type}', value: '${value}'`;
}

/** Go: `%T` of what go-yaml decodes. */
function typeNameOf(node: SourceNode): string {
  if (node.kind === 'list') return '[]interface {}';
  if (node.kind === 'map') return 'map[string]interface {}';
  const { value, goType } = node;
  if (value === null) return 'nil';
  if (goType !== undefined) return goType;
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (isFloat(node)) return 'float64';
  return typeof value === 'bigint' && value >= 2n ** 63n ? 'uint64' : 'int';
}
