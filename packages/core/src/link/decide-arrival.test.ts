import { describe, expect, it } from 'vitest';
import { decideArrival } from './decide-arrival.ts';

const transit = { now: 1_000, latencyMs: 5, loss: 0, lastAt: 0 };
const lostTimes =
  (count: number) =>
  (attempt: number): number =>
    attempt < count ? 0.49 : 0.5;

describe('decideArrival', () => {
  it('takes the latency where nothing is lost', () => {
    expect(decideArrival(transit, () => 0)).toBe(1_005);
  });

  // Linux: net/ipv4/tcp_timer.c, tcp_retransmit_timer: 200 ms at first, then twice as long each time.
  it.each([
    { lost: 0, at: 1_005 },
    { lost: 1, at: 1_205 },
    { lost: 2, at: 1_605 },
    { lost: 3, at: 2_405 },
  ])('comes at $at when it was lost $lost times', ({ lost, at }) => {
    expect(decideArrival({ ...transit, loss: 0.5 }, lostTimes(lost))).toBe(at);
  });

  it('is lost no more than seven times', () => {
    const at = 1_005 + 200 * (2 ** 7 - 1);

    expect(decideArrival({ ...transit, loss: 0.5 }, lostTimes(7))).toBe(at);
    expect(decideArrival({ ...transit, loss: 0.5 }, lostTimes(99))).toBe(at);
  });

  it('overtakes no message that was sent before', () => {
    expect(decideArrival({ ...transit, lastAt: 4_000 }, () => 0)).toBe(4_000);
  });
});
