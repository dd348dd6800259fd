import { describe, expect, it } from 'vitest';
import { windowsNodes } from '../engine/hosts.ts';
import { createSwarm } from '../swarm.ts';
import type { Swarm } from './swarm.ts';

function start(): { readonly swarm: Swarm; isAwaiting(): boolean } {
  const swarm = createSwarm({ nodes: windowsNodes(['A']), latency: 10 });
  const { id } = swarm.nodes.list()[0]!;
  return { swarm, isAwaiting: () => swarm.isAwaitingAssignments(id) };
}

// SwarmKit: manager/dispatcher/dispatcher.go, Assignments.
describe('a node that awaits assignments', () => {
  it('has no session, or has not heard of what is assigned to it', () => {
    const { swarm, isAwaiting } = start();
    const unregistered = isAwaiting();
    swarm.advance('5s');
    const registered = isAwaiting();
    swarm.services.create({ name: 'web', image: 'iis' });
    swarm.advance(55);
    const gathered = isAwaiting();
    swarm.advance(100);
    const sent = isAwaiting();
    swarm.advance(10);

    expect(swarm.tasks.list()[0]?.status).toMatchObject({ state: 'assigned', at: 5_050 });
    expect({ unregistered, registered, gathered, sent, heard: isAwaiting() }).toEqual({
      unregistered: true,
      registered: false,
      gathered: true,
      sent: true,
      heard: false,
    });
  });

  it('is cut off, until it is told', () => {
    const { swarm, isAwaiting } = start();
    swarm.advance('5s');
    swarm.faults.apply({ kind: 'partition', node: 'A' });
    swarm.services.create({ name: 'web', image: 'iis' });

    swarm.advance('1s');
    const whileCutOff = isAwaiting();
    swarm.faults.apply({ kind: 'repair', node: 'A' });
    swarm.advance('5s');

    expect([whileCutOff, isAwaiting()]).toEqual([true, false]);
    expect(swarm.tasks.list({ state: 'running' })).toHaveLength(1);
  });

  it('is down', () => {
    const { swarm, isAwaiting } = start();
    swarm.advance('5s');

    swarm.faults.apply({ kind: 'crash', node: 'A' });

    expect(isAwaiting()).toBe(true);
  });
});
