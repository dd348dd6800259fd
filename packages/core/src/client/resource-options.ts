import { parseSize } from '../duration/parse-size.ts';
import { SwarmSimError } from '../kernel/errors.ts';
import type { GenericResource, ResourceRequirements, Resources } from '../model/resources.ts';
import type { ResourceOptions, ServiceOptions } from './service-options.ts';

const nanoCpusPerCpu = 1_000_000_000;

/** Reads `--reserve-*` and `--limit-*`; undefined where none is given. */
export function toResourceRequirements(
  options: Pick<ServiceOptions, 'reserve' | 'limit'>,
): ResourceRequirements | undefined {
  const { reserve, limit } = options;
  if (reserve === undefined && limit === undefined) return undefined;
  return {
    ...(limit !== undefined && {
      limits: { ...toAmounts(limit), ...(limit.pids !== undefined && { pids: limit.pids }) },
    }),
    ...(reserve !== undefined && { reservations: toReservations(reserve) }),
  };
}

function toReservations(options: ResourceOptions): Resources {
  if (options.generic === undefined) return toAmounts(options);
  const generic = Object.entries(options.generic).map(([resource, value]): GenericResource => {
    if (Number.isSafeInteger(value) && value >= 0) return { kind: 'discrete', resource, value };
    const message = `invalid generic-resource request \`${resource}=${value}\`, `;
    throw new SwarmSimError('invalid-argument', `${message}discrete resource expected`);
  });
  return { ...toAmounts(options), generic };
}

function toAmounts(options: ResourceOptions): Resources {
  return {
    nanoCpus: Math.round((options.cpus ?? 0) * nanoCpusPerCpu),
    memoryBytes: options.memory === undefined ? 0 : parseSize(options.memory),
  };
}
