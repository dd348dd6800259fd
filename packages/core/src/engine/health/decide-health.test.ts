// moby: daemon/health.go; the naive walk below runs each probe as its monitor does.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../kernel/random.ts';
import {
  beginHealth,
  decideHealthCheck,
  decideNextHealth,
  type HealthCheck,
  type HealthConduct,
  type HealthStatus,
} from './decide-health.ts';

const check: HealthCheck = {
  intervalMs: 1_000,
  timeoutMs: 500,
  retries: 3,
  startPeriodMs: 0,
  startIntervalMs: 100,
  canProbe: true,
};
const well: HealthConduct = { healthyAfterMs: 0, unhealthyAfterMs: null, probeMs: 10 };

function changes(some: HealthCheck, conduct: HealthConduct): readonly string[] {
  const seen: string[] = [];
  let record = beginHealth(some, 0);
  for (;;) {
    const next = decideNextHealth(some, conduct, record);
    if (next === undefined) return seen;
    seen.push(`${next.at} ${next.record.status}`);
    ({ record } = next);
  }
}

describe('decideHealthCheck', () => {
  it.each([
    { name: 'nothing is said', config: undefined },
    { name: 'no test is given', config: { intervalMs: 5 } },
    { name: 'the test is empty', config: { test: [] } },
    { name: 'the test is NONE', config: { test: ['NONE'] } },
  ])('checks nothing where $name', ({ config }) => {
    expect(decideHealthCheck(config)).toBeUndefined();
  });

  it('has the defaults of docker, for what is 0 as well', () => {
    const defaults = {
      intervalMs: 30_000,
      timeoutMs: 30_000,
      retries: 3,
      startPeriodMs: 0,
      startIntervalMs: 5_000,
      canProbe: true,
    };

    expect(decideHealthCheck({ test: ['CMD', 'true'] })).toEqual(defaults);
    expect(decideHealthCheck({ test: ['CMD-SHELL', 'x'], intervalMs: 0, retries: 0 })).toEqual(
      defaults,
    );
  });

  it('never hears of a test of an unknown kind', () => {
    expect(decideHealthCheck({ test: ['curl'] })).toMatchObject({ canProbe: false });
  });
});

describe('decideNextHealth', () => {
  it.each([
    { name: 'is well', conduct: well, seen: ['1010 healthy'] },
    {
      name: 'comes up late, but in time',
      conduct: { ...well, healthyAfterMs: 2_500 },
      seen: ['3030 healthy'],
    },
    {
      name: 'comes up too late',
      conduct: { ...well, healthyAfterMs: 4_000 },
      seen: ['3030 unhealthy'],
    },
    { name: 'is never well', conduct: { ...well, unhealthyAfterMs: 0 }, seen: ['3030 unhealthy'] },
    {
      name: 'falls ill',
      conduct: { ...well, unhealthyAfterMs: 100_000 },
      seen: ['1010 healthy', '103020 unhealthy'],
    },
    { name: 'answers too late', conduct: { ...well, probeMs: 501 }, seen: ['4500 unhealthy'] },
  ])('of a container that $name', ({ conduct, seen }) => {
    expect(changes(check, conduct)).toEqual(seen);
  });

  it('counts no failure before the start period is over, and probes more often until then', () => {
    const patient = { ...check, startPeriodMs: 5_000 };

    expect(changes(patient, { ...well, unhealthyAfterMs: 0 })).toEqual(['7030 unhealthy']);
    expect(changes(patient, { ...well, healthyAfterMs: 250 })).toEqual(['330 healthy']);
  });

  it('counts failures in the start period once the container has been healthy', () => {
    const patient = { ...check, startPeriodMs: 60_000 };

    expect(changes(patient, { ...well, unhealthyAfterMs: 200 })).toEqual([
      '110 healthy',
      '3140 unhealthy',
    ]);
  });

  it('is never known where nobody can run the test', () => {
    expect(changes({ ...check, canProbe: false }, well)).toEqual([]);
  });

  it('comes never where simulated time is over before', () => {
    const slow = { ...check, intervalMs: 9e12, retries: 2 ** 31 };

    expect(changes(slow, { ...well, unhealthyAfterMs: 0 })).toEqual([]);
  });

  it('says what a walk over each single probe says', () => {
    const random = createRandom(1);
    for (let round = 0; round < 3_000; round += 1) {
      const upTo = (max: number, what: string): number =>
        Math.floor(random.draw(what, round) * (max + 1));
      const some: HealthCheck = {
        intervalMs: 1 + upTo(49, 'interval'),
        timeoutMs: 1 + upTo(49, 'timeout'),
        retries: 1 + upTo(4, 'retries'),
        startPeriodMs: upTo(300, 'start period'),
        startIntervalMs: 1 + upTo(49, 'start interval'),
        canProbe: true,
      };
      const conduct: HealthConduct = {
        healthyAfterMs: upTo(600, 'healthy'),
        unhealthyAfterMs: upTo(1, 'falls ill') === 0 ? null : upTo(900, 'unhealthy'),
        probeMs: upTo(55, 'probe'),
      };

      expect(changes(some, conduct)).toEqual(walk(some, conduct));
    }
  });
});

/** Every probe one by one, for as long as anything may change. */
function walk(some: HealthCheck, conduct: HealthConduct): readonly string[] {
  const seen: string[] = [];
  let status: HealthStatus = 'starting';
  let streak = 0;
  let now = pause(some, 0, status);
  while (now < 5_000 && status !== 'unhealthy') {
    const begun = now;
    const isTimely = conduct.probeMs <= some.timeoutMs;
    const isWell = begun >= conduct.healthyAfterMs && begun < (conduct.unhealthyAfterMs ?? 1e9);
    now += Math.min(conduct.probeMs, some.timeoutMs);
    const before: HealthStatus = status;
    if (isTimely && isWell) {
      streak = 0;
      status = 'healthy';
    } else if (status !== 'starting' || begun >= some.startPeriodMs) {
      streak += 1;
      if (streak >= some.retries) status = 'unhealthy';
    }
    if (status !== before) seen.push(`${now} ${status}`);
    now += pause(some, now, status);
  }
  return seen;
}

function pause(some: HealthCheck, elapsed: number, status: HealthStatus): number {
  if (elapsed >= some.startPeriodMs) return some.intervalMs;
  const remaining = some.startPeriodMs - elapsed;
  if (remaining < some.intervalMs) return remaining;
  return status === 'starting' ? some.startIntervalMs : some.intervalMs;
}
