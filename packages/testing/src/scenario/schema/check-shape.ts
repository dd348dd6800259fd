import { parseDuration, type Issue } from '@swarmsim/core';
import type { RecordShape, Shape } from './shape.ts';
import { suggestName } from './suggest-name.ts';

/** Where problems go. */
type Report = (code: IssueCode, path: string, message: string) => void;
type IssueCode = 'unknown-field' | 'missing-field' | 'wrong-type' | 'wrong-value';

/** Lists how a value differs from a shape, in order of the value. */
export function checkShape(shape: Shape, value: unknown, path = ''): readonly Issue[] {
  const issues: Issue[] = [];
  check(shape, value, path, (code, where, message) => issues.push({ code, path: where, message }));
  return issues;
}

function check(shape: Shape, value: unknown, path: string, report: Report): void {
  switch (shape.kind) {
    case 'any':
      return;
    case 'text':
      return checkText(shape, value, path, report);
    case 'number':
    case 'count':
    case 'flag':
      return checkScalar(shape.kind, value, path, report);
    case 'duration':
      return checkDuration(value, path, report);
    case 'list':
      if (!Array.isArray(value)) return reportType('a list', value, path, report);
      for (const [index, item] of value.entries()) check(shape.of, item, join(path, index), report);
      return;
    case 'map':
      if (!isObject(value)) return reportType('an object', value, path, report);
      for (const [name, item] of Object.entries(value)) {
        check(shape.of, item, join(path, name), report);
      }
      return;
    case 'nullable':
      if (value !== null) check(shape.of, value, path, report);
      return;
    case 'record':
      return checkRecord(shape, value, path, report);
    case 'union':
      return checkUnion(shape, value, path, report);
    case 'fork':
      if (!isObject(value)) return reportType('an object', value, path, report);
      return check(Object.hasOwn(value, shape.on) ? shape.yes : shape.no, value, path, report);
    case 'either':
      return checkEither(shape, value, path, report);
  }
}

function checkText(
  { oneOf }: Extract<Shape, { kind: 'text' }>,
  value: unknown,
  path: string,
  report: Report,
): void {
  if (typeof value !== 'string') return reportType('a text', value, path, report);
  if (oneOf === undefined || oneOf.includes(value)) return;
  report('wrong-value', path, `${quote(value)} is none of ${oneOf.map(quote).join(', ')}`);
}

function checkScalar(
  kind: 'number' | 'count' | 'flag',
  value: unknown,
  path: string,
  report: Report,
): void {
  if (kind === 'flag') {
    if (typeof value !== 'boolean') reportType('true or false', value, path, report);
    return;
  }
  if (typeof value !== 'number') return reportType('a number', value, path, report);
  if (kind === 'number' || (Number.isSafeInteger(value) && value >= 0)) return;
  report('wrong-value', path, `${value} is no whole number from 0 on`);
}

function checkDuration(value: unknown, path: string, report: Report): void {
  if (typeof value !== 'number' && typeof value !== 'string') {
    return reportType('a number of ms or a text such as 1m30s', value, path, report);
  }
  try {
    parseDuration(value);
  } catch (error) {
    report('wrong-value', path, error instanceof Error ? error.message : String(error));
  }
}

function checkRecord(shape: RecordShape, value: unknown, path: string, report: Report): void {
  if (!isObject(value)) return reportType('an object', value, path, report);
  const names = Object.keys(shape.fields);
  for (const [name, item] of Object.entries(value)) {
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (field !== undefined) check(field, item, join(path, name), report);
    else report('unknown-field', join(path, name), `no such field${hint(name, names)}`);
  }
  for (const name of shape.needs) {
    if (!Object.hasOwn(value, name)) report('missing-field', path, `${quote(name)} is missing`);
  }
}

function checkUnion(
  { by, cases }: Extract<Shape, { kind: 'union' }>,
  value: unknown,
  path: string,
  report: Report,
): void {
  if (!isObject(value)) return reportType('an object', value, path, report);
  const name = value[by];
  if (name === undefined) return report('missing-field', path, `${quote(by)} is missing`);
  const shape = typeof name === 'string' && Object.hasOwn(cases, name) ? cases[name] : undefined;
  if (shape !== undefined) return check(shape, value, path, report);
  const known = Object.keys(cases);
  const where = join(path, by);
  if (typeof name !== 'string') return reportType('a text', name, where, report);
  report('wrong-value', where, `unknown ${by} ${quote(name)}${hint(name, known)}`);
}

function checkEither(
  { of, words }: Extract<Shape, { kind: 'either' }>,
  value: unknown,
  path: string,
  report: Report,
): void {
  let nearest: readonly Issue[] | undefined;
  for (const shape of of) {
    const issues = checkShape(shape, value, path);
    if (issues.length === 0) return;
    const isOfKind = !issues.some((issue) => issue.path === path && issue.code === 'wrong-type');
    if (isOfKind) nearest ??= issues;
  }
  if (nearest === undefined) return reportType(words, value, path, report);
  for (const issue of nearest) report(issue.code as IssueCode, issue.path, issue.message);
}

function reportType(wanted: string, value: unknown, path: string, report: Report): void {
  report('wrong-type', path, `must be ${wanted}, not ${nameOfType(value)}`);
}

function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string'
    ? `the text ${quote(value)}`
    : (JSON.stringify(value) ?? typeof value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hint(name: string, known: readonly string[]): string {
  const near = suggestName(name, known);
  return near === undefined ? '' : `; did you mean ${quote(near)}?`;
}

function join(path: string, name: string | number): string {
  return path === '' ? `${name}` : `${path}.${name}`;
}

function quote(value: string): string {
  return JSON.stringify(value);
}
