/** What is lost with a leader in a whole swarm, and that nothing else is. */
import { describe, expect, it } from 'vitest';
import type { Swarm } from '../client/swarm.ts';
import { linuxNodes } from '../engine/hosts.ts';
import type { Task } from '../model/task.ts';
import { createSwarm } from '../swarm.ts';

/** Has the leader hand over to another manager, and gives it the time to begin. */
function changeLeader(swarm: Swarm): void {
  const leaderOf = (): string | undefined =>
    swarm.nodes.list().find(({ managerStatus }) => managerStatus?.leader === true)?.name;
  const before = leaderOf();
  swarm.nodes.update(before ?? '', { role: 'worker' });
  swarm.advance('100ms');
  expect(leaderOf()).not.toBe(before);
}

// SwarmKit: manager/scheduler/nodeinfo.go, recentFailures, which is nowhere but in the leader's memory.
describe('failures of a node', () => {
  /** A service whose task failed five times on `w1`, and then went to `w2`. */
  function swarmWithFaultyNode(): Swarm {
    const swarm = createSwarm({
      managers: 3,
      nodes: linuxNodes(['w1', 'w2']),
      ties: 'stable',
      behaviours: [{ service: 'web', node: 'w1', exitAfterMs: 10, exitCode: 1 }],
    });
    swarm.services.create({ name: 'web', image: 'app:1', restart: { delay: '0s' } });
    swarm.advance('20s');
    return swarm;
  }

  function failuresOn(swarm: Swarm, node: string): number | undefined {
    const [task] = swarm.tasks.list({ service: 'web', state: 'running' });
    const { id } = swarm.nodes.get(node);
    const verdict = swarm.explain(task?.id ?? '').nodes.find(({ nodeId }) => nodeId === id);
    return verdict?.kind === 'suitable' ? verdict.recentFailures : undefined;
  }

  /** Where the task goes that replaces the running one. */
  function nextNode(swarm: Swarm): string {
    const known = new Set(swarm.tasks.list().map(({ id }) => id));
    swarm.faults.exitTask('web.1', { exitCode: 1 });
    swarm.advance('300ms');
    const added = swarm.tasks.list().find(({ id }) => !known.has(id)) as Task;
    return swarm.nodes.get(added.nodeId).name;
  }

  it('keep tasks of the service away under the leader that saw them', () => {
    const swarm = swarmWithFaultyNode();
    swarm.advance('10s');

    expect(failuresOn(swarm, 'w1')).toBe(5);
    expect(nextNode(swarm)).toBe('w2');
  });

  it('are unknown to the next one', () => {
    const swarm = swarmWithFaultyNode();
    changeLeader(swarm);
    swarm.advance('10s');

    expect(failuresOn(swarm, 'w1')).toBe(0);
    expect(nextNode(swarm)).toBe('w1');
  });
});

// SwarmKit: manager/manager.go, becomeLeader: all components begin from the store.
describe('what is in the store', () => {
  /** Services of all kinds, one of them paused in its update, and a node that is drained. */
  function busySwarm(): Swarm {
    const swarm = createSwarm({
      managers: 3,
      nodes: linuxNodes(['w1', 'w2', 'w3', 'w4']),
      history: true,
      behaviours: [
        { image: 'app:2', exitAfterMs: 10, exitCode: 1 },
        { service: 'once', exitAfterMs: 10 },
      ],
    });
    swarm.configs.create({ name: 'settings', data: 'a=1' });
    swarm.secrets.create({ name: 'password', data: 'x' });
    swarm.services.create({
      name: 'web',
      image: 'app:1',
      replicas: 3,
      ports: ['8080:80'],
      configs: ['settings'],
      secrets: ['password'],
    });
    swarm.services.create({ name: 'agent', image: 'agent:1', mode: 'global' });
    swarm.services.create({ name: 'batch', image: 'batch:1', mode: 'replicated-job', replicas: 2 });
    swarm.services.create({ name: 'once', image: 'app:1', restart: { condition: 'none' } });
    swarm.advance('10s');
    swarm.services.update('web', (draft) => {
      draft.image = 'app:2';
      draft.restart = { condition: 'none' };
    });
    swarm.nodes.update('w4', { availability: 'drain', labels: { zone: 'a' } });
    swarm.advance('2m');
    return swarm;
  }

  it('is what it was, but for the nodes, which have to register again', () => {
    const swarm = busySwarm();
    expect(swarm.services.get('web').updateStatus?.state).toBe('paused');
    const objects = (): unknown => [
      // The allocator books the ports of services again, and writes the services with them.
      swarm.services.list().map(({ meta: _written, ...service }) => service),
      swarm.tasks.list(),
      swarm.configs.list(),
      swarm.secrets.list(),
      swarm.controlApi.networks.list(),
      swarm.controlApi.cluster.list(),
      swarm.nodes.list().map(({ node: { id, spec, description } }) => [id, spec, description]),
    ];
    swarm.nodes.update('manager-1', { role: 'worker' });
    const before = objects();
    const from = swarm.now;

    swarm.advance('1h');

    expect(objects()).toEqual(before);
    const written = swarm.trace.records
      .flatMap(({ at, kind, data }) => (kind === 'commit' && at >= from ? [data] : []))
      .flatMap((data) => (data as { changes: { table: string }[] }).changes);
    expect(new Set(written.map(({ table }) => table))).toEqual(new Set(['node', 'service']));
  });

  it('starts no container, and stops none', () => {
    const swarm = busySwarm();
    const running = (): readonly string[] =>
      swarm.tasks
        .list()
        .flatMap(({ id }) => (swarm.containers.find(id)?.state === 'running' ? [id] : []));
    const before = running();

    changeLeader(swarm);
    swarm.advance('1h');

    expect(before.length).toBeGreaterThan(5);
    expect(running()).toEqual(before);
  });
});
