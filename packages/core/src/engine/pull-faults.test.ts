import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { createPullFaults, decidePullFault } from './pull-faults.ts';

describe('decidePullFault', () => {
  const faults = [
    { delayMs: 1 },
    { node: 'n1', delayMs: 2 },
    { image: 'app:1', error: 'gone' },
    { node: 'n2', image: 'app:2', delayMs: 3, error: '' },
  ];

  it.each([
    { node: 'n3', image: 'other:1', is: { delayMs: 1 } },
    { node: 'n1', image: 'other:1', is: { delayMs: 2 } },
    { node: 'n1', image: 'app:1', is: { delayMs: 2, error: 'gone' } },
    { node: 'n1', image: 'app:1@sha256:00', is: { delayMs: 2, error: 'gone' } },
    { node: 'n2', image: 'app:2', is: { delayMs: 3, error: '' } },
    { node: 'n2', image: 'app:22', is: { delayMs: 1 } },
  ])('of $image on $node', ({ node, image, is }) => {
    expect(decidePullFault(faults, node, image)).toEqual(is);
  });
});

describe('createPullFaults', () => {
  it.each([
    { name: 'all', scope: {}, left: [0, 0, 0] },
    { name: 'those of a node', scope: { node: 'n1' }, left: [3, 1, 3] },
    { name: 'those of an image', scope: { image: 'a:1' }, left: [2, 2, 1] },
    { name: 'nothing else', scope: { node: 'n1', image: 'a:1' }, left: [3, 2, 3] },
  ])('ends $name', ({ scope, left }) => {
    const pulls = createPullFaults(new Kernel({ seed: 1 }));
    pulls.add({ delayMs: 1 });
    pulls.add({ node: 'n1', delayMs: 2 });
    pulls.add({ image: 'a:1', delayMs: 3 });

    pulls.repair(scope);

    const seen = [pulls.of('n1', 'a:1'), pulls.of('n1', 'b:1'), pulls.of('n2', 'a:1')];
    expect(seen.map(({ delayMs }) => delayMs)).toEqual(left);
  });
});
