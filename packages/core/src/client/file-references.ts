import { SwarmSimError } from '../kernel/errors.ts';
import { toId, type ConfigId, type SecretId } from '../model/ids.ts';
import type {
  ConfigReference,
  CredentialSpecSource,
  FileTarget,
  SecretReference,
} from '../model/container.ts';
import type { FileReferenceOptions } from './service-options.ts';

/** Finds ids by name, as the client asks the API. Each throws `not-found` with the client's text. */
export interface NameLookup {
  /** @throws SwarmSimError `config not found: NAME`. */
  config(name: string): string;
  /** @throws SwarmSimError `secret not found: NAME`. */
  secret(name: string): string;
  /** @throws SwarmSimError `network NAME not found`. */
  network(name: string): string;
  /** Name of a config that exists, or existed when the spec was written. */
  configName(id: string): string;
}

type Reference = string | FileReferenceOptions;

/** docker/cli: cli/command/service/parse.go, ParseConfigs; a credential spec adds a Runtime target. */
export function toConfigReferences(
  requested: readonly Reference[],
  credentialSpec: CredentialSpecSource | undefined,
  lookup: NameLookup,
): readonly ConfigReference[] {
  const references = toFileTargets(requested, 'config').map(
    ({ source, target }): ConfigReference => ({
      configId: toId<ConfigId>(lookup.config(source)),
      configName: source,
      target,
    }),
  );
  if (credentialSpec?.kind !== 'config') return references;
  const { configId } = credentialSpec;
  const configName = lookup.configName(configId);
  return [...references, { configId, configName, target: { kind: 'runtime' } }];
}

/** docker/cli: cli/command/service/parse.go, ParseSecrets. */
export function toSecretReferences(
  requested: readonly Reference[],
  lookup: NameLookup,
): readonly SecretReference[] {
  return toFileTargets(requested, 'secret').map(({ source, target }) => ({
    secretId: toId<SecretId>(lookup.secret(source)),
    secretName: source,
    target,
  }));
}

interface NamedTarget {
  readonly source: string;
  readonly target: { readonly kind: 'file' } & FileTarget;
}

/** docker/cli: opts/swarmopts, ConfigOpt: the file is named after the source, read-only, of user 0. */
function toFileTargets(requested: readonly Reference[], kind: string): readonly NamedTarget[] {
  const names = new Set<string>();
  return requested.map((reference) => {
    const options = typeof reference === 'string' ? { source: reference } : reference;
    const name = options.target ?? options.source;
    if (names.has(name)) {
      const message = `duplicate ${kind} target for ${options.source} not allowed`;
      throw new SwarmSimError('invalid-argument', message);
    }
    names.add(name);
    const { uid = '0', gid = '0', mode = 0o444 } = options;
    return { source: options.source, target: { kind: 'file', name, uid, gid, mode } };
  });
}
