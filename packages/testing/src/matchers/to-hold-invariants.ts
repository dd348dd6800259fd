import type { Swarm } from '@swarmsim/core';
import { invariants as allInvariants } from '../invariants/invariants.ts';
import type { Invariant, Verdict } from '../invariants/invariant.ts';
import { watchInvariants, type InvariantWatch } from '../invariants/watch-invariants.ts';
import { runScenario, type ScenarioRun } from '../run/run-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { formatInstant, judge, type MatchResult } from './match-result.ts';

/** What can be asked whether it holds invariants. */
export type InvariantSubject = Swarm | Scenario | ScenarioRun | InvariantWatch;

/**
 * No invariant was broken: by a scenario, which is run; by a run or a watch, as far as it has come; or
 * by a swarm as it is now, of which only the rules for rest can be asked.
 */
export function toHoldInvariants(
  subject: InvariantSubject,
  invariants: readonly Invariant[] = allInvariants,
): MatchResult {
  const verdicts = verdictsOf(subject, invariants);
  const broken = verdicts.flatMap(({ name, rule, source, violation }) => {
    if (violation === undefined) return [];
    const { at, message, evidence } = violation;
    const facts = Object.entries(evidence).map(([key, value]) => `  ${key}: ${value}`);
    return [`${name} at ${formatInstant(at)}: ${message}`, `  rule: ${rule} (${source})`, ...facts];
  });
  const checked = verdicts.filter(({ checks }) => checks > 0).length;
  return judge('hold all invariants', broken, `${checked} were checked`);
}

function verdictsOf(
  subject: InvariantSubject,
  invariants: readonly Invariant[],
): readonly Verdict[] {
  if ('steps' in subject) {
    return runScenario(subject, { invariants, onViolation: 'collect' }).verdicts;
  }
  if ('outcomes' in subject) return subject.verdicts;
  if ('verdicts' in subject) return subject.verdicts();
  const watch = watchInvariants(subject, invariants, { onViolation: 'collect' });
  watch.checkRest();
  watch.stop();
  return watch.verdicts();
}
