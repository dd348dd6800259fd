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

/** Linux: include/net/tcp.h, TCP_RTO_MIN. */
const retransmissionMs = 200;
/**
 * Deviation: no message is lost more often than this. It is 25 s late then, and whoever waited for an
 * answer has given up long before.
 */
const lossesMax = 7;

/**
 * Decides when a message arrives. A lost one is sent again after a time that doubles, as TCP does;
 * `draw` gives a number in [0, 1) for each attempt.
 */
export function decideArrival(transit: Transit, draw: (attempt: number) => number): number {
  const { now, latencyMs, loss, lastAt } = transit;
  let losses = 0;
  while (loss > 0 && losses < lossesMax && draw(losses) < loss) losses += 1;
  const sentAt = now + retransmissionMs * (2 ** losses - 1);
  return Math.max(sentAt + latencyMs, lastAt);
}
