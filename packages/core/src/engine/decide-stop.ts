import { durationMsMax } from '../duration/parse-duration.ts';
import { stopGracePeriodMs } from '../model/defaults.ts';

/** What decides how a container stops. */
export interface StopRequest {
  /** Time that the container gets, in ms; undefined for the default. */
  readonly wantedGraceMs: number | undefined;
  /** Time that it takes when it is asked to stop; undefined where it does not listen. */
  readonly neededMs: number | undefined;
  /** Its exit code when it stops because it was asked to. */
  readonly exitCode: number;
}

/**
 * Decides how long a container takes to stop, and its exit code. One that has not stopped when its
 * grace period is over is killed: 128 and the number of the signal. Of the period whole seconds
 * count, and less than none is no limit. moby: daemon/cluster/executor/container/adapter.go,
 * shutdown; daemon/stop.go, containerStop.
 */
export function decideStop({ wantedGraceMs, neededMs, exitCode }: StopRequest): StopDecision {
  const graceMs = Math.trunc((wantedGraceMs ?? stopGracePeriodMs) / 1_000) * 1_000;
  const needs = neededMs ?? durationMsMax;
  if (graceMs < 0 || needs <= graceMs) return { durationMs: needs, exitCode };
  return { durationMs: graceMs, exitCode: killedExitCode };
}

/** How a container stops. */
export interface StopDecision {
  readonly durationMs: number;
  readonly exitCode: number;
}

/** Exit code of what ended by SIGTERM, having no answer of its own to it. */
export const terminatedExitCode: number = 128 + 15;
/** Exit code of what ended by SIGKILL. */
const killedExitCode = 128 + 9;
