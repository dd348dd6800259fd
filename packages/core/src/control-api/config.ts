import type { Environment } from '../kernel/environment.ts';
import type { Config, ConfigSpec } from '../model/config.ts';
import { toId, type ConfigId } from '../model/ids.ts';
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
import { withLabels } from './with-labels.ts';
import { validateConfigSpec } from './validate-payload.ts';

/** The calls for configs. SwarmKit: manager/controlapi/config.go. */
export function createConfigApi(
  env: Environment,
  store: Store,
  deciders: ControlApiDeciders = controlApiDeciders,
): ConfigApi {
  return {
    create(spec) {
      validateConfigSpec(spec);
      return store.update((tx) => {
        if (tx.find('config', 'name', foldName(spec.name)).length > 0) {
          throw new ControlApiError('already-exists', `config ${spec.name} already exists`);
        }
        const id = toId<ConfigId>(env.ids.mint('config', spec.name));
        return tx.create('config', { id, spec: keepPlain('spec', spec) });
      });
    },

    get(id) {
      if (id === '') throw invalidArgument('config ID must be provided');
      const config = store.get('config', id);
      if (config === undefined) throw notFound(`config ${id} not found`);
      return config;
    },

    list(filters = {}) {
      return store.list('config').filter((config) => matchesPayloadFilters(config, filters));
    },

    update(id, version, spec) {
      if (id === '' || version === undefined) throw missingArgument();
      return store.update((tx) => {
        const config = tx.get('config', id);
        if (config === undefined) throw notFound(`config ${id} not found`);
        if (spec === undefined) throw missingArgument();
        checkOnlyLabelsChange(config.spec, spec);
        checkVersion(config, version, deciders.decideVersion);
        return tx.update('config', {
          ...config,
          spec: keepPlain('spec', withLabels(config.spec, spec.labels)),
        });
      });
    },

    remove(id) {
      if (id === '') throw invalidArgument('config ID must be provided');
      store.update((tx) => {
        const config = tx.get('config', id);
        if (config === undefined) throw notFound(`could not find config ${id}`);
        const users = tx.find('service', 'config', id);
        const refusal = deciders.decideObjectRemoval(users);
        if (refusal !== undefined) {
          throw invalidArgument(`config '${config.spec.name}' is ${refusal}`);
        }
        tx.delete('config', id);
      });
    },
  };
}

/** See {@link createConfigApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface ConfigApi {
  create(spec: ConfigSpec | undefined): Config;
  get(id: string): Config;
  /** Takes what matches any of names, name prefixes and id prefixes, and all of the labels. */
  list(filters?: PayloadFilters): readonly Config[];
  /** Changes the labels, which is all that may change. */
  update(id: string, version: number | undefined, spec: ConfigSpec | undefined): Config;
  /** Removes a config that no service references. */
  remove(id: string): void;
}

function checkOnlyLabelsChange(current: ConfigSpec, wanted: ConfigSpec): void {
  const isSameData = wanted.data === undefined || wanted.data === current.data;
  if (current.name === wanted.name && isSameData) return;
  throw invalidArgument('only updates to Labels are allowed');
}
