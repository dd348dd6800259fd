import type { Environment } from '../kernel/environment.ts';
import { raftTickMs } from '../model/defaults.ts';
import type { NodeId } from '../model/ids.ts';
import { electionTimeoutTicks, tickAfter } from './decide-election.ts';
import type { ElectionEntry, Member } from './election-state.ts';

/** How long members go without a leader before they campaign. */
export interface Patience {
  /** A member last heard of a leader, or of a candidate, at an instant, and waits from there. */
  wait(member: Member, heardAt: number): void;
  /** A member campaigns now. */
  end(member: Member): void;
  /** A member has a leader, or is down. */
  stop(member: Member): void;
  /** When the clock of a manager that starts now ticks first. */
  startClock(nodeId: NodeId): number;
}

/** Makes the timers of all members. */
export function createPatience(env: Environment): Patience {
  function setTimer(member: Member, at: number): void {
    stop(member);
    const entry: ElectionEntry = { kind: 'managers:campaign', member: member.id };
    member.timer = env.schedule({ at: Math.max(at, env.now), entry });
  }

  function stop(member: Member): void {
    if (member.timer !== 0) env.cancel(member.timer);
    member.timer = 0;
  }

  return {
    wait(member, heardAt) {
      member.attempt += 1;
      const fraction = env.random.draw('election-timeout', member.id, member.attempt);
      setTimer(member, tickAfter(member.phase, heardAt, electionTimeoutTicks(fraction)));
    },
    end: (member) => setTimer(member, env.now),
    stop,
    startClock: (nodeId) =>
      env.now + Math.floor(env.random.draw('raft-phase', nodeId, env.now) * raftTickMs),
  };
}
