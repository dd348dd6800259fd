/**
 * Sequences of commands, each compared with what a naive model says of it: which are refused and in which
 * words, what is listed, and what runs where once the swarm has come to rest.
 */
import { swarmCommands, swarmSetup } from '@swarmsim/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

const operations = [
  'advance',
  'config-create',
  'config-label',
  'config-remove',
  'control-api',
  'credential-spec-delete',
  'credential-spec-write',
  'directory-edit',
  'fault-unschedule',
  'image-push',
  'network-create',
  'network-remove',
  'node-change-host',
  'node-join',
  'node-leave',
  'node-remove',
  'node-update',
  'plan-fault',
  'secret-create',
  'secret-label',
  'secret-remove',
  'service-create',
  'service-create-spec',
  'service-edit',
  'service-force',
  'service-remove',
  'service-rollback',
  'service-scale',
  'service-update',
  'service-update-spec',
  'settle',
];

const faults = [
  'break-trust',
  'crash',
  'cut-directory',
  'delay-messages',
  'exit-task',
  'fail-pulls',
  'ignore-stop',
  'lose-messages',
  'partition',
  'reach-directory',
  'repair',
  'repair-pulls',
  'repair-trust',
  'restart',
  'restart-engine',
  'sicken-task',
  'slow-pulls',
  'start-controller',
  'stop-controller',
];

/** All but what is never refused. */
const refusals = [
  'config-create',
  'config-label',
  'config-remove',
  'control-api',
  'credential-spec-delete',
  'credential-spec-write',
  'directory-edit',
  'fault',
  'network-create',
  'network-remove',
  'node-change-host',
  'node-leave',
  'node-remove',
  'node-update',
  'secret-create',
  'secret-label',
  'secret-remove',
  'service-create',
  'service-create-spec',
  'service-edit',
  'service-force',
  'service-remove',
  'service-rollback',
  'service-scale',
  'service-update',
  'service-update-spec',
];

const situations = [
  { what: 'settle: at rest', timesMin: 400 },
  { what: 'settle: restless', timesMin: 50 },
  { what: 'unsure', timesMin: 20 },
  { what: 'rest: node down', timesMin: 50 },
  { what: 'rest: node ready', timesMin: 1_000 },
  { what: 'rest: all replicas run', timesMin: 150 },
  { what: 'rest: no place for a replica', timesMin: 20 },
  { what: 'rest: replicas are lost', timesMin: 20 },
  { what: 'rest: replicas per node are limited', timesMin: 200 },
  { what: 'rest: cpus are added up', timesMin: 10 },
  { what: 'rest: a node does not fit', timesMin: 100 },
  { what: 'rest: a global task', timesMin: 5 },
  { what: 'rest: a job is complete', timesMin: 20 },
  { what: 'rest: a credential spec is used', timesMin: 200 },
];

/** How often something happened in all sequences together. */
const tally = new Map<string, number>();

function timesOf(what: string): number {
  return tally.get(what) ?? 0;
}

describe('a swarm and its naive model', () => {
  beforeAll(() => {
    const setup = swarmSetup();
    const property = fc.property(swarmCommands(), (commands) => {
      const world = setup();
      fc.modelRun(() => world, commands);
      for (const [what, times] of world.model.tally) tally.set(what, timesOf(what) + times);
    });
    fc.assert(property, { seed: 5, numRuns: 500 });
  }, 300_000);

  it.each([...operations, ...faults.map((kind) => `fault ${kind}`)])('agree on: %s', (kind) => {
    expect(timesOf(`ran: ${kind}`)).toBeGreaterThanOrEqual(20);
  });

  it.each(refusals)('agree on why it is refused: %s', (kind) => {
    expect(timesOf(`refused: ${kind}`)).toBeGreaterThanOrEqual(3);
  });

  it.each(situations)('agree on $what', ({ what, timesMin }) => {
    expect(timesOf(what)).toBeGreaterThanOrEqual(timesMin);
  });

  it('meet every kind of command that is counted, and no other', () => {
    const known = [...operations, ...faults.map((kind) => `fault ${kind}`)];
    const ran = [...tally.keys()].filter((what) => what.startsWith('ran: '));

    expect(ran.map((what) => what.slice('ran: '.length)).sort()).toEqual(known.sort());
  });
});
