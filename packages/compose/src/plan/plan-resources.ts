import type { DockerGenericResource, DockerTaskTemplate } from '@swarmsim/core/docker-format';
import { parseCpus } from '../load/cpus.ts';
import type { Amounts, ServiceConfig } from '../load/service-config.ts';
import { closest } from '../yaml/source-tree.ts';
import { given, type StackFile } from './stack-plan.ts';

// docker/cli: cli/compose/convert/service.go, convertResources.
/** What a task of the service may use at most, and what is kept for it. */
export function planResources(
  file: StackFile,
  service: ServiceConfig,
): NonNullable<DockerTaskTemplate['Resources']> {
  const { limits, reservations } = service.deploy;
  return {
    ...(limits && {
      Limits: {
        ...toAmounts(limits, { file, service, section: 'limits' }),
        ...given('Pids', limits.pids),
      },
    }),
    ...(reservations && {
      Reservations: {
        ...toAmounts(reservations, { file, service, section: 'reservations' }),
        ...given('GenericResources', reservations.generic.map(toGenericResource)),
      },
    }),
  };
}

function toAmounts(
  { cpus, memoryBytes }: Amounts,
  { file, service, section }: { file: StackFile; service: ServiceConfig; section: string },
): { readonly NanoCPUs?: number; readonly MemoryBytes?: number } {
  const memory = given('MemoryBytes', memoryBytes);
  if (cpus === '') return memory;
  const parsed = parseCpus(cpus);
  if (parsed.kind === 'cpus') return { ...given('NanoCPUs', parsed.nanoCpus), ...memory };
  const at = closest(service.node, 'deploy', 'resources', section, 'cpus');
  file.log.error(at, 'malformed-value', `service ${service.name}: ${parsed.message}`);
  return memory;
}

function toGenericResource({
  kind,
  value,
}: {
  readonly kind: string;
  readonly value: number;
}): DockerGenericResource {
  return { DiscreteResourceSpec: { ...given('Kind', kind), ...given('Value', value) } };
}
