/** Keeps the health of a host's containers: what their probes have said, and will say next. */
import type { HealthMonitor, HealthOutlook } from '../../agent/executor.ts';
import type { Environment } from '../../kernel/environment.ts';
import type { ContainerRecord } from '../engine-state.ts';
import type { EngineDeciders } from '../engine-deciders.ts';
import { beginHealth, type HealthChange, type HealthConduct } from './decide-health.ts';

/** A monitor, as the engine sees it. */
export interface ContainerHealthMonitor extends HealthMonitor {
  /** The container has started; where it has a check, `conductOf` says how it answers. */
  begin(record: ContainerRecord, conductOf: () => HealthConduct): void;
}

/** What a monitor goes by. */
export type HealthDeciders = Pick<EngineDeciders, 'decideHealthCheck' | 'decideNextHealth'>;

/** Makes the monitor of a host. `records` are its containers by task id. */
export function createHealthMonitor(
  env: Environment,
  records: () => Readonly<Record<string, ContainerRecord>>,
  { decideHealthCheck, decideNextHealth }: HealthDeciders,
): ContainerHealthMonitor {
  function nextOf({ health }: ContainerRecord): HealthChange | undefined {
    if (health === undefined) return undefined;
    return decideNextHealth(health.check, health.conduct, health.record);
  }

  return {
    begin(record, conductOf) {
      const { runtime } = record.task.spec;
      if (runtime?.kind !== 'container') return;
      const check = decideHealthCheck(runtime.healthcheck);
      if (check === undefined) return;
      const conduct = conductOf();
      record.health = { check, conduct, startedAt: env.now, record: beginHealth(check, 0) };
    },
    of(taskId): HealthOutlook | undefined {
      const record = records()[taskId];
      if (record?.health === undefined) return undefined;
      const next = nextOf(record);
      const { startedAt } = record.health;
      const { status } = record.health.record;
      return next === undefined ? { status } : { status, nextAt: startedAt + next.at };
    },
    change(taskId) {
      const record = records()[taskId];
      const next = record === undefined ? undefined : nextOf(record);
      if (record?.health === undefined || next === undefined) return;
      record.health.record = next.record;
    },
    sicken(taskId) {
      const health = records()[taskId]?.health;
      if (health === undefined) return false;
      health.conduct = { ...health.conduct, unhealthyAfterMs: env.now - health.startedAt };
      return true;
    },
    // moby: daemon/health.go, initHealthMonitor.
    recover() {
      for (const { state, health } of Object.values(records())) {
        if (state !== 'running' || health === undefined) continue;
        health.record = beginHealth(health.check, env.now - health.startedAt);
      }
    },
  };
}
