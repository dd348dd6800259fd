import { toId, type ConfigId } from '../model/ids.ts';
import type { CredentialSpecSource } from '../model/container.ts';
import { invalid } from '../options/check-options.ts';
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
  if (scheme !== 'config' && scheme !== 'file' && scheme !== 'registry') {
    throw invalid(
      'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"',
    );
  }
  // moby: daemon/cluster/convert/container.go, credentialSpecToGRPC.
  if (rest === '') {
    const wanted = 'must either provide "file", "registry", or "config" for credential spec';
    throw invalid(`invalid CredentialSpec: ${wanted}`);
  }
  if (scheme === 'config') return { kind: 'config', configId: toId<ConfigId>(lookup.config(rest)) };
  return scheme === 'file' ? { kind: 'file', file: rest } : { kind: 'registry', registry: rest };
}

/** Writes a source the way the flag reads it. */
export function formatCredentialSpecOption(
  source: CredentialSpecSource,
  nameOfConfig: (id: ConfigId) => string,
): string {
  if (source.kind === 'config') return `config://${nameOfConfig(source.configId)}`;
  return source.kind === 'file' ? `file://${source.file}` : `registry://${source.registry}`;
}
