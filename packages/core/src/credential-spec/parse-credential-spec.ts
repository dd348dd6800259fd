/**
 * Reads a credential spec and says everything that is wrong with it. Nothing in Docker does: the
 * daemon hands the text to Windows as it is, so that a mistake shows on the worker only.
 */
import type { CredentialSpec } from './credential-spec-document.ts';
import { checkCredentialSpec } from './check-credential-spec.ts';
import {
  accountsPath,
  error,
  joinPath,
  warning,
  type CredentialSpecIssue,
} from './credential-spec-issue.ts';

/** Reads the text of a credential spec. The spec is there unless an issue is an error. */
export function parseCredentialSpec(text: string): ParsedCredentialSpec {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: [error('malformed-json', '', 'credential spec is not valid JSON')] };
  }
  const issues: Issues = [];
  checkDocument(value, issues);
  if (issues.some(isError)) return { issues };
  const spec = value as CredentialSpec;
  issues.push(...checkCredentialSpec(spec));
  return issues.some(isError) ? { issues } : { spec, issues };
}

/** What {@link parseCredentialSpec} found. */
export interface ParsedCredentialSpec {
  readonly spec?: CredentialSpec;
  /** Shape first, then meaning, each in the order of the document. */
  readonly issues: readonly CredentialSpecIssue[];
}

const domainFields = [
  'Sid',
  'MachineAccountName',
  'Guid',
  'DnsTreeName',
  'DnsName',
  'NetBiosName',
] as const;
const accountFields = ['Name', 'Scope'] as const;
const hostAccountFields = ['PortableCcgVersion', 'PluginGUID', 'PluginInput'] as const;

type Issues = CredentialSpecIssue[];
type JsonObject = Readonly<Record<string, unknown>>;

function checkDocument(value: unknown, issues: Issues): void {
  if (!isObject(value)) {
    issues.push(error('wrong-type', '', 'credential spec must be an object'));
    return;
  }
  const plugins = readField(value, 'CmsPlugins', '', issues);
  if (plugins !== undefined) checkPlugins(plugins, issues);
  const domain = readField(value, 'DomainJoinConfig', '', issues);
  if (domain !== undefined) checkTexts(domain, domainFields, 'DomainJoinConfig', issues);
  const directory = readField(value, 'ActiveDirectoryConfig', '', issues);
  if (directory !== undefined) checkDirectory(directory, issues);
  const known = ['CmsPlugins', 'DomainJoinConfig', 'ActiveDirectoryConfig'];
  warnOfUnknown(value, known, '', issues);
}

function checkPlugins(value: unknown, issues: Issues): void {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    issues.push(error('wrong-type', 'CmsPlugins', 'CmsPlugins must be an array of strings'));
  }
}

function checkDirectory(value: unknown, issues: Issues): void {
  const path = 'ActiveDirectoryConfig';
  if (!isObject(value)) {
    issues.push(error('wrong-type', path, `${path} must be an object`));
    return;
  }
  const accounts = readField(value, 'GroupManagedServiceAccounts', path, issues);
  if (accounts !== undefined) checkAccounts(accounts, issues);
  if (Object.hasOwn(value, 'HostAccountConfig') && value['HostAccountConfig'] !== null) {
    const hostPath = joinPath(path, 'HostAccountConfig');
    checkTexts(value['HostAccountConfig'], hostAccountFields, hostPath, issues);
  }
  warnOfUnknown(value, ['GroupManagedServiceAccounts', 'HostAccountConfig'], path, issues);
}

function checkAccounts(value: unknown, issues: Issues): void {
  const path = accountsPath;
  if (!Array.isArray(value)) {
    issues.push(error('wrong-type', path, 'GroupManagedServiceAccounts must be an array'));
    return;
  }
  for (const [index, item] of value.entries()) {
    checkTexts(item, accountFields, joinPath(path, `${index}`), issues);
  }
}

/** Checks an object whose fields are all texts. */
function checkTexts(value: unknown, fields: readonly string[], path: string, issues: Issues): void {
  if (!isObject(value)) {
    issues.push(error('wrong-type', path, `${path} must be an object`));
    return;
  }
  for (const field of fields) {
    const text = readField(value, field, path, issues);
    if (text === undefined || typeof text === 'string') continue;
    issues.push(error('wrong-type', joinPath(path, field), `${field} must be a string`));
  }
  warnOfUnknown(value, fields, path, issues);
}

function readField(value: JsonObject, field: string, path: string, issues: Issues): unknown {
  if (Object.hasOwn(value, field) && value[field] !== null) return value[field];
  issues.push(error('missing-field', joinPath(path, field), `${field} is missing`));
  return undefined;
}

function warnOfUnknown(
  value: JsonObject,
  known: readonly string[],
  path: string,
  issues: Issues,
): void {
  for (const field of Object.keys(value)) {
    if (known.includes(field)) continue;
    const near = known.find((name) => name.toLowerCase() === field.toLowerCase());
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    issues.push(warning('unknown-field', joinPath(path, field), `${field} is not known${hint}`));
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isError(issue: CredentialSpecIssue): boolean {
  return issue.severity === 'error';
}
