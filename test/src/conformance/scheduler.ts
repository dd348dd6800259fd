/**
 * Replays scheduler recordings under many seeds: every outcome must be one that the real scheduler
 * came to, and where it came to several, so must the simulation.
 */
import { readRecordings, type RunResult } from './recordings.ts';
import type { Scenario } from './scheduler-format.ts';
import { canonicalText, outcomeOf, signatureOf } from './scheduler-outcome.ts';
import { replayScenario } from './scheduler-replay.ts';

/** Options of {@link runScheduler}. */
export interface SchedulerRunOptions {
  /** Seeds per scenario. */
  readonly seeds: number;
}

/** What a run of the scheduler recordings found. */
export interface SchedulerRunResult extends RunResult {
  /** Scenarios with several recorded outcomes, and those of them where the seeds reached several. */
  readonly open: { readonly scenarios: number; readonly varied: number };
}

/** Runs every scenario of a file or a directory. */
export function runScheduler(path: string, options: SchedulerRunOptions): SchedulerRunResult {
  const lines: string[] = [];
  const open = { scenarios: 0, varied: 0 };
  let passed = 0;
  for (const scenario of readRecordings(path).flatMap(scenariosIn)) {
    const { difference, reached } = runScenario(scenario, options.seeds);
    if (difference === undefined) passed += 1;
    else lines.push(`${scenario.name}: ${difference}`);
    if (scenario.outcomes.length < 2) continue;
    open.scenarios += 1;
    if (reached > 1) open.varied += 1;
  }
  const failed = lines.length;
  if (open.scenarios > 0) {
    lines.push(
      `${open.varied} of ${open.scenarios} scenarios with several outcomes reached several`,
    );
  }
  return { passed, failed, lines, open };
}

/** Scenarios in a parsed file; files of other kinds have none. */
function scenariosIn(recording: unknown): readonly Scenario[] {
  if (!Array.isArray(recording)) return [];
  return recording.filter(
    (item: Partial<Scenario> | null) =>
      Array.isArray(item?.nodes) && Array.isArray(item.steps) && Array.isArray(item.outcomes),
  ) as readonly Scenario[];
}

function runScenario(
  scenario: Scenario,
  seeds: number,
): { readonly difference: string | undefined; readonly reached: number } {
  const recorded = new Set(
    scenario.outcomes.map(({ placements, pending }) => canonicalText({ placements, pending })),
  );
  const signatures = new Set(
    (scenario.signature ?? []).map(({ services, totalsPerNode }) =>
      canonicalText({ services, totalsPerNode }),
    ),
  );
  const reached = new Set<string>();
  let difference: string | undefined;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = replayScenario(scenario, seed);
    const text = canonicalText(outcomeOf(result));
    reached.add(text);
    if (recorded.has(text) || signatures.has(canonicalText(signatureOf(result)))) continue;
    difference ??= `seed ${seed} gives ${text}, recorded are ${[...recorded].join(' | ')}`;
  }
  return { difference, reached: reached.size };
}
