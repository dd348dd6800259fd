import { describe, expect, it } from 'vitest';
import { linuxNodes, windowsNodes } from '../engine/hosts.ts';
import { credentialSpec } from '../credential-spec/build-credential-spec.ts';
import { createSwarm } from '../swarm.ts';
import { realDeciders, type DeciderOptions } from './decider-options.ts';
import type { Swarm } from './swarm.ts';

const names = Object.keys(realDeciders).filter((name) => name !== 'filters');

/** Deciders that decide as the real ones do and count how often they are asked. */
function countingDeciders(calls: Map<string, number>): DeciderOptions {
  const count = (name: string): void => void calls.set(name, (calls.get(name) ?? 0) + 1);
  const counting = names.map((name) => {
    const real = Reflect.get(realDeciders, name) as (...given: readonly unknown[]) => unknown;
    const decide = (...given: readonly unknown[]): unknown => {
      count(name);
      return real(...given);
    };
    return [name, decide] as const;
  });
  const filters = realDeciders.filters.map((filter) => ({
    ...filter,
    prepare: (...given: Parameters<typeof filter.prepare>) => {
      count(`filter ${filter.name}`);
      return filter.prepare(...given);
    },
  }));
  return { ...Object.fromEntries(counting), filters };
}

/** A little of everything. */
function live(deciders: DeciderOptions): Swarm {
  const domain = 'contoso.com';
  const swarm = createSwarm({
    managers: 3,
    nodes: [...windowsNodes(['A', 'B'], { domain }), ...linuxNodes(['L'])],
    directory: { [domain]: { accounts: { webapp01: { retrievableBy: ['A', 'B'] } } } },
    behaviours: [
      { service: 'broken', exitAfterMs: 50, exitCode: 1 },
      { image: 'iis:2', exitAfterMs: 50, exitCode: 1 },
    ],
    taskHistoryLimit: 1,
    deciders,
  });
  swarm.configs.create({ name: 'spec', data: credentialSpec({ domain, account: 'webapp01' }) });
  swarm.configs.create({ name: 'unused', data: 'x' });
  swarm.settle();
  for (const node of ['A', 'B']) swarm.nodes.update(node, { labels: { rack: node } });
  swarm.services.create({
    name: 'web',
    image: 'iis:1',
    replicas: 2,
    constraints: ['node.platform.os==windows'],
    spread: ['node.labels.rack'],
    maxReplicasPerNode: 2,
    reserve: { cpus: 0.1 },
    credentialSpec: 'config://spec',
    configs: ['spec'],
    ports: [{ published: 80, target: 80 }],
    healthcheck: { test: ['CMD', 'true'], intervalMs: 1_000 },
    update: { failureAction: 'rollback', monitor: '5s' },
    restart: { maxAttempts: 3 },
  });
  swarm.services.create({ name: 'everywhere', image: 'app', mode: 'global' });
  swarm.services.create({ name: 'job', image: 'app', mode: 'replicated-job', replicas: 1 });
  swarm.services.create({ name: 'jobs', image: 'app', mode: 'global-job' });
  const once = { maxAttempts: 1 };
  const constraints = ['node.hostname==L'];
  swarm.services.create({ name: 'broken', image: 'app', constraints, restart: once });
  swarm.services.create({ name: 'nowhere', image: 'app', constraints: ['node.hostname==no'] });
  swarm.advance('30s');
  swarm.containers.of('web.1').identity();
  return swarm;
}

/** What a user and the world do to it. */
function disturb(swarm: Swarm): void {
  for (const name of ['web', 'everywhere']) {
    swarm.services.update(name, (service) => {
      service.image = 'iis:2';
    });
    swarm.advance('1m');
  }
  swarm.services.rollback('everywhere');
  swarm.advance('1m');
  swarm.configs.remove('unused');
  swarm.nodes.update('B', { availability: 'drain' });
  swarm.advance('10s');
  swarm.nodes.update('B', { availability: 'active' });
  swarm.faults.crash('manager-1');
  swarm.advance('1m');
  swarm.faults.restart('manager-1');
  swarm.faults.crash('A');
  swarm.advance('25h');
  swarm.faults.restart('A');
  swarm.advance('1m');
  swarm.nodes.remove('L', { force: true });
  swarm.services.remove('web');
  swarm.controlApi.tasks.list({ upToDate: true });
  swarm.advance('1m');
}

describe('deciders', () => {
  const calls = new Map<string, number>();
  const swarm = live(countingDeciders(calls));
  disturb(swarm);

  it.each([...names, ...realDeciders.filters.map(({ name }) => `filter ${name}`)])(
    'replace the real one: %s',
    (name) => {
      expect(calls.get(name) ?? 0).toBeGreaterThan(0);
    },
  );

  it('change nothing where they decide alike', () => {
    const plain = live({});
    disturb(plain);

    expect(swarm.trace.hash).toBe(plain.trace.hash);
  });

  it.each([
    {
      name: 'a misspelt name',
      deciders: { decideGruop: () => 1 },
      text: "deciders: unknown option 'decideGruop'",
    },
    {
      name: 'no function',
      deciders: { decideGroup: 1 },
      text: "deciders: option 'decideGroup' must be a function, not number",
    },
    {
      name: 'filters that are none',
      deciders: { filters: [{}] },
      text: 'filter: prepare must be a function, not undefined',
    },
  ])('are refused: $name', ({ deciders, text }) => {
    expect(() => createSwarm({ deciders: deciders as DeciderOptions })).toThrow(text);
  });

  it('are the real ones where they are given as undefined', () => {
    const deciders = { decideGroup: undefined } as unknown as DeciderOptions;

    const lone = createSwarm({ nodes: linuxNodes(['A']), deciders });
    lone.services.create({ name: 'web', image: 'app' });
    lone.settle();

    expect(lone.tasks.get('web.1').status.state).toBe('running');
  });
});
