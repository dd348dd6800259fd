/** How a service is updated. SwarmKit: manager/orchestrator/update/updater.go, Run. */
import type { Service, UpdateConfig } from '@swarmsim/core';

/** Which of a service's two configs an update goes by; `either` where that cannot be told. */
export type UpdateKind = 'update' | 'rollback' | 'either';

/** What an update has to keep to. Where its config is not known, what both demand. */
export interface UpdateSettings {
  /** Slots changed at once; `Infinity` is all. */
  readonly parallelism: number;
  /** Pause between slots, in ms. */
  readonly delayMs: number;
  readonly order: UpdateConfig['order'] | undefined;
  readonly failureAction: UpdateConfig['failureAction'] | undefined;
  readonly maxFailureRatio: number;
  /** How long a new task is watched, in ms. */
  readonly monitorMs: number;
  /** How long the whole update is watched after its last slot, in ms. */
  readonly finalMonitorMs: number;
}

// SwarmKit: api/defaults/service.go, Service.Update and Service.Rollback.
const defaults: UpdateConfig = {
  parallelism: 1,
  delayMs: 0,
  failureAction: 'pause',
  maxFailureRatio: 0,
  order: 'stop-first',
};
const defaultMonitorMs = 5_000;

/** The settings of an update of a kind. */
export function updateSettingsOf({ spec }: Service, kind: UpdateKind): UpdateSettings {
  if (kind === 'update') return read(spec.update);
  if (kind === 'rollback') return read(spec.rollback);
  const a = read(spec.update);
  const b = read(spec.rollback);
  return {
    parallelism: Math.max(a.parallelism, b.parallelism),
    delayMs: Math.min(a.delayMs, b.delayMs),
    order: a.order === b.order ? a.order : undefined,
    failureAction: a.failureAction === b.failureAction ? a.failureAction : undefined,
    maxFailureRatio: Math.min(a.maxFailureRatio, b.maxFailureRatio),
    monitorMs: Math.max(a.monitorMs, b.monitorMs),
    finalMonitorMs: Math.min(a.finalMonitorMs, b.finalMonitorMs),
  };
}

function read(config: UpdateConfig = defaults): UpdateSettings {
  const { parallelism, delayMs, order, failureAction, maxFailureRatio, monitorMs } = config;
  const watchedMs = monitorMs ?? defaultMonitorMs;
  return {
    parallelism: parallelism === 0 ? Infinity : parallelism,
    delayMs,
    order,
    failureAction,
    maxFailureRatio,
    monitorMs: watchedMs,
    // The pause after the last slot has to be over before the update is.
    finalMonitorMs: delayMs >= watchedMs ? delayMs + 1_000 : watchedMs,
  };
}
