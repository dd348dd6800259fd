import type { Entry, TimerId } from '../kernel/environment.ts';
import type { NodeId } from '../model/ids.ts';

/** What is known of one member, as plain data. Its term is on its disk, and outlives it. */
export interface Member {
  readonly id: NodeId;
  term: number;
  /** Its clock ticks every second since this instant. */
  phase: number;
  /** Counts its draws. */
  attempt: number;
  /** When it runs out of patience with having no leader; 0 while it has one, or is down. */
  timer: TimerId;
  /** Whether it hears the leader. */
  isHearing: boolean;
  /** Since when it has known of no leader; -1 while it knows one, or thinks so. */
  leaderlessAt: number;
  /** Version of its log where it stopped following; -1 while it has all that is committed. */
  log: number;
  /** Since when it has been in touch with the leader. */
  activeAt: number;
}

/** The state of all elections, as plain data. */
export interface ElectionState {
  /** In the order in which they joined. */
  readonly members: Record<string, Member>;
  /** The empty text while there is none. */
  leaderId: NodeId | '';
  ledSince: number;
  /** The clock by which the leader, or the last one, beats. */
  beatPhase: number;
  isStalled: boolean;
  /** When a stalled leader steps down. */
  stallTimer: TimerId;
  /** When a leader hears of a term beyond its own. */
  deposeTimer: TimerId;
}

/** Something is due in an election. */
export interface ElectionEntry extends Entry {
  readonly kind: 'managers:campaign' | 'managers:step-down' | 'managers:depose';
  /** The member that campaigns. */
  readonly member: NodeId | '';
}

/** Leadership is handed over. */
export interface TransferEntry extends Entry {
  readonly kind: 'managers:transfer';
  readonly to: NodeId;
}

/** No member, no leader. */
export function createElectionState(): ElectionState {
  return {
    members: Object.create(null) as Record<string, Member>,
    leaderId: '',
    ledSince: 0,
    beatPhase: 0,
    isStalled: false,
    stallTimer: 0,
    deposeTimer: 0,
  };
}

/** A member that has joined just now, and has been sent everything. */
export function createMember(id: NodeId, phase: number, term: number): Member {
  return {
    id,
    term,
    phase,
    attempt: 0,
    timer: 0,
    isHearing: false,
    leaderlessAt: -1,
    log: -1,
    activeAt: phase,
  };
}
