import type { Fault, NodeOptions, ServiceOptions, Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import type { SwarmAct } from './swarm-act.ts';
import { createCommand } from './swarm-command.ts';
import { swarmSetup } from './swarm-commands.ts';
import type { ModelService, SwarmModel } from './swarm-model.ts';

const settle: SwarmAct = { kind: 'settle' };

interface World {
  readonly model: SwarmModel;
  readonly real: Swarm;
}

/** A swarm, its model, and what was done in both. */
function worldAfter(...acts: readonly SwarmAct[]): World {
  const world = swarmSetup()();
  for (const act of acts) runIn(world, act);
  return world;
}

function runIn({ model, real }: World, act: SwarmAct): void {
  const command = createCommand(act);
  if (!command.check(model)) throw new Error(`${command.toString()} does not apply`);
  command.run(model, real);
}

const web: SwarmAct = {
  kind: 'service-create',
  options: { name: 'web', image: 'app:1', replicas: 3, credentialSpec: 'config://spec-a' },
};

const plain: ServiceOptions = { name: 'logs', image: 'app:1' };
const rackB = ['node.labels.rack==b'];
const windows: NodeOptions['host'] = { os: 'windows' };

function create(options: ServiceOptions): SwarmAct {
  return { kind: 'service-create', options };
}

function webOf({ services }: SwarmModel): ModelService {
  const service = services.get('web');
  if (service === undefined) throw new Error('web is missing');
  return service;
}

describe('createCommand', () => {
  it('does in the swarm and in the model what it says', () => {
    const { model, real } = worldAfter(web, settle, {
      kind: 'service-scale',
      service: 'web',
      replicas: 1,
    });

    expect(webOf(model).options.replicas).toBe(1);
    expect(real.services.options('web').replicas).toBe(1);
    expect(model.tally.get('rest: all replicas run')).toBe(1);
  });

  it('applies to what is there, and to what is meant to be missing', () => {
    const { model } = worldAfter(web);
    const isApplicable = (service: string) =>
      createCommand({ kind: 'service-remove', service }).check(model);

    expect(['web', 'api', 'ghost-1'].map(isApplicable)).toEqual([true, false, true]);
  });

  it('does not go back to a spec of which a config is gone', () => {
    const { model } = worldAfter(
      web,
      { kind: 'service-edit', service: 'web', change: { credentialSpec: null } },
      { kind: 'config-remove', config: 'spec-a' },
    );

    expect(createCommand({ kind: 'service-rollback', service: 'web' }).check(model)).toBe(false);
  });

  it('lets nodes come and go', () => {
    const { model, real } = worldAfter(
      web,
      { kind: 'plan-fault', inMs: 100, lastsMs: 5_000, fault: { kind: 'crash', node: 'worker-1' } },
      { kind: 'advance', ms: 200 },
      { kind: 'fault', fault: { kind: 'partition', node: 'worker-2' } },
      settle,
    );

    expect(real.nodes.list().map(({ state }) => state)).toEqual(['ready', 'down', 'ready']);
    expect(model.tally.get('rest: node down')).toBe(1);
  });

  it('knows that a job ends behind a cut path, and that other containers run on', () => {
    const { real } = worldAfter(
      { kind: 'service-create', options: { name: 'web', image: 'app:1', mode: 'global' } },
      settle,
      { kind: 'service-create', options: { name: 'nightly', image: 'job:1', mode: 'global-job' } },
      { kind: 'advance', ms: 1_000 },
      { kind: 'fault', fault: { kind: 'partition', node: 'worker-1' } },
      settle,
    );
    const stateOf = (task: string) => {
      const { id } = real.tasks.list().find((one) => real.tasks.nameOf(one) === task)!;
      return real.containers.find(id)?.state;
    };

    expect([stateOf('web.worker-1'), stateOf('nightly.worker-1')]).toEqual(['running', 'exited']);
  });

  it.each<{
    readonly name: string;
    readonly acts: readonly SwarmAct[];
    readonly counted: string;
  }>([
    {
      name: 'a replica that waits for a node is given up when its service changes',
      acts: [
        create({ ...plain, replicas: 2, constraints: rackB, maxReplicasPerNode: 1 }),
        settle,
        { kind: 'service-scale', service: 'logs', replicas: 2 },
        { kind: 'node-join', node: { hostname: 'worker-9', labels: { rack: 'b' }, host: windows } },
      ],
      counted: 'rest: a replica is given up',
    },
    {
      name: 'managers do not know yet that a host has shrunk',
      acts: [
        { kind: 'node-change-host', node: 'worker-2', change: { cpus: 1 } },
        create({
          ...plain,
          replicas: 1,
          constraints: rackB,
          reserve: { cpus: 2 },
          restart: { condition: 'none' },
        }),
      ],
      counted: 'rest: replicas are lost',
    },
  ])('knows that $name', ({ acts, counted }) => {
    const { model } = worldAfter(...acts, settle);

    expect(model.tally.get(counted)).toBe(1);
  });

  it('knows that a slot that was removed may count where its task would not be replaced', () => {
    const acts: readonly SwarmAct[] = [
      create({ ...plain, replicas: 2, restart: { condition: 'none' } }),
      settle,
      { kind: 'service-update', service: 'logs', options: { ...plain, replicas: 1, image: 'a:2' } },
      settle,
    ];
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);

    const outcomes = seeds.map((seed) => {
      const world = swarmSetup({ swarm: { seed, sameInstantOrder: 'seeded' } })();
      for (const act of acts) runIn(world, act);
      return world.model.tally.get('rest: replicas are lost') ?? 0;
    });

    expect(new Set(outcomes)).toEqual(new Set([0, 1]));
  });

  it.each<{ readonly name: string; readonly fault: Fault }>([
    { name: 'exits', fault: { kind: 'exit-task', task: 'logs.1', exitCode: 0 } },
    { name: 'is sick', fault: { kind: 'sicken-task', task: 'logs.1' } },
  ])('knows of a container behind a cut path that it $name', ({ fault }) => {
    const cut: SwarmAct = { kind: 'fault', fault: { kind: 'partition', node: 'worker-2' } };
    const deploy: readonly SwarmAct[] = [
      create({
        ...plain,
        replicas: 1,
        constraints: rackB,
        healthcheck: { test: ['CMD', 'check'] },
      }),
      settle,
    ];
    const stateAfter = (...acts: readonly SwarmAct[]) => {
      const { real } = worldAfter(...deploy, ...acts, settle);
      const there = real.tasks.list({ node: 'worker-2' });
      return there.map(({ id }) => real.containers.find(id)?.state);
    };

    expect(stateAfter(cut)).toEqual(['running']);
    expect(stateAfter(cut, { kind: 'fault', fault })).toEqual(['exited']);
  });

  it('takes the name of any service that has a network', () => {
    const { model, real } = worldAfter(
      create({ ...plain, replicas: 0 }),
      create({ name: 'api', image: 'app:1', replicas: 0, networks: ['front'] }),
      {
        kind: 'service-update',
        service: 'logs',
        options: { ...plain, replicas: 0, networks: ['front'] },
      },
    );
    const remove = createCommand({ kind: 'network-remove', network: 'front' });

    expect(() => remove.run(model, real)).not.toThrow();
    expect(model.tally.get('refused: network-remove')).toBe(1);
  });

  it.each<{
    readonly name: string;
    readonly lie: (model: SwarmModel) => void;
    readonly act: SwarmAct;
    readonly says: string | RegExp;
  }>([
    {
      name: 'an operation is refused that it knows no reason against',
      lie: (model) => model.services.delete('web'),
      act: { kind: 'service-create', options: { name: 'web', image: 'app:1' } },
      says: 'expected done, found refused (already-exists: name conflicts with',
    },
    {
      name: 'an operation is done that it knows a reason against',
      lie: (model) => void (webOf(model).options = { ...webOf(model).options, mode: 'global' }),
      act: { kind: 'service-scale', service: 'web', replicas: 1 },
      says: 'expected refused (invalid-argument: web: scale can only be used',
    },
    {
      name: 'something is listed that it does not know',
      lie: (model) => model.networks.clear(),
      act: { kind: 'advance', ms: 1 },
      says: 'model: networks: expected [], found ["front"]',
    },
    {
      name: 'a node is ready that should be down',
      lie: (model) => model.nodes.forEach((node) => void (node.host = 'down')),
      act: settle,
      says: 'model: worker-1: state: expected "down", found "ready"',
    },
    {
      name: 'tasks refer to what their service never did',
      lie: (model) => webOf(model).versions.splice(0, 1, { name: 'web', image: 'app:1' }),
      act: settle,
      says: /^model: web\.\d refers to what web never did: .*spec-a/,
    },
    {
      name: 'a container was handed another credential spec',
      lie: (model) => void model.configs.set('spec-a', { text: 'other', labels: {} }),
      act: settle,
      says: /^model: web\.\d: credential spec: expected "other", found/,
    },
  ])('tells when $name', ({ lie, act, says }) => {
    const { model, real } = worldAfter(web, settle);
    lie(model);

    expect(() => createCommand(act).run(model, real)).toThrow(says);
  });

  it('tells when a replica waits although there is a place for it', () => {
    const { model, real } = worldAfter(
      {
        kind: 'service-create',
        options: { name: 'web', image: 'app:1', replicas: 1, reserve: { cpus: 4 } },
      },
      settle,
    );
    expect(model.tally.get('rest: no place for a replica')).toBe(1);
    model.nodes.forEach((node) => {
      node.cpus = 8;
    });

    expect(() => createCommand(settle).run(model, real)).toThrow(
      'model: web: 0 of 1 tasks run, and worker-1 could take one',
    );
  });

  it.each<{ readonly act: SwarmAct; readonly text: string }>([
    { act: web, text: 'docker service create --name web --replicas 3 --credential-spec' },
    {
      act: { kind: 'service-scale', service: 'web', replicas: 2 },
      text: 'docker service scale web=2',
    },
    {
      act: { kind: 'node-update', node: 'worker-1', edit: { availability: 'drain' } },
      text: 'docker node update --availability drain worker-1',
    },
    { act: { kind: 'advance', ms: 20 }, text: '# 20 ms pass' },
    { act: { kind: 'fault', fault: { kind: 'crash', node: 'a' } }, text: '# crash a' },
    {
      act: { kind: 'node-remove', node: 'worker-1', force: true },
      text: 'docker node rm --force worker-1',
    },
  ])('reads $text', ({ act, text }) => {
    expect(createCommand(act).toString()).toContain(text);
  });
});
