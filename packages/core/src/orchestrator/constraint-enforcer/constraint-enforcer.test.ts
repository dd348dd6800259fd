import { describe, expect, it } from 'vitest';
import {
  aNode,
  aTask,
  HandDrivenSwarm,
  serviceSpec,
  setNode,
} from '../../../test-support/hand-driven-swarm.ts';
import type { Component } from '../../component.ts';
import { toId, type NodeId, type TaskId } from '../../model/ids.ts';
import { createConstraintEnforcer } from './constraint-enforcer.ts';

let enforcer: Component;

function startSwarm(): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  swarm.addNodes('a');
  swarm.changeNode('a', {}, { labels: { zone: 'x' } });
  const placement = { constraints: ['node.labels.zone==x'] };
  swarm.createService(serviceSpec('web', { task: { placement } }));
  const task = aTask({ nodeId: toId<NodeId>('a') });
  swarm.store.update((tx) => tx.create('task', task));
  enforcer = createConstraintEnforcer(swarm.env, swarm.store);
  return swarm;
}

// SwarmKit: manager/orchestrator/constraintenforcer/constraint_enforcer.go.
describe('createConstraintEnforcer', () => {
  it('records tasks as rejected when their node loses a label', () => {
    const swarm = startSwarm();

    swarm.runFor(10);
    swarm.changeNode('a', {}, { labels: {} });

    expect(swarm.tasksOf('web')[0]).toMatchObject({
      desiredState: 'running',
      status: {
        state: 'rejected',
        at: 10,
        message: 'task rejected by constraint enforcer',
        err: 'assigned node no longer meets constraints',
      },
    });
  });

  it('leaves compliant tasks alone', () => {
    const swarm = startSwarm();

    swarm.setNodeState('a', 'ready');

    expect(swarm.tasksOf('web')[0]?.status.state).toBe('running');
  });

  it('looks at nodes that change, and not at one that joins with them', () => {
    const swarm = startSwarm();
    const { meta: _given, ...joining } = aNode('c');
    swarm.store.update((tx) => {
      const task = aTask({ id: toId<TaskId>('early'), nodeId: toId<NodeId>('c') });
      tx.create('task', task);
    });

    swarm.store.update((tx) => {
      tx.create('node', joining);
      setNode(tx, 'a', {}, { labels: {} });
    });
    swarm.run();

    expect(swarm.describe('web')).toEqual(['1.0 rejected/running', '1.0 running/running']);
  });

  it('passes over a node that is gone when it comes to it', () => {
    const swarm = startSwarm();

    swarm.store.update((tx) => setNode(tx, 'a', {}, { labels: {} }));
    swarm.removeNode('a');

    expect(swarm.tasksOf('web')[0]?.status.state).toBe('running');
  });

  it('looks at no node any more when it is stopped', () => {
    const swarm = startSwarm();

    enforcer.stop();
    swarm.changeNode('a', {}, { labels: {} });

    expect(swarm.tasksOf('web')[0]?.status.state).toBe('running');
  });

  it('looks at all nodes when a leader takes over', () => {
    const swarm = startSwarm();
    const other = new HandDrivenSwarm();
    other.addNodes('a');
    other.createService(swarm.service('web').spec);
    other.store.update((tx) => tx.create('task', aTask({ nodeId: toId<NodeId>('a') })));

    createConstraintEnforcer(other.env, other.store);

    expect(other.tasksOf('web')[0]?.status.state).toBe('rejected');
  });
});
