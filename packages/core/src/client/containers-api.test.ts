import { describe, expect, it } from 'vitest';

import { credentialSpec } from '../credential-spec/build-credential-spec.ts';
import { linuxNodes, windowsNodes } from '../engine/hosts.ts';
import { decideIdentity } from '../identity/decide-identity.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmOptions } from './swarm-options.ts';

const webapp01 = { domain: 'contoso.com', account: 'webapp01' };

/** Host A in contoso.com may be webapp01, host L is a Linux host; `web` runs on A, `db` on L. */
function newSwarm(options: SwarmOptions = {}): Swarm {
  const swarm = createSwarm({
    history: true,
    nodes: [...windowsNodes(['A'], { domain: 'contoso.com' }), ...linuxNodes(['L'])],
    directory: {
      'contoso.com': {
        accounts: { webapp01: { retrievableBy: ['A'] } },
        servers: { sql01: { kind: 'sql-server', grants: ['webapp01'] } },
      },
    },
    ...options,
  });
  swarm.configs.create({ name: 'webapp01', data: credentialSpec(webapp01) });
  const constraints = ['node.platform.os==windows'];
  const credential = 'config://webapp01';
  swarm.services.create({ name: 'web', image: 'iis', constraints, credentialSpec: credential });
  swarm.services.create({ name: 'db', image: 'pg', constraints: ['node.platform.os==linux'] });
  swarm.settle();
  return swarm;
}

function refused(code: string, message: string): unknown {
  return expect.objectContaining({ code, message });
}

describe('a container', () => {
  it('tells who it is, and what a server says to it', () => {
    const container = newSwarm().containers.of('web.1');

    expect(container.identity()).toMatchObject({
      account: String.raw`CONTOSO\webapp01$`,
      upn: 'webapp01$@contoso.com',
    });
    expect(container.access('sql01')).toMatchObject({ isGranted: true });
    expect(JSON.parse(JSON.stringify(container.identity()))).toEqual(container.identity());
  });

  it('is asked the same by the id of its task', () => {
    const swarm = newSwarm();
    const container = swarm.containers.find(swarm.tasks.get('web.1').id);

    expect(container?.identity().upn).toBe('webapp01$@contoso.com');
  });

  it('leaves state, trace and time as they are', () => {
    const swarm = newSwarm();
    const container = swarm.containers.of('web.1');
    const before = [swarm.stateHash(), swarm.trace.hash, swarm.trace.records.length, swarm.now];

    container.identity();
    container.access('sql01');

    const after = [swarm.stateHash(), swarm.trace.hash, swarm.trace.records.length, swarm.now];
    expect(after).toEqual(before);
  });

  it('needs no leader', () => {
    const swarm = newSwarm({ managers: 1 });
    const container = swarm.containers.of('web.1');
    swarm.faults.crash('manager-1');
    swarm.advance('30s');

    expect(() => swarm.services.list()).toThrow(expect.anything());
    expect(container.identity().upn).toBe('webapp01$@contoso.com');
    expect(swarm.containers.of('web.1').access('sql01').isGranted).toBe(true);
  });

  it('is asked where it runs, even where managers do not reach it', () => {
    const swarm = newSwarm();
    const { id } = swarm.tasks.get('web.1');
    swarm.faults.partition('A');
    swarm.advance('1m');

    expect(swarm.tasks.find(id)?.desiredState).toBe('shutdown');
    expect(swarm.containers.find(id)?.identity().upn).toBe('webapp01$@contoso.com');
  });

  it('is judged with the others of its host that started later, whichever was created first', () => {
    const later = new Map<string, number>();
    const swarm = newSwarm({
      behaviours: [{ service: 'web', slot: 1, startMs: 5_000 }],
      deciders: {
        decideIdentity(facts, directory) {
          later.set(facts.hostname, facts.startedLater.length);
          return decideIdentity(facts, directory);
        },
      },
    });
    swarm.services.update('web', (draft) => {
      draft.hostname = 'web-{{.Task.Slot}}';
      draft.replicas = 2;
    });
    swarm.advance('1m');
    const containers = ['web.1', 'web.2'].map((name) => swarm.containers.of(name));
    for (const container of containers) container.identity();

    const [first, second] = containers.map(({ startedAt = 0 }) => startedAt);
    expect(first).toBeGreaterThan(second ?? 0);
    expect(Object.fromEntries(later)).toEqual({ 'web-1': 0, 'web-2': 1 });
  });

  it('is nobody without a directory, as its host has joined a domain that nobody knows', () => {
    const container = newSwarm({ directory: {} }).containers.of('web.1');

    expect(container.identity()).toMatchObject({ reason: 'unknown-domain' });
  });
});

describe('a container that is asked in vain', () => {
  it('runs on Linux', () => {
    const swarm = newSwarm();
    const container = swarm.containers.of('db.1');
    const message = `container ${container.name} runs on Linux: only Windows containers have domain identities`;

    expect(() => container.identity()).toThrow(refused('failed-precondition', message));
    expect(() => container.access('sql01')).toThrow(refused('failed-precondition', message));
  });

  it('has not started yet, or has ended', () => {
    const swarm = newSwarm({ behaviours: [{ exitAfterMs: 60_000 }] });
    swarm.advance('62s');
    const [web] = swarm.tasks.list({ service: 'web' });
    const first = newSwarm({ behaviours: [{ startMs: 1_000_000 }] }).containers.of('web.1');
    const last = swarm.containers.find(web?.id ?? '');

    expect(first.state).toBe('created');
    const message = `container ${first.name} is not running`;
    expect(() => first.identity()).toThrow(refused('failed-precondition', message));
    expect(last?.state).toBe('exited');
    expect(() => last?.identity()).toThrow(
      refused('failed-precondition', `container ${last?.name ?? ''} is not running`),
    );
  });

  it('was there when it was asked for, and ran no more when it was questioned', () => {
    const swarm = newSwarm();
    const container = swarm.containers.of('web.1');
    swarm.faults.crash('A');

    expect(container.state).toBe('running');
    expect(() => container.identity()).toThrow(
      refused('failed-precondition', `container ${container.name} is not running`),
    );
    swarm.faults.restart('A');
    swarm.services.remove('web');
    swarm.settle();
    expect(() => container.identity()).toThrow(
      refused('failed-precondition', `the container of task ${container.taskId} is gone`),
    );
  });

  it('asks a server that there is not, or none', () => {
    const container = newSwarm().containers.of('web.1');

    expect(() => container.access('sql99')).toThrow(
      refused('not-found', 'no domain has a server sql99'),
    );
    const untyped = container.access as (server?: unknown) => unknown;
    expect(() => untyped(7)).toThrow(
      refused('invalid-argument', 'server must be a text, not number'),
    );
  });
});
