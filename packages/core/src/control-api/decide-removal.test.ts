import { describe, expect, it } from 'vitest';
import { aNode } from '../../test-support/hand-driven-swarm.ts';
import { decideNodeRemoval, decideObjectRemoval } from './decide-removal.ts';

// SwarmKit: manager/controlapi/{config,secret}.go.
describe('decideObjectRemoval', () => {
  it('lets go what no service uses', () => {
    expect(decideObjectRemoval([])).toBeUndefined();
  });
});

// SwarmKit: manager/controlapi/node.go, RemoveNode.
describe('decideNodeRemoval', () => {
  const ready = aNode('a');
  const down = { ...ready, status: { ...ready.status, state: 'down' } } as const;
  const manager = { ...down, spec: { ...down.spec, role: 'manager' } } as const;

  it.each([
    { name: 'a ready node', node: ready, force: false, isMember: false, refused: true },
    { name: 'a ready node by force', node: ready, force: true, isMember: false, refused: false },
    { name: 'a node that is down', node: down, force: false, isMember: false, refused: false },
    { name: 'a manager by force', node: manager, force: true, isMember: true, refused: true },
    { name: 'a former manager', node: manager, force: false, isMember: false, refused: false },
  ])('of $name: refused $refused', ({ node, force, isMember, refused }) => {
    expect(decideNodeRemoval({ node, force, isMember }) !== undefined).toBe(refused);
  });
});
