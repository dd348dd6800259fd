import type { ResourceRequirements, Resources } from '../model/resources.ts';
import { invalidArgument } from './control-api-error.ts';
import { formatFloat } from '../template/go-float.ts';

const nanoCpusMin = 1e6;
const memoryBytesMin = 4 * 1024 * 1024;

/**
 * Checks limits, then reservations. An error in generic resources is found and then dropped, so
 * anything goes there.
 * SwarmKit: manager/controlapi/service.go, validateResourceRequirements and validateResources.
 */
export function validateResources(requirements: ResourceRequirements | undefined): void {
  validateAmounts(requirements?.limits);
  validateAmounts(requirements?.reservations);
}

function validateAmounts(resources: Resources | undefined): void {
  if (resources === undefined) return;
  const { nanoCpus, memoryBytes } = resources;
  if (nanoCpus !== 0 && nanoCpus < nanoCpusMin) {
    const given = formatFloat(nanoCpus / 1e9);
    const least = formatFloat(nanoCpusMin / 1e9);
    throw invalidArgument(`invalid cpu value ${given}: Must be at least ${least}`);
  }
  if (memoryBytes !== 0 && memoryBytes < memoryBytesMin) {
    throw invalidArgument(`invalid memory value ${memoryBytes}: Must be at least 4MiB`);
  }
}
