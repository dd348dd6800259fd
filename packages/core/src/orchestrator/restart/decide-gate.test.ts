import { describe, expect, it } from 'vitest';
import { decideGate } from './decide-gate.ts';

// SwarmKit: manager/orchestrator/restart/restart.go, DelayStart.
describe('decideGate', () => {
  it.each([
    { name: 'opens when both are over', isDelayOver: true, isOldTaskStopped: true, opens: true },
    { name: 'waits for the delay', isDelayOver: false, isOldTaskStopped: true, opens: false },
    { name: 'waits for the old task', isDelayOver: true, isOldTaskStopped: false, opens: false },
  ])('$name', ({ isDelayOver, isOldTaskStopped, opens }) => {
    expect(decideGate({ ...gate, isDelayOver, isOldTaskStopped }, 59_999)).toBe(opens);
  });

  it('waits for the old task for a minute, and for the delay as long as it takes', () => {
    expect(decideGate({ ...gate, isDelayOver: true }, 60_000)).toBe(true);
    expect(decideGate(gate, 60_000)).toBe(false);
  });
});

const gate = {
  oldTaskId: 'old',
  oldNodeId: 'a',
  timeoutAt: 60_000,
  isDelayOver: false,
  isOldTaskStopped: false,
  isRestartDue: false,
  timer: 0,
};
