/** Compares what the swarm lists with what the model knows, after every command. */
import type { Swarm } from '@swarmsim/core';
import type { ModelService, SwarmModel } from './swarm-model.ts';

/**
 * Compares all that users see listed, however far the swarm has come with it.
 *
 * @throws Error with the first difference.
 */
export function checkTables(model: SwarmModel, swarm: Swarm): void {
  for (const kind of ['configs', 'secrets'] as const) {
    const listed = swarm[kind].list().map(({ spec: { name, labels = {} } }) => [name, labels]);
    const known = [...model[kind]].map(([name, { labels }]) => [name, labels]);
    checkSame(kind, Object.fromEntries(known), Object.fromEntries(listed));
  }
  checkSame(
    'networks',
    [...model.networks].sort(),
    swarm.controlApi.networks
      .list()
      .flatMap(({ spec }) => (spec.ingress === true ? [] : [spec.name]))
      .sort(),
  );
  checkNodes(model, swarm);
  const services = swarm.services.list().map(({ spec }) => spec.name);
  checkSame('services', [...model.services.keys()].sort(), services.sort());
  for (const service of model.services.values()) checkService(service, swarm);
}

function checkNodes({ nodes }: SwarmModel, swarm: Swarm): void {
  const listed = swarm.nodes.list().map(({ name, availability, node: { spec } }) => {
    return [name, { availability, role: spec.role, labels: spec.labels ?? {} }];
  });
  const known = [...nodes.values()].map(({ name, availability, role, labels }) => {
    return [name, { availability, role, labels }];
  });
  checkSame('nodes', Object.fromEntries(known), Object.fromEntries(listed));
}

const compared = [
  'mode',
  'replicas',
  'credentialSpec',
  'constraints',
  'maxReplicasPerNode',
] as const;

function checkService({ name, options }: ModelService, swarm: Swarm): void {
  const shown = swarm.services.options(name);
  for (const field of compared) {
    const wanted = field === 'mode' ? (options.mode ?? 'replicated') : options[field];
    checkSame(`${name}: ${field}`, wanted ?? null, shown[field] ?? null);
  }
  checkSame(`${name}: image`, options.image, shown.image.split('@')[0]);
}

/** @throws Error that shows both. */
export function checkSame(what: string, expected: unknown, observed: unknown): void {
  const [wanted, found] = [toText(expected), toText(observed)];
  if (wanted !== found) throw new Error(`model: ${what}: expected ${wanted}, found ${found}`);
}

/** JSON with the names of objects in order. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
