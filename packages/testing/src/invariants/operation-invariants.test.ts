import {
  createSwarm,
  linuxNodes,
  type DeciderOptions,
  type Operation,
  type Swarm,
} from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { aNode, tellStory } from '../../test-support/tell-story.ts';
import type { Invariant, Verdict } from './invariant.ts';
import {
  readyNodesAreRemovedByForce,
  updatesNameThePresentVersion,
} from './operation-invariants.ts';
import { watchInvariants } from './watch-invariants.ts';

function live(
  invariant: Invariant,
  act: (swarm: Swarm) => unknown,
  deciders: DeciderOptions = {},
): Verdict | undefined {
  const swarm = createSwarm({ nodes: linuxNodes(['A', 'B']), deciders });
  swarm.configs.create({ name: 'page', data: 'x' });
  swarm.services.create({ name: 'web', image: 'app' });
  swarm.settle();
  const watch = watchInvariants(swarm, [invariant], { onViolation: 'collect' });
  try {
    act(swarm);
  } catch {
    // It is refused, as it should be.
  }
  return watch.verdicts()[0];
}

/** Updates the service from a version of it that is so much older. */
function updateFrom(swarm: Swarm, age: number): void {
  const { meta, spec } = swarm.services.get('web');
  swarm.apply({ kind: 'service-update-spec', service: 'web', version: meta.version - age, spec });
}

describe('updatesNameThePresentVersion', () => {
  const anyVersion: DeciderOptions = { decideVersion: () => true };

  it('holds where an update names the version that there is', () => {
    const verdict = live(updatesNameThePresentVersion, (swarm) => updateFrom(swarm, 0));

    expect(verdict).toMatchObject({ premises: 1 });
    expect(verdict?.violation).toBeUndefined();
  });

  it.each([
    { name: 'of a service', act: (swarm: Swarm) => updateFrom(swarm, 1) },
    {
      name: 'of a config over the control API',
      act(swarm: Swarm): void {
        const [config] = swarm.configs.list();
        if (config === undefined) throw new Error('there is a config');
        const { id, meta, spec } = config;
        swarm.controlApi.configs.update(id, meta.version - 1, { ...spec, labels: { v: '2' } });
      },
    },
  ])(
    'is broken by an update $name from an older one, and holds where that is refused',
    ({ act }) => {
      const refused = live(updatesNameThePresentVersion, act);
      const done = live(updatesNameThePresentVersion, act, anyVersion);

      expect(refused).toMatchObject({ premises: 0 });
      expect(refused?.violation).toBeUndefined();
      expect(done?.violation?.message).toMatch(
        / was updated from version \d+, and had version \d+$/,
      );
    },
  );

  it('says nothing of updates that name none', () => {
    const scale = (swarm: Swarm): unknown => swarm.services.scale('web', 2);

    expect(live(updatesNameThePresentVersion, scale, anyVersion)).toMatchObject({ premises: 0 });
  });
});

describe('readyNodesAreRemovedByForce', () => {
  it.each([
    { name: 'one that is down', node: aNode({ state: 'down' }), force: false, isRight: true },
    { name: 'one that is ready, by force', node: aNode(), force: true, isRight: true },
    { name: 'one that is ready', node: aNode(), force: false, isRight: false },
    {
      name: 'a drained one that is ready',
      node: aNode({ availability: 'drain' }),
      force: false,
      isRight: false,
    },
  ])('tells who removes $name', ({ node, force, isRight }) => {
    const call: Operation = {
      kind: 'control-api',
      object: 'nodes',
      call: 'remove',
      arguments: ['A', ...(force ? [{ force }] : [])],
    };
    const operations: readonly Operation[] = [{ kind: 'node-remove', node: 'A', force }, call];
    for (const operation of operations) {
      const teller = tellStory(readyNodesAreRemovedByForce);
      teller.commit(0, 'node-join', { nodes: [node] });

      const problem = teller.commit(1, operation.kind, { gone: ['A'], operation });

      expect(problem === undefined).toBe(isRight);
      expect(teller.premises).toBe(1);
    }
  });

  it('is broken where a node is removed that should not be', () => {
    const act = (swarm: Swarm): unknown => swarm.nodes.remove('B');
    const lax: DeciderOptions = { decideNodeRemoval: () => undefined };

    expect(live(readyNodesAreRemovedByForce, act)).toMatchObject({ premises: 0 });
    expect(live(readyNodesAreRemovedByForce, act, lax)?.violation?.message).toBe(
      'node B was removed without force while it was ready, active',
    );
  });
});
