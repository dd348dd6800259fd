import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { decideNodeStatus } from './decide-node-status.ts';

// SwarmKit: manager/dispatcher/dispatcher.go, processUpdates.
describe('decideNodeStatus', () => {
  const node = { ...aNode('a'), description: { hostname: 'a' } };

  it('takes over what the node reports about itself', () => {
    const description = { hostname: 'a', engine: { labels: { disk: 'ssd' } } };

    const changed = decideNodeStatus(node, { state: 'ready', message: '', description });

    expect(changed).toEqual({
      ...node,
      status: { ...node.status, state: 'ready', message: '' },
      description,
    });
  });

  it('keeps what it reported before where it says nothing', () => {
    const changed = decideNodeStatus(node, { state: 'down', message: 'heartbeat failure' });

    expect(changed.description).toEqual({ hostname: 'a' });
    expect(changed.status).toMatchObject({ state: 'down', message: 'heartbeat failure' });
  });
});
