/**
 * `node test/dist/known-bad/check-known-bad.js [PART PARTS [all]]`: has every known-bad swarm, or every
 * one of a part, run the examples, place the stable placements and tell its story, and prints what came of
 * it as JSON; with `all` the slow examples are among them. It is a program of its own since it redirects
 * imports, and since what is checked of every swarm in a test would stop some of these.
 */
import { placeStably, stablePlacements } from '../placement/stable-placement.ts';
import { knownBadSwarms } from './catalogue.ts';
import { createExampleRunner, examples, slowExamples, type RunExample } from './run-examples.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';

/** What came of one bad swarm. */
export interface KnownBadReport {
  readonly name: string;
  /** Examples that print something else. */
  readonly examples: readonly string[];
  /** Stable placements with another outcome. */
  readonly placements: readonly string[];
  /** Its story in the real swarm. */
  readonly real: string;
  readonly bad: string;
}

async function check(
  { name, deciders, story }: KnownBadSwarm,
  run: RunExample,
  printed: ReadonlyMap<string, string>,
): Promise<KnownBadReport> {
  const differing: string[] = [];
  for (const [example, real] of printed) {
    if ((await run(example, deciders)) !== real) differing.push(example);
  }
  const misplaced = stablePlacements.filter(
    (placement) => placeStably(placement, deciders) !== placement.outcome,
  );
  return {
    name,
    examples: differing,
    placements: misplaced.map((placement) => placement.name),
    real: story.tell({}),
    bad: story.tell(deciders),
  };
}

const run = await createExampleRunner();
const printed = new Map<string, string>();
const [part = '0', parts = '1', scope] = process.argv.slice(2);
for (const example of [...examples, ...(scope === 'all' ? slowExamples : [])])
  printed.set(example, await run(example, {}));
const reports: KnownBadReport[] = [];
for (const [index, knownBad] of knownBadSwarms.entries()) {
  if (index % Number(parts) === Number(part)) reports.push(await check(knownBad, run, printed));
}
console.log(JSON.stringify({ examples: Object.fromEntries(printed), reports }));
