import type { Commit, Swarm } from '@swarmsim/core';
import type { Evidence, Invariant, Verdict } from '../invariants/invariant.ts';
import { toViolationError } from '../invariants/violation.ts';

/**
 * A rule that no run shows: only whoever runs a scenario a second time learns that it ended otherwise. What
 * breaks it is most often code of one's own that reads a clock or `Math.random`: a decider, a behaviour, a hook.
 */
const sameSeedSameTrace: Pick<Invariant, 'name' | 'rule' | 'source'> = {
  name: 'same-seed-same-trace',
  rule: 'a scenario that is run again with the same seed leaves the same trace and the same state',
  source: 'swarmsim: whatever is random is drawn from the seed, and nothing reads a clock',
};

/** What a run left behind. */
export interface TracedRun {
  readonly swarm: Swarm;
  readonly commits: readonly Commit[];
}

/**
 * Compares two runs of a scenario.
 *
 * @returns the verdict of the rule.
 * @throws InvariantViolation where they differ; it tells the first commit of the second run that does.
 */
export function checkSameTrace(first: TracedRun, again: TracedRun): Verdict {
  const { name, rule, source } = sameSeedSameTrace;
  if (hashOf(first.swarm) === hashOf(again.swarm)) {
    return { name, rule, source, checks: 1, premises: 1 };
  }
  const { at, evidence } = findParting(first, again);
  const message = `the second run went another way, from ${at} ms on`;
  const { seed } = first.swarm;
  throw toViolationError({ invariant: sameSeedSameTrace, seed, at, message, evidence });
}

function hashOf({ trace, stateHash }: Swarm): string {
  return `${trace.hash}/${stateHash()}`;
}

/** Where the runs part. Commits may be the same where only what led to them differed. */
function findParting(
  first: TracedRun,
  again: TracedRun,
): { readonly at: number; readonly evidence: Evidence } {
  const length = Math.max(first.commits.length, again.commits.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [first.commits[index], again.commits[index]];
    const place = findDifference(one, other, '');
    if (place === undefined) continue;
    const [expected, observed] = [describe(one, place), describe(other, place)];
    const at = Math.min(one?.at ?? Infinity, other?.at ?? Infinity);
    return { at, evidence: { expected, observed } };
  }
  const [expected, observed] = [first.swarm.trace.hash, again.swarm.trace.hash];
  return { at: first.swarm.now, evidence: { expected, observed } };
}

/** The members that lead to the first value that differs, such as `.changes.0.after.status.state`. */
function findDifference(one: unknown, other: unknown, path: string): string | undefined {
  if (Object.is(one, other)) return undefined;
  if (!isObject(one) || !isObject(other)) return path;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = findDifference(one[key], other[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function describe(commit: Commit | undefined, place: string): string {
  if (commit === undefined) return 'no commit';
  const { version, at, writtenBy, changes } = commit;
  const what = changes.map(({ action, table, id }) => `${action} ${table} ${id}`).join(', ');
  let value: unknown = commit;
  for (const key of place.split('.').slice(1)) value = isObject(value) ? value[key] : undefined;
  const detail = isObject(value) ? 'something' : JSON.stringify(value);
  return `commit ${version} at ${at} ms by ${writtenBy} (${what}), with ${place.slice(1)} ${detail}`;
}
