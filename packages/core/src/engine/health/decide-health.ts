/**
 * When a container becomes healthy or unhealthy. Probes that change nothing are not run one by one:
 * a container that is well costs nothing, however long it runs. moby: daemon/health.go.
 */
import type { HealthConfig } from '../../model/container.ts';

/** Simulated time is over by then. */
const instantMax = 2 ** 52;

/** A health check with moby's defaults filled in; times in ms. */
export interface HealthCheck {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
  /** False where nobody can run the test: no probe ever says anything. */
  readonly canProbe: boolean;
}

/** How a container answers its probes; instants in ms since it started. */
export interface HealthConduct {
  /** Probes succeed from this instant on. */
  readonly healthyAfterMs: number;
  /** Probes fail from this instant on; null for never. */
  readonly unhealthyAfterMs: number | null;
  /** Length of a probe. */
  readonly probeMs: number;
}

/** What docker shows of a container's health. */
export type HealthStatus = 'starting' | 'healthy' | 'unhealthy';

/** How far the probes of a container have come. */
export interface HealthRecord {
  readonly status: HealthStatus;
  /** Failures in a row that count. */
  readonly streak: number;
  /** Failures in a row that made it unhealthy; absent unless it is. */
  readonly failedProbes?: number;
  /** When a probe begins, in ms since the container started. */
  readonly probeAt: number;
}

/** The next change of a status: `at` is in ms since the container started. */
export interface HealthChange {
  readonly at: number;
  readonly record: HealthRecord;
}

/**
 * The check that a container has; undefined for none. moby: daemon/health.go, getProbe and
 * timeoutWithDefault; daemon/cluster/executor/container/controller.go, Start.
 */
export function decideHealthCheck(config: HealthConfig | undefined): HealthCheck | undefined {
  const kind = config?.test?.[0];
  if (config === undefined || kind === undefined || kind === 'NONE') return undefined;
  return {
    intervalMs: orDefault(config.intervalMs, 30_000),
    timeoutMs: orDefault(config.timeoutMs, 30_000),
    retries: orDefault(config.retries, 3),
    startPeriodMs: config.startPeriodMs ?? 0,
    startIntervalMs: orDefault(config.startIntervalMs, 5_000),
    canProbe: kind === 'CMD' || kind === 'CMD-SHELL',
  };
}

/** What is not given, or nothing, is moby's. */
function orDefault(value: number | undefined, otherwise: number): number {
  return value === undefined || value <= 0 ? otherwise : value;
}

/** The record of a container whose monitor begins now, `sinceStartMs` after the container did. */
export function beginHealth(check: HealthCheck, sinceStartMs: number): HealthRecord {
  const probeAt = sinceStartMs + pauseAfter(check, sinceStartMs, 'starting');
  return { status: 'starting', streak: 0, probeAt };
}

/** Decides the next change of a container's health; undefined: there is none to come. */
export function decideNextHealth(
  check: HealthCheck,
  conduct: HealthConduct,
  record: HealthRecord,
): HealthChange | undefined {
  const { status } = record;
  if (status === 'unhealthy' || !check.canProbe) return undefined;
  if (status === 'healthy' && conduct.unhealthyAfterMs === null) return undefined;
  const lastsMs = Math.min(conduct.probeMs, check.timeoutMs);
  let { probeAt, streak } = record;
  for (;;) {
    const isSuccess = succeeds(check, conduct, probeAt);
    // moby: daemon/health.go, handleProbeResult.
    const counts = !isSuccess && (status !== 'starting' || probeAt >= check.startPeriodMs);
    streak = isSuccess ? 0 : streak + Number(counts);
    const endsAt = probeAt + lastsMs;
    if (isSuccess && status !== 'healthy') return change(check, endsAt, 'healthy');
    if (streak >= check.retries) {
      const { at, record: next } = change(check, endsAt, 'unhealthy');
      return { at, record: { ...next, failedProbes: streak } };
    }

    const periodMs = lastsMs + pauseAfter(check, endsAt, status);
    const alike = countAlike({ check, conduct, probeAt, endsAt, periodMs });
    const skipped = counts ? Math.min(alike, check.retries - streak - 1) : alike;
    if (counts) streak += skipped;
    probeAt += (skipped + 1) * periodMs;
    if (probeAt > instantMax) return undefined;
  }
}

/** A probe that takes longer than its timeout has failed. moby: daemon/health.go, cmdProbe.run. */
function succeeds(check: HealthCheck, conduct: HealthConduct, at: number): boolean {
  const { healthyAfterMs, unhealthyAfterMs, probeMs } = conduct;
  if (probeMs > check.timeoutMs || at < healthyAfterMs) return false;
  return unhealthyAfterMs === null || at < unhealthyAfterMs;
}

/** moby: daemon/health.go, monitor (getInterval): the first probe after the start period is at its end. */
function pauseAfter(check: HealthCheck, elapsedMs: number, status: HealthStatus): number {
  const { intervalMs, startIntervalMs, startPeriodMs } = check;
  if (elapsedMs >= startPeriodMs) return intervalMs;
  const remainingMs = startPeriodMs - elapsedMs;
  if (remainingMs < intervalMs) return remainingMs;
  return status === 'starting' ? startIntervalMs : intervalMs;
}

interface ProbeSeries {
  readonly check: HealthCheck;
  readonly conduct: HealthConduct;
  readonly probeAt: number;
  readonly endsAt: number;
  readonly periodMs: number;
}

/** How many of the next probes come after equal pauses and have the same result. */
function countAlike({ check, conduct, probeAt, endsAt, periodMs }: ProbeSeries): number {
  const counts: number[] = [];
  const { healthyAfterMs, unhealthyAfterMs } = conduct;
  for (const turn of [healthyAfterMs, unhealthyAfterMs ?? 0, check.startPeriodMs]) {
    if (turn > probeAt) counts.push(Math.ceil((turn - probeAt) / periodMs) - 1);
  }
  if (endsAt < check.startPeriodMs) {
    const lastMs = check.startPeriodMs - check.intervalMs;
    counts.push(Math.max(0, Math.floor((lastMs - endsAt) / periodMs)));
  }
  return counts.length === 0 ? Infinity : Math.min(...counts);
}

function change(check: HealthCheck, at: number, status: HealthStatus): HealthChange {
  return { at, record: { status, streak: 0, probeAt: at + pauseAfter(check, at, status) } };
}
