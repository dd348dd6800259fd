import { SwarmSimError } from '../kernel/errors.ts';
import { toId, type ConfigId } from '../model/ids.ts';
import type { CredentialSpecSource } from '../model/container.ts';
import type { NameLookup } from './file-references.ts';

/**
 * Reads `--credential-spec`. A config is given by name; the API wants its id. The empty text means
 * none. docker/cli: cli/command/service/opts.go, credentialSpecOpt.
 */
export function parseCredentialSpecOption(
  value: string | undefined,
  lookup: Pick<NameLookup, 'config'>,
): CredentialSpecSource | undefined {
  if (value === undefined || value === '') return undefined;
  const separator = value.indexOf('://');
  const scheme = separator < 0 ? '' : value.slice(0, separator);
  const rest = value.slice(separator + 3);
  if (scheme === 'config') return { kind: 'config', configId: toId<ConfigId>(lookup.config(rest)) };
  if (scheme === 'file') return { kind: 'file', file: rest };
  if (scheme === 'registry') return { kind: 'registry', registry: rest };
  throw new SwarmSimError(
    'invalid-argument',
    'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"',
  );
}

/** Writes a source the way the flag reads it. */
export function formatCredentialSpecOption(
  source: CredentialSpecSource,
  nameOfConfig: (id: ConfigId) => string,
): string {
  if (source.kind === 'config') return `config://${nameOfConfig(source.configId)}`;
  return source.kind === 'file' ? `file://${source.file}` : `registry://${source.registry}`;
}
