/**
 * Races for the last place that is free, found by drawing the order of what happens at the same instant,
 * reduced to few choices, and replayed.
 */
import { createSwarm, windowsNodes, type Swarm } from '@swarmsim/core';
import {
  createLateChoices,
  minimizeOrder,
  recordChoices,
  sameInstantOrders,
  toChoiceSource,
  type SameInstantOrder,
} from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** What a user sees at the end of a race, and all choices that were made. */
interface Finish {
  readonly winner: string;
  readonly order: SameInstantOrder;
  readonly asked: number;
}

interface Race {
  /** Before the race: what the order does not decide. */
  readonly prepare: (swarm: Swarm) => void;
  readonly start: (swarm: Swarm) => void;
}

/** Runs a race in an order that counts from its start. */
function run(race: Race, order: SameInstantOrder): Finish {
  const late = createLateChoices(toChoiceSource(order));
  const recorder = recordChoices(late);
  const swarm = createSwarm({ ...room, sameInstantOrder: recorder });
  race.prepare(swarm);
  late.begin();
  const askedBefore = recorder.asked;
  race.start(swarm);
  return {
    winner: nameRunning(swarm),
    order: recorder.order(),
    asked: recorder.asked - askedBefore,
  };
}

/** Hosts with place for one task each. */
const room = { nodes: windowsNodes(['node-a', 'node-b'], { cpus: 1 }), ties: 'stable' } as const;
const reserve = { cpus: 1 };

function nameRunning(swarm: Swarm): string {
  const running = swarm.tasks.list({ state: 'running' });
  return running.map(({ serviceName }) => serviceName).join(', ');
}

/** A service and a job are looked after by two orchestrators, which both see it at the same instant. */
const serviceAgainstJob: Race = {
  prepare(swarm) {
    swarm.advance('10s');
    swarm.nodes.update('node-b', { availability: 'drain' });
    swarm.advance('10s');
  },
  start(swarm) {
    swarm.services.create({ name: 'web', image: 'app', reserve });
    swarm.services.create({ name: 'nightly', image: 'app', mode: 'replicated-job', reserve });
    swarm.advance('30s');
  },
};

/** Two tasks fail at the same instant, and one of their nodes takes no new ones. */
const failureAgainstFailure: Race = {
  prepare(swarm) {
    swarm.services.create({ name: 'web', image: 'app', reserve });
    swarm.advance('10s');
    swarm.services.create({ name: 'api', image: 'app', reserve });
    swarm.advance('10s');
    swarm.nodes.update(swarm.tasks.get('api.1').nodeId, { availability: 'pause' });
  },
  start(swarm) {
    const failing = (task: string) => ({ kind: 'exit-task', task, exitCode: 1 }) as const;
    swarm.faults.schedule(['web.1', 'api.1'].map((task) => ({ at: '30s', fault: failing(task) })));
    swarm.advanceTo('60s');
  },
};

describe('a race for the last place', () => {
  it.each([
    {
      name: 'a service against a job',
      race: serviceAgainstJob,
      expected: 'web',
      otherwise: 'nightly',
      changesMax: 2,
    },
    {
      name: 'a task that failed against another',
      race: failureAgainstFailure,
      expected: 'web',
      otherwise: 'api',
      changesMax: 1,
    },
  ])('$name: is found, reduced and replayed', ({ race, expected, otherwise, changesMax }) => {
    const isAlwaysTheSame = fc.property(
      sameInstantOrders({ choicesMax: run(race, []).asked }),
      (order) => run(race, order).winner === expected,
    );

    const { failed, counterexample, numRuns } = fc.check(isAlwaysTheSame, { seed: 1 });

    expect(run(race, []).winner).toBe(expected);
    expect({ failed, early: numRuns < 100 }).toEqual({ failed: true, early: true });
    const [order = []] = counterexample ?? [];
    const again = run(race, order);
    expect(again.winner).toBe(otherwise);
    expect(again).toEqual(run(race, order));
    expect(order.filter((choice) => choice > 0).length).toBeLessThanOrEqual(changesMax);
  });

  it('comes out the same when what was chosen is written down and replayed from the beginning', () => {
    const seeded = run(serviceAgainstJob, [3, 1, 2, 0, 3, 1, 3, 2, 1]);
    const swarm = createSwarm({ ...room, sameInstantOrder: toChoiceSource(seeded.order) });

    serviceAgainstJob.prepare(swarm);
    serviceAgainstJob.start(swarm);

    expect(nameRunning(swarm)).toBe(seeded.winner);
  });
});

/** The instant at which a node's silence has lasted too long is the one at which it is heard again. */
function repairAtTheLastInstant(order: SameInstantOrder): number {
  const late = createLateChoices(toChoiceSource(order));
  const swarm = createSwarm({
    nodes: windowsNodes(['node-a', 'node-b']),
    ties: 'stable',
    heartbeats: 'eager',
    heartbeatEpsilon: 0,
    sameInstantOrder: late,
  });
  swarm.services.create({ name: 'web', image: 'app' });
  swarm.advanceTo('18s');
  const node = swarm.tasks.get('web.1').nodeId;
  swarm.faults.partition(node);
  swarm.faults.schedule([{ at: '30s', fault: { kind: 'repair', node } }]);
  late.begin();
  swarm.advanceTo('2m');
  return swarm.services.tasks('web').length;
}

describe('a race between a repaired network and the last heartbeat', () => {
  it('decides whether the task is replaced', () => {
    const orders = sameInstantOrders({ choicesMax: 30 });
    const isReplaced = fc.property(orders, (order) => repairAtTheLastInstant(order) === 2);

    const { counterexample } = fc.check(isReplaced, { seed: 1, numRuns: 300 });

    expect(repairAtTheLastInstant([])).toBe(2);
    const [order = []] = counterexample ?? [];
    expect(order).not.toEqual([]);
    expect(repairAtTheLastInstant(order)).toBe(1);
    expect(minimizeOrder(order, (one) => repairAtTheLastInstant(one) === 1)).toEqual(order);
  });
});
