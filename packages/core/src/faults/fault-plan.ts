/** Faults that strike later: at instants, or again and again at instants drawn from the seed. */
import type { Fault, FaultDuration } from './faults.ts';

/** A length of time, or the bounds of a random one, both included. */
export type FaultSpan =
  FaultDuration | { readonly min: FaultDuration; readonly max: FaultDuration };

/** What strikes, and for how long; just one of `fault` and `oneOf` is given. */
interface Strike {
  readonly fault?: Fault;
  /** One of these, drawn from the seed each time. */
  readonly oneOf?: readonly Fault[];
  /** Its end comes this much later: what crashed is restarted, what was cut is repaired. */
  readonly lasts?: FaultSpan;
}

/** A fault that strikes once. */
export interface SingleFault extends Strike {
  /** Instant since the simulation began; not before now. */
  readonly at: FaultDuration;
}

/** A fault that strikes again and again. */
export interface RepeatedFault extends Strike {
  /** Time from one strike to the next, and from the beginning to the first. */
  readonly every: FaultSpan;
  /** Instant of the beginning. Default now. */
  readonly from?: FaultDuration;
  /** Instant after which none strikes. Default: it never ends. */
  readonly until?: FaultDuration;
}

/** Plain data that says what strikes, and when. */
export type FaultPlan = SingleFault | RepeatedFault;
