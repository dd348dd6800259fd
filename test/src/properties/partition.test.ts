/**
 * The classic surprise: a node that is cut off from the managers goes on with its tasks, while these
 * are started again elsewhere, for the managers cannot tell a cut path from a dead host.
 */
import { createSwarm, linuxNodes, type NodeId, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';

/** Containers that run, wherever they are: `web.1 on A`. */
function runningContainers(swarm: Swarm): readonly string[] {
  const running: string[] = [];
  for (const task of swarm.tasks.list()) {
    if (swarm.containers.find(task.id)?.state !== 'running') continue;
    running.push(`${swarm.tasks.nameOf(task)} on ${swarm.nodes.get(task.nodeId).name}`);
  }
  return running.sort();
}

/** Two replicas on three hosts, at rest; the host of the first is cut off. */
function partitioned(seed: number): { readonly swarm: Swarm; readonly lost: NodeId } {
  const swarm = createSwarm({ seed, nodes: linuxNodes(['A', 'B', 'C']) });
  swarm.services.create({ name: 'web', image: 'app', replicas: 2 });
  swarm.settle();
  const lost = swarm.tasks.get('web.1').nodeId;
  swarm.faults.partition(lost);
  return { swarm, lost: lost as NodeId };
}

describe('a partition between a node and the managers', () => {
  it('lets its tasks run twice, until the path is repaired', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { swarm, lost } = partitioned(seed);
      const before = swarm.tasks.get('web.1');

      swarm.advance('2m');
      const during = swarm.tasks.get('web.1');
      const running = runningContainers(swarm).map((line) => line.slice(0, 'web.1'.length));
      swarm.faults.repair(lost);
      swarm.advance('1m');

      expect(during.id).not.toBe(before.id);
      expect(running).toEqual(['web.1', 'web.1', 'web.2']);
      // The record of the old task says that it runs, as far as anyone knows; it is not wanted.
      expect(swarm.nodes.get(lost).state).toBe('ready');
      expect(swarm.tasks.find(before.id)?.status.state).toBe('shutdown');
      expect(swarm.tasks.get('web.1').id).toBe(during.id);
      expect(runningContainers(swarm)).toHaveLength(2);
    }
  });

  it('shows an old task as running although it is to be shut down', () => {
    const { swarm, lost } = partitioned(1);
    const { id } = swarm.tasks.get('web.1');

    swarm.advance('2m');

    expect(swarm.nodes.get(lost).state).toBe('down');
    expect(swarm.tasks.find(id)).toMatchObject({
      status: { state: 'running' },
      desiredState: 'shutdown',
    });
  });

  it('of a few seconds moves nothing', () => {
    const { swarm, lost } = partitioned(1);
    const { id } = swarm.tasks.get('web.1');

    swarm.advance('8s');
    swarm.faults.repair(lost);
    swarm.advance('2m');

    expect(swarm.tasks.get('web.1').id).toBe(id);
    expect(runningContainers(swarm)).toHaveLength(2);
  });

  it('that stops only what the node says duplicates its tasks as well', () => {
    const { swarm, lost } = partitioned(1);
    swarm.faults.repair(lost);
    swarm.advance('1m');

    swarm.faults.partition(lost, { direction: 'to-managers' });
    swarm.advance('2m');

    expect(swarm.nodes.get(lost).state).toBe('down');
    expect(runningContainers(swarm)).toHaveLength(3);
  });

  // The node registers again and again, and never learns that it was let in.
  it('that stops only what the managers say leaves new tasks waiting on the node', () => {
    const { swarm, lost } = partitioned(1);
    swarm.faults.repair(lost);
    swarm.advance('1m');
    const { name } = swarm.nodes.get(lost);

    swarm.faults.partition(lost, { direction: 'from-managers' });
    swarm.services.create({ name: 'agent', image: 'app', mode: 'global' });
    swarm.advance('2m');
    const { state } = swarm.nodes.get(lost);
    const stuck = swarm.tasks.get(`agent.${name}`).status.state;
    const running = runningContainers(swarm);
    swarm.faults.repair(lost);
    swarm.advance('30s');

    expect([state, stuck]).toEqual(['ready', 'assigned']);
    expect(running.filter((line) => line.startsWith('web.1'))).toHaveLength(2);
    expect(swarm.tasks.get(`agent.${name}`).status.state).toBe('running');
    expect(runningContainers(swarm)).toHaveLength(2 + 3);
  });
});
