import type { Config } from '../model/config.ts';
import type { Labels } from '../model/meta.ts';
import type { Secret } from '../model/secret.ts';
import type { ReadTx } from '../store/store.ts';
import { checkOptions, checkText, type OptionTable } from '../options/check-options.ts';
import { toBase64Data, type ObjectData } from './object-data.ts';
import type { Apply } from './operation.ts';
import { resolveReference } from './resolve-reference.ts';

/** What a person gives to make a config or a secret. */
export interface ObjectOptions {
  readonly name: string;
  readonly labels?: Labels;
  /** Text, bytes, or a document that is written as JSON. */
  readonly data?: ObjectData;
}

/** Configs or secrets of the swarm. References are ids, names or id prefixes. */
export interface ObjectsApi<Kind extends Config | Secret> {
  /** `docker config create`, `docker secret create`. */
  create(options: ObjectOptions): Kind;
  /** `docker config inspect`. @throws SwarmSimError `not-found` or `ambiguous`. */
  get(reference: string): Kind;
  list(): readonly Kind[];
  /** Replaces all labels; nothing else of a config or secret may change. */
  label(reference: string, labels: Labels): Kind;
  /** `docker config rm`. @throws SwarmSimError while a service refers to it. */
  remove(reference: string): void;
}

/** Makes `swarm.configs`. */
export function createConfigsApi(state: ReadTx, apply: Apply): ObjectsApi<Config> {
  return {
    create: (options) => apply({ kind: 'config-create', spec: toSpec(options) }),
    get: (reference) => resolveReference(state, 'config', reference),
    list: () => state.list('config'),
    label: (config, labels) => apply({ kind: 'config-label', config, labels }),
    remove: (config) => apply({ kind: 'config-remove', config }),
  };
}

/** Makes `swarm.secrets`. */
export function createSecretsApi(state: ReadTx, apply: Apply): ObjectsApi<Secret> {
  return {
    create: (options) => apply({ kind: 'secret-create', spec: toSpec(options) }),
    get: (reference) => resolveReference(state, 'secret', reference),
    list: () => state.list('secret'),
    label: (secret, labels) => apply({ kind: 'secret-label', secret, labels }),
    remove: (secret) => apply({ kind: 'secret-remove', secret }),
  };
}

const optionTable: OptionTable<ObjectOptions> = { name: 'any', labels: 'record', data: 'any' };

function toSpec(options: ObjectOptions): { name: string; labels?: Labels; data?: string } {
  checkOptions<ObjectOptions>('config or secret', options, optionTable);
  const { name, labels, data } = options;
  checkText('config or secret: name', name);
  return {
    name,
    ...(labels !== undefined && { labels }),
    ...(data !== undefined && { data: toBase64Data(data) }),
  };
}
