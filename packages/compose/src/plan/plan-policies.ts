/** How many tasks a service has, when they restart, and how it is updated. */
import type {
  DockerHealthConfig,
  DockerRestartPolicy,
  DockerServiceMode,
  DockerUpdateConfig,
} from '@swarmsim/core/docker-format';
import { cut } from '../go/go-text.ts';
import type { ServiceConfig, UpdateSection } from '../load/service-config.ts';
import { given } from './stack-plan.ts';

/** A value, or why docker refuses it. */
export type Planned<Value> =
  | { readonly kind: 'planned'; readonly value: Value }
  | { readonly kind: 'refused'; readonly reason: string };

// docker/cli: cli/compose/convert/service.go, convertDeployMode.
/** The mode of a service. */
export function planMode({ deploy }: ServiceConfig): Planned<DockerServiceMode> {
  const { mode, replicas } = deploy;
  if (replicas !== undefined && (mode === 'global' || mode === 'global-job')) {
    return refused('replicas can only be used with replicated or replicated-job mode');
  }
  switch (mode) {
    case 'global':
      return planned({ Global: {} });
    case 'global-job':
      return planned({ GlobalJob: {} });
    case 'replicated-job': {
      const counts = replicas !== undefined && {
        MaxConcurrent: replicas,
        TotalCompletions: replicas,
      };
      return planned({ ReplicatedJob: { ...counts } });
    }
    case 'replicated':
    case '':
      return planned({ Replicated: { ...(replicas !== undefined && { Replicas: replicas }) } });
    default:
      return refused(`Unknown mode: ${mode}`);
  }
}

// docker/cli: cli/compose/convert/service.go, convertRestartPolicy.
/** The restart policy: of the `deploy` section, else what the old `restart` means. */
export function planRestart({
  deploy: { restart: policy },
  restart,
}: ServiceConfig): Planned<DockerRestartPolicy | undefined> {
  if (policy === undefined) return planOldRestart(restart);
  const { condition, delayNs, maxAttempts, windowNs } = policy;
  return planned({
    ...given('Condition', condition),
    ...(delayNs !== undefined && { Delay: delayNs }),
    ...(maxAttempts !== undefined && { MaxAttempts: maxAttempts }),
    ...(windowNs !== undefined && { Window: windowNs }),
  });
}

// docker/cli: opts/parse.go, ParseRestartPolicy.
function planOldRestart(restart: string): Planned<DockerRestartPolicy | undefined> {
  const [name, count = ''] = cut(restart, ':');
  if (name === '' && restart !== '') {
    return refused('invalid restart policy format: no policy provided before colon');
  }
  const attempts = /^(?:[-+]?\d+)?$/.test(count) ? BigInt(count.replace('+', '')) : undefined;
  if (attempts === undefined || attempts !== BigInt.asIntN(64, attempts)) {
    return refused('invalid restart policy format: maximum retry count must be an integer');
  }
  switch (name) {
    case '':
    case 'no':
      return planned(undefined);
    case 'always':
    case 'unless-stopped':
      return planned({ Condition: 'any' });
    case 'on-failure':
      return planned({ Condition: 'on-failure', MaxAttempts: toUnsigned(attempts) });
    default:
      return refused(`unknown restart policy: ${restart}`);
  }
}

/** Go makes a huge number of a negative one; a double that is not too big for 64 bits stands for it. */
function toUnsigned(value: bigint): number {
  return Number(value < 0n ? (BigInt.asUintN(64, value) >> 11n) << 11n : value);
}

// docker/cli: cli/compose/convert/service.go, convertUpdateConfig.
/** How a service changes, forward or back. */
export function planUpdate(section: UpdateSection): DockerUpdateConfig {
  return {
    Parallelism: section.parallelism ?? 1,
    ...given('Delay', section.delayNs),
    ...given('FailureAction', section.failureAction),
    ...given('Monitor', section.monitorNs),
    MaxFailureRatio: section.maxFailureRatio,
    Order: section.order,
  };
}

// docker/cli: cli/compose/convert/service.go, convertHealthcheck.
/** The health check of a service. */
export function planHealthcheck({
  healthcheck,
}: ServiceConfig): Planned<DockerHealthConfig | undefined> {
  if (healthcheck === undefined) return planned(undefined);
  const { disable, test } = healthcheck;
  if (disable && test.length > 0) return refused("test and disable can't be set at the same time");
  if (disable) return planned({ Test: ['NONE'] });
  return planned({
    ...given('Test', test),
    ...given('Interval', healthcheck.intervalNs),
    ...given('Timeout', healthcheck.timeoutNs),
    ...given('Retries', healthcheck.retries),
    ...given('StartPeriod', healthcheck.startPeriodNs),
    ...given('StartInterval', healthcheck.startIntervalNs),
  });
}

function planned<Value>(value: Value): Planned<Value> {
  return { kind: 'planned', value };
}

function refused(reason: string): Planned<never> {
  return { kind: 'refused', reason };
}
