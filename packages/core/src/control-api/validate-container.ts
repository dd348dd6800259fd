import type { ContainerSpec, HealthConfig, Mount } from '../model/container.ts';
import { parseImageReference } from '../registry/image-reference.ts';
import { expandContainerSpec } from '../template/expand-container.ts';
import { quote } from '../template/go-quote.ts';
import { TemplateError, type TemplateContext } from '../template/template-context.ts';
import { invalidArgument } from './control-api-error.ts';

/**
 * Checks what a container is made from, with its templates expanded for a made-up task. That task's
 * service has no labels, so a template that names one is refused.
 * SwarmKit: manager/controlapi/service.go, validateContainerSpec.
 */
export function validateContainer(container: ContainerSpec): void {
  const expanded = expand(container);
  validateImage(expanded.image);
  validateMounts(expanded.mounts ?? []);
  validateHealthCheck(expanded.healthcheck);
}

// SwarmKit: manager/controlapi/service.go, validateContainerSpec; template/context.go, NewContext.
const sampleContext: TemplateContext = {
  service: { id: 'serviceid', name: 'servicename', labels: {} },
  node: {
    id: 'nodeid',
    hostname: 'nodeHostname',
    platform: { architecture: 'architecture', os: 'os' },
  },
  task: { id: '', name: 'taskname', slot: '1' },
};

// distribution/reference v0.5.0, which SwarmKit links: reference.go, NameTotalLengthMax. It counts
// the registry host as well, where later versions do not.
const imageNameLengthMax = 255;

const healthDurationMsMin = 1;

/** Checks an image reference. SwarmKit: manager/controlapi/service.go, validateImage. */
export function validateImage(image: string): void {
  if (image === '') throw invalidArgument('ContainerSpec: image reference must be provided');
  const reference = parseImageReference(image);
  const isValid =
    reference.kind === 'reference' &&
    `${reference.domain}/${reference.path}`.length <= imageNameLengthMax;
  if (isValid) return;
  throw invalidArgument(`ContainerSpec: ${quote(image)} is not a valid repository/tag`);
}

/** Refuses two mounts in one place. SwarmKit: manager/controlapi/service.go, validateMounts. */
export function validateMounts(mounts: readonly Mount[]): void {
  const targets = new Set<string>();
  for (const { target } of mounts) {
    if (targets.has(target)) {
      throw invalidArgument(`ContainerSpec: duplicate mount point: ${target}`);
    }
    targets.add(target);
  }
}

/** Checks a health check. SwarmKit: manager/controlapi/service.go, validateHealthCheck. */
export function validateHealthCheck(check: HealthConfig | undefined): void {
  if (check === undefined) return;
  refuseShort(check.intervalMs, 'Interval');
  refuseShort(check.timeoutMs, 'Timeout');
  refuseShort(check.startPeriodMs, 'StartPeriod');
  refuseShort(check.startIntervalMs, 'StartInterval');
  if (check.retries !== undefined && check.retries < 0) {
    throw invalidArgument('ContainerSpec: Retries in HealthConfig cannot be negative');
  }
}

function refuseShort(durationMs: number | undefined, name: string): void {
  // Zero means that the engine's default is taken.
  if (durationMs === undefined || durationMs === 0 || durationMs >= healthDurationMsMin) return;
  throw invalidArgument(`ContainerSpec: ${name} in HealthConfig cannot be less than 1ms`);
}

function expand(container: ContainerSpec): ContainerSpec {
  try {
    return expandContainerSpec(container, sampleContext);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw invalidArgument(error.message);
  }
}
