import type { Environment } from '../kernel/environment.ts';
import { toId, type SecretId } from '../model/ids.ts';
import type { Secret, SecretSpec } from '../model/secret.ts';
import { keepPlain } from '../options/keep-plain.ts';
import { foldName } from '../store/indexes.ts';
import type { Store } from '../store/store.ts';
import { checkVersion } from './check-version.ts';
import {
  ControlApiError,
  invalidArgument,
  missingArgument,
  notFound,
} from './control-api-error.ts';
import { controlApiDeciders, type ControlApiDeciders } from './control-api-deciders.ts';
import { matchesPayloadFilters, type PayloadFilters } from './match-filters.ts';
import { quote } from '../template/go-quote.ts';
import { validateSecretSpec } from './validate-payload.ts';
import { withLabels } from './with-labels.ts';

/** The calls for secrets. What they return never has the data. SwarmKit: manager/controlapi/secret.go. */
export function createSecretApi(
  env: Environment,
  store: Store,
  drivers: readonly string[] | undefined,
  deciders: ControlApiDeciders = controlApiDeciders,
): SecretApi {
  return {
    create(spec) {
      validateSecretSpec(spec);
      if (spec.driver !== undefined) checkDriver(spec.driver.name, drivers);
      const secret = store.update((tx) => {
        if (tx.find('secret', 'name', foldName(spec.name)).length > 0) {
          throw new ControlApiError('already-exists', `secret ${spec.name} already exists`);
        }
        const id = toId<SecretId>(env.ids.mint('secret', spec.name));
        return tx.create('secret', { id, spec: keepPlain('spec', spec) });
      });
      return withoutData(secret);
    },

    get(id) {
      if (id === '') throw invalidArgument('secret ID must be provided');
      const secret = store.get('secret', id);
      if (secret === undefined) throw notFound(`secret ${id} not found`);
      return withoutData(secret);
    },

    list(filters = {}) {
      return store
        .list('secret')
        .filter((secret) => secret.internal !== true && matchesPayloadFilters(secret, filters))
        .map(withoutData);
    },

    update(id, version, spec) {
      if (id === '' || version === undefined) throw missingArgument();
      const updated = store.update((tx) => {
        const secret = tx.get('secret', id);
        if (secret === undefined) throw notFound(`secret ${id} not found`);
        if (spec === undefined) throw missingArgument();
        checkOnlyLabelsChange(secret.spec, spec);
        checkVersion(secret, version, deciders.decideVersion);
        return tx.update('secret', {
          ...secret,
          spec: keepPlain('spec', withLabels(secret.spec, spec.labels)),
        });
      });
      return withoutData(updated);
    },

    remove(id) {
      if (id === '') throw invalidArgument('secret ID must be provided');
      store.update((tx) => {
        const secret = tx.get('secret', id);
        if (secret === undefined) throw notFound(`could not find secret ${id}`);
        const users = tx.find('service', 'secret', id);
        const refusal = deciders.decideObjectRemoval(users);
        if (refusal !== undefined) {
          throw invalidArgument(`secret '${secret.spec.name}' is ${refusal}`);
        }
        tx.delete('secret', id);
      });
    },
  };
}

/** See {@link createSecretApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface SecretApi {
  create(spec: SecretSpec | undefined): Secret;
  get(id: string): Secret;
  /** Takes what matches any of names, name prefixes and id prefixes, and all of the labels. */
  list(filters?: PayloadFilters): readonly Secret[];
  /** Changes the labels, which is all that may change. */
  update(id: string, version: number | undefined, spec: SecretSpec | undefined): Secret;
  /** Removes a secret that no service references. */
  remove(id: string): void;
}

// SwarmKit: manager/drivers/provider.go, NewSecretDriver. moby: plugin/store.go has the second text.
function checkDriver(name: string, drivers: readonly string[] | undefined): void {
  if (drivers === undefined) throw new ControlApiError('unknown', 'plugin getter is nil');
  if (!drivers.includes(name)) {
    throw new ControlApiError('unknown', `plugin ${quote(name)} not found`);
  }
}

function checkOnlyLabelsChange(current: SecretSpec, wanted: SecretSpec): void {
  const isSameData = wanted.data === undefined || wanted.data === (current.data ?? '');
  if (current.name === wanted.name && isSameData) return;
  throw invalidArgument('only updates to Labels are allowed');
}

function withoutData(secret: Secret): Secret {
  const { data: _, ...spec } = secret.spec;
  return { ...secret, spec };
}
