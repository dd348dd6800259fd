/** Who has which configs, secrets and credential specs, as the model says it. */
import type { Swarm, Task } from '@swarmsim/core';
import { checkSame } from './check-tables.ts';
import {
  count,
  credentialSpecOf,
  filesOf,
  type ModelNode,
  type ModelService,
  type SwarmModel,
} from './swarm-model.ts';

/** Names that a task's spec refers to, as anybody reads it. */
interface References {
  readonly credentialSpecs: readonly string[];
  readonly configFiles: readonly string[];
  readonly secrets: readonly string[];
}

/** A host has what its live tasks refer to, and nothing else; one that is down has nothing. */
export function checkHoldings(node: ModelNode, swarm: Swarm): void {
  const { id, name, holdings } = swarm.nodes.get(node.name);
  if (node.host === 'up' && node.path !== 'whole') return;
  const wanted = new Set<string>();
  if (node.host === 'up') {
    for (const task of swarm.tasks.list({ node: id })) {
      if (!isLive(task)) continue;
      const { credentialSpecs, configFiles, secrets } = referencesOf(task);
      for (const one of [...credentialSpecs, ...configFiles]) wanted.add(`config ${one}`);
      for (const one of secrets) wanted.add(`secret ${one}`);
    }
  }
  const { configs, secrets } = holdings();
  const held = [...configs.map((one) => `config ${one}`), ...secrets.map((one) => `secret ${one}`)];
  checkSame(`${name}: what the host holds`, [...wanted].sort(), held.sort());
}

/**
 * A running task has the references of some version of its service, may read those and no others, and finds
 * all but the credential spec as files; that one Windows was handed.
 */
export function checkTask(
  model: SwarmModel,
  service: ModelService,
  task: Task,
  swarm: Swarm,
): void {
  const references = referencesOf(task);
  const versions = service.versions.map((version) => ({
    credentialSpecs: [credentialSpecOf(version) ?? []].flat(),
    configFiles: [...filesOf(version, 'configs')],
    secrets: [...filesOf(version, 'secrets')],
  }));
  const name = swarm.tasks.nameOf(task);
  if (!versions.some((version) => JSON.stringify(version) === JSON.stringify(references))) {
    throw new Error(
      `model: ${name} refers to what ${service.name} never did: ${JSON.stringify(references)}`,
    );
  }
  const { credentialSpecs, configFiles, secrets } = references;
  checkSame(
    `${name}: what it may read`,
    idsOf(task).sort(),
    [...swarm.containers.readable(task.id)].sort(),
  );
  const container = swarm.containers.find(task.id);
  checkSame(`${name}: container`, 'running', container?.state);
  const files = (container?.files ?? []).map(({ path }) => path.split(/[\\/]/).at(-1) ?? '');
  checkSame(
    `${name}: files`,
    [...new Set([...configFiles, ...secrets])].sort(),
    [...new Set(files)].sort(),
  );
  const [credentialSpec] = credentialSpecs;
  if (credentialSpec === undefined) {
    checkSame(`${name}: credential spec`, null, container?.credentialSpec ?? null);
    return;
  }
  count(model, 'rest: a credential spec is used');
  const text = model.configs.get(credentialSpec)?.text;
  if (text !== undefined)
    checkSame(`${name}: credential spec`, text, container?.credentialSpec?.text);
}

const live = ['assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'];

function isLive({ status }: Task): boolean {
  return live.includes(status.state);
}

function referencesOf({ spec: { runtime } }: Task): References {
  if (runtime?.kind !== 'container') return { credentialSpecs: [], configFiles: [], secrets: [] };
  const { configs = [], secrets = [] } = runtime;
  const named = (isFile: boolean): readonly string[] =>
    configs
      .filter(({ target }) => (target?.kind !== 'runtime') === isFile)
      .map(({ configName }) => configName);
  return {
    credentialSpecs: named(false),
    configFiles: named(true),
    secrets: secrets.map(({ secretName }) => secretName),
  };
}

function idsOf({ spec: { runtime } }: Task): string[] {
  if (runtime?.kind !== 'container') return [];
  const ids = [
    ...(runtime.configs ?? []).map(({ configId }) => configId),
    ...(runtime.secrets ?? []).map(({ secretId }) => secretId),
  ];
  return [...new Set<string>(ids)];
}
