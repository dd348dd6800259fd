import type { Swarm } from '@swarmsim/core';
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
