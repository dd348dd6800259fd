/**
 * Leaders come and go. Random swarms live through random operations and faults while the leader's term
 * ends at random instants and a new one begins from the store; every rule is checked after every step,
 * and the swarm comes to rest as if one leader had led all the time.
 */
import type { Swarm } from '@swarmsim/core';
import { invariants, runScenario, scenarios, type Scenario } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Scenarios of the main property. */
const runsMin = 300;

/** How many managers there are, and when each loses power for a moment. */
const leaderships = fc
  .record({ managers: fc.constantFrom(1, 3), endsMs: fc.array(fc.nat({ max: 90_000 })) })
  .map(({ managers, endsMs }) => ({ managers, endsMs: [...endsMs, 1_500] }));

function endTerms(scenario: Scenario, managers: number, endsMs: readonly number[]): Scenario {
  const faults = endsMs.map((ms, index) => ({
    at: 1_000 + ms,
    fault: { kind: 'restart', node: `manager-${(index % managers) + 1}` } as const,
  }));
  return { ...scenario, faults };
}

/** All managers are well again, and have had the time to elect a leader. */
function regainQuorum(swarm: Swarm, managers: number): void {
  for (let index = 1; index <= managers; index += 1) {
    swarm.faults.restart(`manager-${index}`);
    swarm.faults.repair(`manager-${index}`);
  }
  swarm.advance('3m');
}

describe("the end of a leader's term", () => {
  it(`breaks no rule, and the swarm comes to rest, in ${runsMin} random scenarios`, () => {
    let terms = 0;
    const property = fc.property(scenarios(), leaderships, (scenario, { managers, endsMs }) => {
      const { swarm, settled } = runScenario(endTerms(scenario, managers, endsMs), {
        swarm: { managers },
        invariants,
        begin: (begun) => {
          begun.changes$.subscribe(({ writtenBy }) => {
            if (writtenBy.startsWith('managers:')) terms += 1;
          });
        },
        end: (ended) => regainQuorum(ended, managers),
      });

      // A gate that a leader took along must be opened by the next.
      const gated = swarm.tasks.list({ desiredState: 'ready', state: 'ready' });
      expect(settled ? gated : []).toEqual([]);
      expect(swarm.nodes.list().filter(({ managerStatus }) => managerStatus?.leader)).toHaveLength(
        1,
      );
    });

    fc.assert(property, { seed: 1, numRuns: runsMin });

    expect(terms).toBeGreaterThan(runsMin);
  });

  it('gives the same trace again', () => {
    const property = fc.property(scenarios(), leaderships, (scenario, { managers, endsMs }) => {
      const hashOf = (): string =>
        runScenario(endTerms(scenario, managers, endsMs), {
          swarm: { managers },
          invariants,
          end: (ended) => regainQuorum(ended, managers),
        }).swarm.trace.hash;

      expect(hashOf()).toBe(hashOf());
    });

    fc.assert(property, { seed: 1, numRuns: 30 });
  });
});
