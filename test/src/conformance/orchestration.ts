/**
 * Plays orchestration recordings: once in stable order, and under many seeds with the order of
 * same-instant events permuted. The README beside the data states the rule by which one passes.
 */
import type {
  OrchestrationRecording,
  OrchestrationScenario,
  VariedValue,
} from './orchestration-format.ts';
import { playScenario } from './orchestration-play.ts';
import { readRecordings, type RunResult } from './recordings.ts';
import { canonicalText } from './scheduler-outcome.ts';

/** Options of {@link runOrchestration}. */
export interface OrchestrationRunOptions {
  /** Seeds per scenario. */
  readonly seeds: number;
}

/** A value that the real swarm always had may have been missed in one run of ten. */
const agreementMin = 0.9;

/** Plays every scenario of a file or a directory. */
export function runOrchestration(path: string, { seeds }: OrchestrationRunOptions): RunResult {
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const recording of readRecordings(path).filter(isOrchestration)) {
    const differences = compareRecording(recording, seeds);
    if (differences.length === 0) passed += 1;
    else failed += 1;
    for (const difference of differences) lines.push(`${recording.scenario.name}: ${difference}`);
  }
  return { passed, failed, lines };
}

function isOrchestration(recording: unknown): recording is OrchestrationRecording {
  const { scenario, result } = (recording ?? {}) as Partial<OrchestrationRecording>;
  return Array.isArray(scenario?.timeline) && typeof result?.always === 'object';
}

function compareRecording(
  { scenario: written, result }: OrchestrationRecording,
  seeds: number,
): readonly string[] {
  const scenario = withoutNulls(written) as OrchestrationScenario;
  const stable = playScenario(scenario, { seed: 1, order: 'stable' });
  const seeded = Array.from({ length: seeds }, (_, index) =>
    playScenario(scenario, { seed: index + 1, order: 'seeded' }),
  );
  const differences: string[] = [];
  for (const [name, value] of Object.entries(result.always)) {
    if (!isJudged(name)) continue;
    const wanted = [canonicalText(value)];
    if (!isAmong(stable[name], wanted)) {
      differences.push(`${name}: expected ${wanted[0]}, in stable order ${show(stable[name])}`);
    }
    differences.push(...disagreements(name, wanted, seeded));
  }
  for (const [name, values] of Object.entries(result.varies ?? {})) {
    if (!isTieInsensitive(name)) continue;
    const wanted = values.map(({ value }: VariedValue) => canonicalText(value));
    differences.push(...disagreements(name, wanted, seeded));
  }
  return differences;
}

/** What too many seeds have otherwise. */
function disagreements(
  name: string,
  wanted: readonly string[],
  runs: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const others = runs.map((run) => run[name]).filter((value) => !isAmong(value, wanted));
  if (others.length <= runs.length * (1 - agreementMin) + 1e-9) return [];
  const seen = show(others[0]);
  return [
    `${name}: expected ${wanted.join(' or ')}, ${others.length} of ${runs.length} seeds ${seen}`,
  ];
}

function isAmong(value: unknown, wanted: readonly string[]): boolean {
  return value !== undefined && wanted.includes(canonicalText(value));
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalText(value);
}

/** The order of events and the interleaving of two writers depend on message timing. */
function isJudged(name: string): boolean {
  return !name.startsWith('event_order.') && !name.startsWith('joint.');
}

function isTieInsensitive(name: string): boolean {
  return (
    name.startsWith('slot_histories.') ||
    name.endsWith('.spread') ||
    name.endsWith('.tasks_by_state')
  );
}

/** A field that is null is absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutNulls(part)]));
}
