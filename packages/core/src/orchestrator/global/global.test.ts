import { describe, expect, it } from 'vitest';
import { HandDrivenSwarm, serviceSpec } from '../../../test-support/hand-driven-swarm.ts';
import { startOrchestrators } from '../../../test-support/start-orchestrators.ts';
import type { ServiceSpec } from '../../model/service.ts';

function everywhere(change: ServiceSpec['task'] = {}): ServiceSpec {
  return serviceSpec('web', { mode: { kind: 'global' }, task: change });
}

/** Nodes a and b, and a global service whose tasks run. */
function startSwarm(spec: ServiceSpec = everywhere()): HandDrivenSwarm {
  const swarm = new HandDrivenSwarm();
  startOrchestrators(swarm);
  swarm.addNodes('a', 'b');
  swarm.createService(spec);
  for (const task of swarm.tasksOf('web')) swarm.report(task.id, 'running');
  return swarm;
}

function taskOn(swarm: HandDrivenSwarm, nodeId: string): string {
  return swarm.wantedTasksOf('web').find((task) => task.nodeId === nodeId)?.id ?? '';
}

describe('createGlobalOrchestrator', () => {
  it('creates a task on every node, and on nodes that join', () => {
    const swarm = startSwarm();

    swarm.addNodes('c');

    expect(swarm.describe('web')).toEqual([
      'a.0 running/running',
      'b.0 running/running',
      'c.0 new/running',
    ]);
  });

  it('creates tasks only where the constraints are met', () => {
    const swarm = startSwarm(everywhere({ placement: { constraints: ['node.id!=b'] } }));

    expect(swarm.describe('web')).toEqual(['a.0 running/running']);
  });

  it('restarts an ended task on its node', () => {
    const swarm = startSwarm();

    swarm.report(taskOn(swarm, 'a'), 'failed');
    swarm.runFor(5_000);

    expect(swarm.describe('web')).toEqual([
      'a.0 failed/shutdown',
      'b.0 running/running',
      'a.1 new/running',
    ]);
  });

  it('shuts its tasks down on a drained node and makes new ones when it is active again', () => {
    const swarm = startSwarm();

    swarm.changeNode('a', {}, { availability: 'drain' });
    expect(swarm.describe('web')).toEqual(['a.0 running/shutdown', 'b.0 running/running']);
    swarm.changeNode('a', {}, { availability: 'active' });

    expect(swarm.describe('web')[2]).toBe('a.1 new/running');
  });

  it('shuts its tasks down on a node that is down', () => {
    const swarm = startSwarm();

    swarm.setNodeState('b', 'down');

    expect(swarm.describe('web')).toEqual(['a.0 running/running', 'b.0 running/shutdown']);
  });

  it('deletes the tasks of a deleted node', () => {
    const swarm = startSwarm();

    swarm.removeNode('a');

    expect(swarm.describe('web')).toEqual(['b.0 running/running']);
  });

  it('shuts down rather than restarts on a paused node', () => {
    const swarm = startSwarm();

    swarm.changeNode('a', {}, { availability: 'pause' });
    swarm.report(taskOn(swarm, 'a'), 'failed');

    expect(swarm.describe('web')).toEqual(['a.0 failed/shutdown', 'b.0 running/running']);
  });

  it('replaces an outdated task when its node is no longer paused, without an update', () => {
    const swarm = startSwarm();
    swarm.changeNode('a', {}, { availability: 'pause' });
    swarm.changeNode('b', {}, { availability: 'pause' });
    swarm.updateService('web', everywhere({ forceUpdate: 1 }));

    swarm.changeNode('a', {}, { availability: 'active' });

    expect(swarm.describe('web')).toEqual([
      'a.0 running/shutdown',
      'b.0 running/running',
      'a.1 new/running',
    ]);
    expect(swarm.service('web').updateStatus).toBeUndefined();
  });

  it('updates its tasks one after the other', () => {
    const swarm = startSwarm();

    swarm.updateService('web', everywhere({ forceUpdate: 1 }));

    const incarnations = swarm.wantedTasksOf('web').map((task) => task.incarnation);
    expect(new Set(incarnations)).toEqual(new Set([0, 1]));
    expect(swarm.service('web').updateStatus?.state).toBe('updating');
  });

  it('asks for the removal of all tasks of a removed service', () => {
    const swarm = startSwarm();

    swarm.removeService('web');

    expect(swarm.describe('web')).toEqual(['a.0 running/remove', 'b.0 running/remove']);
  });

  it('shuts down what a node lost while there was no leader', () => {
    const swarm = new HandDrivenSwarm();
    const term = startOrchestrators(swarm);
    swarm.addNodes('a');
    swarm.createService(everywhere());
    term.stop();
    swarm.setNodeState('a', 'down');

    startOrchestrators(swarm);

    expect(swarm.describe('web')).toEqual(['a.0 new/shutdown']);
  });
});
