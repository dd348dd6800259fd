import { describe, expect, it } from 'vitest';
import { createClusterState, type ClusterState } from './cluster-state.ts';
import type { Step } from './invariant.ts';
import { foundOncePerStep, keptWithCluster } from './shared-facts.ts';

function stepOf(cluster: ClusterState, at: number): Step {
  return { cluster, at } as Step;
}

describe('keptWithCluster', () => {
  it('is made once for a cluster, and anew for another', () => {
    const listOf = keptWithCluster((): string[] => []);
    const one = createClusterState();

    listOf(one).push('seen');

    expect(listOf(one)).toEqual(['seen']);
    expect(listOf(createClusterState())).toEqual([]);
  });

  it('is not mixed up with what others keep', () => {
    const cluster = createClusterState();
    const numberOf = keptWithCluster(() => 1);
    const textOf = keptWithCluster(() => 'a');

    expect([numberOf(cluster), textOf(cluster)]).toEqual([1, 'a']);
  });
});

describe('foundOncePerStep', () => {
  it('is found once for a step, and anew for the next', () => {
    const asked: number[] = [];
    const instantOf = foundOncePerStep(({ at }) => {
      asked.push(at);
      return at;
    });
    const cluster = createClusterState();
    const first = stepOf(cluster, 1);
    const second = stepOf(cluster, 2);

    expect([first, first, second, second].map(instantOf)).toEqual([1, 1, 2, 2]);
    expect(asked).toEqual([1, 2]);
  });

  it('is found once as well where nothing is found', () => {
    let asked = 0;
    const find = foundOncePerStep((): undefined => {
      asked += 1;
      return undefined;
    });
    const step = stepOf(createClusterState(), 1);

    expect([find(step), find(step)]).toEqual([undefined, undefined]);
    expect(asked).toBe(1);
  });

  it('keeps the steps of two clusters apart', () => {
    const instantOf = foundOncePerStep(({ at }) => ({ at }));
    const one = stepOf(createClusterState(), 1);
    const other = stepOf(createClusterState(), 2);

    const found = instantOf(one);

    expect(instantOf(other)).toEqual({ at: 2 });
    expect(instantOf(one)).toBe(found);
  });
});
