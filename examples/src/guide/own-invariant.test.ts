import { test } from '@fast-check/vitest';
import { runScenario, scenarios, type Invariant } from '@swarmsim/testing';
import { expect } from 'vitest';

const pausedNodesGetNothing: Invariant = {
  name: 'paused-nodes-get-nothing',
  rule: 'no task is assigned to a node that is paused',
  source: 'our operations handbook, maintenance',
  when: 'step',
  start:
    ({ premise }) =>
    ({ cluster, tasks }) => {
      for (const { before, after: task } of tasks) {
        if (task?.status.state !== 'assigned' || before?.status.state === 'assigned') continue;
        premise();
        if (cluster.node(task.nodeId)?.spec.availability !== 'pause') continue;
        const message = `task ${task.id} was assigned to node ${task.nodeId}, which is paused`;
        return { message, evidence: { task: task.id, node: task.nodeId } };
      }
      return undefined;
    },
};

let premises = 0;

test.prop([scenarios()], { numRuns: 100 })('paused nodes get nothing', (scenario) => {
  const { verdicts } = runScenario(scenario, { invariants: [pausedNodesGetNothing] });

  premises += verdicts[0]?.premises ?? 0;
});

test('the rule was really tried', () => {
  expect(premises).toBeGreaterThan(100);
});
