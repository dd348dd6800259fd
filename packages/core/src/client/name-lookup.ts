import { SwarmSimError } from '../kernel/errors.ts';
import type { ReadTx } from '../store/store.ts';
import type { NameLookup } from './file-references.ts';
import { resolveReference } from './resolve-reference.ts';

/**
 * Looks names up as the docker client does: configs and secrets by exact name only, networks by id,
 * name or prefix. docker/cli: cli/command/service/parse.go and opts.go.
 */
export function createNameLookup(state: ReadTx): NameLookup {
  return {
    config: (name) => byExactName(state, 'config', name),
    secret: (name) => byExactName(state, 'secret', name),
    network: (reference) => resolveReference(state, 'network', reference).id,
    configName: (id) => state.get('config', id)?.spec.name ?? id,
  };
}

function byExactName(state: ReadTx, table: 'config' | 'secret', name: string): string {
  const found = state
    .find(table, 'name', name.toLowerCase())
    .find((entity) => entity.spec.name === name);
  if (found === undefined) throw new SwarmSimError('not-found', `${table} not found: ${name}`);
  return found.id;
}
