import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { knownBadSwarms } from './catalogue.ts';
import type { KnownBadReport } from './check-known-bad.ts';

const program = fileURLToPath(new URL('../../dist/known-bad/check-known-bad.js', import.meta.url));

let printed: Readonly<Record<string, string>> = {};
const reports = new Map<string, KnownBadReport>();

/** What the program prints of a part of the swarms. */
async function runPart(...part: readonly string[]): Promise<{
  readonly examples: Readonly<Record<string, string>>;
  readonly reports: readonly KnownBadReport[];
}> {
  const options = { encoding: 'utf8', maxBuffer: 1e8 } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...part], options);
  return JSON.parse(stdout);
}

function reportOn(name: string): KnownBadReport {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`nothing was reported of '${name}'`);
  return report;
}

describe('known-bad swarms', () => {
  beforeAll(async () => {
    const parts = await Promise.all(['0', '1'].map((part) => runPart(part, '2')));
    printed = parts[0]?.examples ?? {};
    for (const report of parts.flatMap((part) => part.reports)) reports.set(report.name, report);
  }, 300_000);

  it('are many, each with a name of its own and a source for its rule', () => {
    const names = new Set(knownBadSwarms.map(({ name }) => name));

    expect(names.size).toBe(knownBadSwarms.length);
    expect(names.size).toBeGreaterThanOrEqual(45);
    expect(knownBadSwarms.filter(({ rule }) => !/\(.*(\.go|reject|moby)/.test(rule))).toEqual([]);
  });

  it('meet examples that print something', () => {
    const texts = Object.values(printed);

    expect(texts.length).toBeGreaterThanOrEqual(14);
    expect(texts.filter((text) => text.split('\n').length < 3)).toEqual([]);
  });

  it.each(knownBadSwarms)('pass the examples: $name', ({ name }) => {
    expect(reportOn(name).examples).toEqual([]);
  });

  it.each(knownBadSwarms)('pass the stable placements: $name', ({ name }) => {
    expect(reportOn(name).placements).toEqual([]);
  });

  it.each(knownBadSwarms)('show in a story: $name', ({ name, story }) => {
    const { real, bad } = reportOn(name);

    expect(bad).not.toBe(real);
    expect({ real, bad }).toEqual({ real: story.real, bad: story.bad });
  });
});
