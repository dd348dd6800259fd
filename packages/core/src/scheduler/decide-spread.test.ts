import { describe, expect, it } from 'vitest';
import { aWaitingTask } from '../../test-support/placement-bench.ts';
import { decideQuota, decideSpreadLevels } from './decide-spread.ts';

// SwarmKit: manager/scheduler/nodeset.go, tree.
describe('decideSpreadLevels', () => {
  it('takes the labels in their order, and nothing else', () => {
    const descriptors = ['node.labels.rack', 'node.hostname', 'engine.labels.disk'];
    const preferences = descriptors.map((spread) => ({ spread }));

    expect(decideSpreadLevels(aWaitingTask('a', { placement: { preferences } }))).toEqual([
      { of: 'node', label: 'rack' },
      { of: 'engine', label: 'disk' },
    ]);
    expect(decideSpreadLevels(aWaitingTask('a'))).toEqual([]);
  });
});

// SwarmKit: manager/scheduler/scheduler.go, scheduleNTasksOnSubtree.
describe('decideQuota', () => {
  it.each([
    { name: 'fills up to the share', tasks: 1, share: 3, remainder: 0, quota: 2 },
    { name: 'takes one of the remainder', tasks: 1, share: 3, remainder: 2, quota: 3 },
    { name: 'takes one of the remainder at its share', tasks: 3, share: 3, remainder: 1, quota: 1 },
    { name: 'takes none at its share', tasks: 3, share: 3, remainder: 0, quota: 0 },
    { name: 'takes none above its share', tasks: 4, share: 3, remainder: 2, quota: 0 },
    { name: 'takes none far above its share', tasks: 9, share: 3, remainder: 2, quota: 0 },
  ])('$name', ({ tasks, share, remainder, quota }) => {
    expect(decideQuota(tasks, share, remainder)).toBe(quota);
  });
});
