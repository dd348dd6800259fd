import { describe, expect, it } from 'vitest';
import { decideRegistration } from './decide-registration.ts';

// SwarmKit: manager/dispatcher/nodes.go, CheckRateLimit.
describe('decideRegistration', () => {
  it('lets three attempts through after the first registration, and no fourth', () => {
    let record = { registeredAt: 0, attempts: 0 };
    const answers: boolean[] = [];

    for (const now of [1_000, 2_000, 3_000, 4_000]) {
      const { isAllowed, ...next } = decideRegistration(record, now);
      answers.push(isAllowed);
      record = next;
    }

    expect(answers).toEqual([true, true, true, false]);
    expect(record).toEqual({ registeredAt: 3_000, attempts: 4 });
  });

  it('forgets the attempts when more than 8 s have passed since the last success', () => {
    const record = { registeredAt: 3_000, attempts: 9 };

    expect(decideRegistration(record, 11_000).isAllowed).toBe(false);
    expect(decideRegistration(record, 11_001)).toEqual({
      isAllowed: true,
      registeredAt: 11_001,
      attempts: 1,
    });
  });
});
