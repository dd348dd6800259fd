/**
 * Finds the text of a credential spec where a task says it is. Windows does this when it starts a
 * container, and looks at nothing but the text. moby: daemon/oci_windows.go, setWindowsCredentialSpec.
 */
import type { CredentialSpecSource } from '../model/container.ts';
import { quote } from '../template/go-quote.ts';
import { isOlderEngine, type EngineRelease } from './decide-windows-support.ts';
import { cleanPath, isAbsolutePath, joinPath } from './container-path.ts';
import { within } from './error-context.ts';
import type { HostDescription } from './host-description.ts';

/** Reads a credential spec; the empty text is none. @throws Error with the daemon's text. */
export function readCredentialSpec(
  source: CredentialSpecSource,
  { host, containerId, readConfig }: CredentialSpecPlaces,
): string {
  if (valueOf(source) === '') throw new Error(malformedOption);
  switch (source.kind) {
    case 'config':
      // Inferred from its executor, which knows of files and values only, and asks for nothing else:
      // moby v18.09: daemon/cluster/executor/container/container.go, applyPrivileges.
      if (isOlderEngine(host.engineVersion, firstWithConfigs)) return '';
      return within('error getting value from config store', () => readConfig(source.configId));
    case 'file':
      return readFile(source.file, host, containerId);
    case 'registry':
      return readRegistry(source.registry, host, containerId);
  }
}

/** A source as a container's security option has it: `config://<id>`. */
export function formatCredentialSpecSource(source: CredentialSpecSource): string {
  return `${source.kind}://${valueOf(source)}`;
}

/** The security option that asks for a credential spec, in quotes as Go's `%q` has them. */
export function quoteSecurityOption(source: CredentialSpecSource): string {
  return quote(`credentialspec=${formatCredentialSpecSource(source)}`);
}

/** Where credential specs may be. */
export interface CredentialSpecPlaces {
  readonly host: HostDescription;
  readonly containerId: string;
  /** Text of a config that the task may read. @throws Error where it may not, or has none. */
  readonly readConfig: (id: string) => string;
}

/** moby: pull request 38632. */
const firstWithConfigs: EngineRelease = { year: 19, month: 3 };

const malformedOption =
  "invalid credential spec security option - value must be prefixed by 'file://', 'registry://', or 'raw://' followed by a non-empty value";

function valueOf(source: CredentialSpecSource): string {
  if (source.kind === 'config') return source.configId;
  return source.kind === 'file' ? source.file : source.registry;
}

// moby: daemon/oci_windows.go, readCredentialSpecFile. The test for the folder is one of texts.
function readFile(file: string, host: HostDescription, containerId: string): string {
  const location = cleanPath('windows', file);
  if (isAbsolutePath('windows', location)) {
    throw new Error('invalid credential spec: file:// path cannot be absolute');
  }
  const base = joinPath('windows', host.dockerRoot, 'CredentialSpecs');
  const full = joinPath('windows', base, location);
  if (!full.startsWith(base)) {
    throw new Error(`invalid credential spec: file:// path must be under ${base}`);
  }
  const wanted = full.toLowerCase();
  const folder = wanted.slice(0, wanted.lastIndexOf('\\') + 1);
  let hasFolder = folder === `${base}\\`.toLowerCase();
  for (const [name, text] of Object.entries(host.credentialSpecFiles)) {
    const known = joinPath('windows', base, name).toLowerCase();
    if (known === wanted) return text;
    hasFolder ||= known.startsWith(folder);
  }
  // Microsoft: System Error Codes, ERROR_FILE_NOT_FOUND and ERROR_PATH_NOT_FOUND.
  const reason = `open ${full}: The system cannot find the ${hasFolder ? 'file' : 'path'} specified.`;
  throw new Error(`failed to load credential spec for container ${containerId}: ${reason}`);
}

// moby: daemon/oci_windows.go, readCredentialSpecRegistry. Names of values have no case.
function readRegistry(name: string, host: HostDescription, containerId: string): string {
  const wanted = name.toLowerCase();
  for (const [known, text] of Object.entries(host.credentialSpecRegistry)) {
    if (known.toLowerCase() === wanted) return text;
  }
  const message = `registry credential spec ${quote(name)} for container ${containerId} was not found`;
  throw new Error(message);
}
