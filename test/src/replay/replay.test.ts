/** A run is what its user did, and when: written down as JSON and done again, it is the same run. */
import {
  createSwarm,
  credentialSpec,
  windowsNodes,
  type Operation,
  type Swarm,
} from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

interface Done {
  readonly at: number;
  readonly operation: Operation;
}

/** Its hosts join by operations, so their accounts are made before. */
const directory = {
  'contoso.com': {
    computers: ['A', 'B'],
    groups: { hosts: { members: ['A'] } },
    accounts: { web: { retrievableBy: ['hosts'] } },
    servers: { sql01: { kind: 'sql-server', grants: [] } },
  },
} as const;

/** Everything a user may do, through every way in. */
function tellStory(): Swarm {
  const nodes = windowsNodes(['A', 'B', 'C'], { domain: 'contoso.com' });
  const swarm = createSwarm({ seed: 4, history: true, directory, nodes });
  const data = credentialSpec({ domain: 'contoso.com', account: 'web' });
  swarm.configs.create({ name: 'credspec', data });
  swarm.secrets.create({ name: 'key', data: new Uint8Array([0, 255]), labels: { of: 'web' } });
  swarm.apply({ kind: 'network-create', spec: { name: 'front' } });
  swarm.services.create({
    name: 'web',
    image: 'iis',
    replicas: 3,
    credentialSpec: 'config://credspec',
    secrets: ['key'],
    networks: ['front'],
  });
  swarm.advance('10s');
  swarm.services.update('web', (draft) => void (draft.image = 'iis:2'));
  swarm.advance('7s');
  swarm.directory.addMember('hosts', 'B');
  swarm.directory.createAccount('api', { retrievableBy: ['B'] });
  swarm.directory.grant('sql01', ['api', 'hosts']);
  swarm.faults.breakTrust('B');
  swarm.faults.crash('A');
  swarm.nodes.update('B', { labels: { zone: 'a' } });
  swarm.advance('1m');
  const { id, meta, spec } = swarm.services.get('web');
  swarm.controlApi.services.update(id, meta.version, { ...spec, labels: { tier: 'front' } });
  swarm.services.scale('web', 1);
  swarm.faults.restart('A');
  swarm.apply({ kind: 'fault', fault: { kind: 'partition', node: 'C', direction: 'to-managers' } });
  swarm.advance(1_234);
  swarm.faults.schedule([
    {
      every: { min: '1s', max: '9s' },
      until: '10m',
      oneOf: [
        { kind: 'crash', node: { pick: 1 } },
        { kind: 'lose-messages', node: { label: 'zone=a' }, probability: 0.3 },
      ],
      lasts: { min: 1, max: '20s' },
    },
  ]);
  swarm.faults.slowPulls('3s', { image: 'iis' });
  swarm.nodes.changeHost('B', { memory: '2g', engineLabels: { disk: 'ssd' } });
  swarm.advance('1m');
  swarm.faults.unschedule();
  for (const node of windowsNodes(['Q'])) swarm.nodes.join(node);
  swarm.faults.restart('C');
  swarm.nodes.leave('C', { force: true });
  swarm.configs.label('credspec', { of: 'web' });
  swarm.services.rollback('web');
  swarm.settle();
  swarm.services.remove('web');
  swarm.secrets.remove('key');
  swarm.settle();
  return swarm;
}

function operationsOf(swarm: Swarm): readonly Done[] {
  return swarm.trace.records
    .filter(({ kind }) => kind === 'operation')
    .map(({ at, data }) => ({ at, operation: data as Operation }));
}

function replay(story: readonly Done[], until: number): Swarm {
  const swarm = createSwarm({ seed: 4, directory });
  for (const { at, operation } of story) {
    if (at > swarm.now) swarm.advanceTo(at);
    swarm.apply(operation as never);
  }
  swarm.advanceTo(until);
  return swarm;
}

describe('a run', () => {
  it('is the same when its operations are written as JSON and applied again', () => {
    const first = tellStory();
    const story = JSON.parse(JSON.stringify(operationsOf(first))) as readonly Done[];

    const second = replay(story, first.now);

    expect(story.length).toBeGreaterThan(15);
    expect(second.trace.hash).toBe(first.trace.hash);
    expect(second.stateHash()).toBe(first.stateHash());
    expect(second.directory.domains()).toEqual(first.directory.domains());
    expect(second.directory.mayRetrieve('B', 'web')).toEqual(
      first.directory.mayRetrieve('B', 'web'),
    );
  });

  it('has nothing in its operations that JSON would lose', () => {
    const story = operationsOf(tellStory());

    expect(JSON.parse(JSON.stringify(story))).toEqual(story);
  });
});
