import { SwarmSimError } from '../kernel/errors.ts';
import type { ConfigReference, ContainerSpec } from '../model/container.ts';
import type { ServiceSpec } from '../model/service.ts';
import type { Placement } from '../model/task.ts';
import type { NameLookup } from './file-references.ts';
import type { ServiceOptions } from './service-options.ts';
import { toServiceSpec } from './to-service-spec.ts';

/**
 * Gives a stored spec what a person changed in its short form. What the short form cannot say stays
 * as it was, and references keep their ids unless their names changed.
 */
export function editServiceSpec(
  base: ServiceSpec,
  options: ServiceOptions,
  lookup: NameLookup,
): ServiceSpec {
  const before = base.task.runtime;
  if (before?.kind !== 'container') {
    const message = `service ${base.name} does not run containers; use controlApi to change it`;
    throw new SwarmSimError('failed-precondition', message);
  }
  const fresh = toServiceSpec(options, keepIds(before, lookup));
  const runtime = fresh.task.runtime as ContainerSpec;
  const kept = keptRuntimeReferences(before);
  const configs = [...(runtime.configs ?? []), ...kept];
  const placement = editPlacement(base.task.placement, fresh.task.placement, {
    keepsPlatforms: runtime.image === before.image,
  });
  const { placement: _, ...task } = fresh.task;
  return {
    ...fresh,
    ...(base.networks !== undefined && { networks: base.networks }),
    task: {
      ...task,
      ...(placement !== undefined && { placement }),
      runtime: {
        ...runtime,
        ...(before.groups !== undefined && { groups: before.groups }),
        ...(before.pullOptions !== undefined && { pullOptions: before.pullOptions }),
        ...(configs.length > 0 && { configs }),
      },
    },
  };
}

function keepIds(before: ContainerSpec, lookup: NameLookup): NameLookup {
  const configs = new Map(before.configs?.map((known) => [known.configName, known.configId]));
  const secrets = new Map(before.secrets?.map((known) => [known.secretName, known.secretId]));
  const names = new Map(
    before.configs?.map((known) => [known.configId as string, known.configName]),
  );
  return {
    config: (name) => configs.get(name) ?? lookup.config(name),
    secret: (name) => secrets.get(name) ?? lookup.secret(name),
    network: (name) => lookup.network(name),
    configName: (id) => names.get(id) ?? lookup.configName(id),
  };
}

/** Runtime references beside the credential spec's own, which the short form does not show. */
function keptRuntimeReferences(before: ContainerSpec): readonly ConfigReference[] {
  const source = before.privileges?.credentialSpec;
  const shown = source?.kind === 'config' ? source.configId : undefined;
  return (before.configs ?? []).filter(
    ({ target, configId }) => target?.kind === 'runtime' && configId !== shown,
  );
}

function editPlacement(
  before: Placement | undefined,
  after: Placement | undefined,
  options: { readonly keepsPlatforms: boolean },
): Placement | undefined {
  const platforms = options.keepsPlatforms ? before?.platforms : undefined;
  if (platforms === undefined) return after;
  return { ...after, platforms };
}
