// moby: daemon/cluster/executor/container/controller.go, Start and Wait; errors.go.
import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../engine/behaviour/behaviour.ts';
import { linuxNodes } from '../engine/hosts.ts';
import type { HealthConfig } from '../model/container.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from '../client/swarm.ts';

const healthcheck: HealthConfig = { test: ['CMD', 'probe'], intervalMs: 1_000, retries: 2 };

/** A service of one replica that is not restarted, on one node, and what was seen of its task. */
function run(behaviour: Behaviour, check: HealthConfig = healthcheck): Run {
  const swarm = createSwarm({ nodes: linuxNodes(['n1']), behaviours: [behaviour] });
  swarm.advance('1s');
  const seen: string[] = [];
  let startedAt = 0;
  swarm.events$.subscribe(({ at, change: { after } }) => {
    if (after === undefined || !('desiredState' in after)) return;
    const { state, err } = after.status;
    if (state === 'starting' && startedAt === 0) startedAt = at;
    const line = `${state} ${err}`.trim();
    if (!seen.includes(line)) seen.push(line);
  });
  swarm.services.create({
    name: 'web',
    image: 'app',
    healthcheck: check,
    restart: { condition: 'none' },
  });
  return { swarm, ends: () => seen.slice(seen.indexOf('starting') + 1) };
}

interface Run {
  readonly swarm: Swarm;
  /** States from STARTING on, with their errors. */
  ends(): readonly string[];
}

describe('a container with a health check', () => {
  it('is reported running when it is healthy, and not before', () => {
    const { swarm } = run({ healthyAfterMs: 1_500 });
    swarm.advance('2s');
    const early = swarm.tasks.get('web.1').status.state;
    const health = swarm.containers.of('web.1').health;

    swarm.advance('1s');

    expect([early, health]).toEqual(['starting', 'starting']);
    expect(swarm.tasks.get('web.1').status).toMatchObject({ state: 'running', message: 'started' });
    expect(swarm.containers.of('web.1').health).toBe('healthy');
  });

  it('is stopped where it never becomes healthy, and its task fails', () => {
    const { swarm, ends } = run({ unhealthyAfterMs: 0 });

    swarm.settle();

    expect(ends()).toEqual(['failed task: non-zero exit (143): dockerexec: unhealthy container']);
    expect(swarm.containers.of('web.1')).toMatchObject({ state: 'exited', health: 'unhealthy' });
  });

  it('is killed where it does not even stop', () => {
    const { swarm, ends } = run({ unhealthyAfterMs: 0, ignoresStop: true });

    swarm.settle();

    expect(ends()).toEqual(['failed task: non-zero exit (137): dockerexec: unhealthy container']);
  });

  it('has started, and is complete, where it is unhealthy and yet ends well', () => {
    const { swarm, ends } = run({ unhealthyAfterMs: 0, stopExitCode: 0 });

    swarm.settle();

    expect(ends().at(-1)).toBe('complete');
  });

  it('fails when it falls ill while it runs', () => {
    const { swarm, ends } = run({ unhealthyAfterMs: 20_000 });
    swarm.settle({ quiet: '40s' });

    expect(ends()).toEqual([
      'running',
      'failed task: non-zero exit (143): dockerexec: unhealthy container',
    ]);
  });

  it('fails with its own exit code where it ends before it is healthy', () => {
    const { swarm, ends } = run({ healthyAfterMs: 60_000, exitAfterMs: 1_500, exitCode: 3 });

    swarm.settle();

    expect(ends()).toEqual(['failed task: non-zero exit (3)']);
  });

  it('waits for ever for a test that nobody can run', () => {
    const { swarm, ends } = run({}, { test: ['curl'] });

    swarm.advance('24h');

    expect(ends()).toEqual([]);
    expect(swarm.tasks.get('web.1').status.state).toBe('starting');
  });

  it('waits half a minute by default, for then is the first probe', () => {
    const { swarm } = run({}, { test: ['CMD', 'probe'] });
    swarm.advance('29s');
    const early = swarm.tasks.get('web.1').status.state;

    swarm.advance('3s');

    expect([early, swarm.tasks.get('web.1').status.state]).toEqual(['starting', 'running']);
  });

  it('stops when it is asked to, healthy or not', () => {
    const { swarm, ends } = run({ healthyAfterMs: 60_000 });
    swarm.advance('1s');

    swarm.services.remove('web');
    swarm.settle();

    expect(ends()).toEqual(['shutdown']);
  });

  // A start that is tried again finds the container started. SwarmKit: agent/exec/errors.go.
  it('counts as started after its agent was restarted, healthy or not', () => {
    const { swarm } = run({ healthyAfterMs: 60_000 }, { ...healthcheck, startPeriodMs: 90_000 });
    swarm.advance('2s');

    swarm.faults.apply({ kind: 'restart-engine', node: 'n1', containers: 'survived' });
    swarm.advance('2s');

    expect(swarm.tasks.get('web.1').status.state).toBe('running');
    expect(swarm.containers.of('web.1').health).toBe('starting');
  });

  // moby: daemon/health.go, initHealthMonitor: an engine that is back begins anew.
  it('is probed anew by an engine that is back, and runs on meanwhile', () => {
    const { swarm } = run({});
    swarm.advance('10s');
    const seen = [swarm.containers.of('web.1').health];

    swarm.faults.restartEngine('n1', { containers: 'survived' });
    swarm.advance('100ms');
    seen.push(swarm.containers.of('web.1').health);
    const { state } = swarm.tasks.get('web.1').status;
    swarm.advance('2s');
    seen.push(swarm.containers.of('web.1').health);

    expect(seen).toEqual(['healthy', 'starting', 'healthy']);
    expect(state).toBe('running');
  });

  it('costs nothing while it is well', () => {
    const { swarm } = run({});
    swarm.settle();
    const before = swarm.trace.hash;

    swarm.advance('24h');

    expect(swarm.trace.hash).toBe(before);
  });
});

describe('a container that ignores the request to stop', () => {
  it('is killed after its grace period, and says so by its exit code', () => {
    const swarm = createSwarm({ nodes: linuxNodes(['n1']), behaviours: [{ ignoresStop: true }] });
    swarm.services.create({ name: 'web', image: 'app', stopGracePeriod: '20s' });
    swarm.settle();
    const { id } = swarm.tasks.get('web.1');

    swarm.services.scale('web', 0);
    swarm.advance('20s');
    const late = swarm.tasks.find(id)?.status.state;
    const container = swarm.containers.of(id);
    swarm.advance('2s');

    expect([late, container.state]).toEqual(['running', 'running']);
    expect(swarm.tasks.find(id)).toBeUndefined();
  });
});
