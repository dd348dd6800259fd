/** How a message travels. */
export interface Transit {
  readonly now: number;
  /** Time that a message takes if it is not lost. */
  readonly latencyMs: number;
  /** Probability that it is lost, below 1. */
  readonly loss: number;
  /** When the last message of this direction arrives: none overtakes another. */
  readonly lastAt: number;
}

/** Linux: include/net/tcp.h, TCP_RTO_MIN and TCP_RTO_MAX. */
const retransmissionMs = 200;
const retransmissionMsMax = 120_000;

/**
 * Decides when a message arrives. A lost one is sent again after a time that doubles, as TCP does;
 * `draw` gives a number in [0, 1) for each attempt.
 */
export function decideArrival(transit: Transit, draw: (attempt: number) => number): number {
  const { now, latencyMs, loss, lastAt } = transit;
  let sentAt = now;
  let pauseMs = retransmissionMs;
  for (let attempt = 0; loss > 0 && draw(attempt) < loss; attempt += 1) {
    sentAt += pauseMs;
    pauseMs = Math.min(2 * pauseMs, retransmissionMsMax);
  }
  return Math.max(sentAt + latencyMs, lastAt);
}
