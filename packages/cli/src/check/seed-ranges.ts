import { UsageError } from '../terminal.ts';

/** Seeds from one to another, both included. */
export interface SeedRange {
  readonly from: number;
  readonly to: number;
}

/** Reads `--seeds`: `7`, or `1..100`. @throws UsageError. */
export function parseSeeds(text: string): SeedRange {
  const match = /^(\d+)(?:\.\.(\d+))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match !== null && from <= to && to <= seedMax) return { from, to };
  throw new UsageError(`--seeds is a range such as 1..100, not ${JSON.stringify(text)}`);
}

/** fast-check has seeds of 32 bits. */
const seedMax = 0x7fff_ffff;

/** Writes a set of seeds shortly: `1..3,7`. */
export function formatSeeds(seeds: ReadonlySet<number>): string {
  const ranges: { from: number; to: number }[] = [];
  for (const seed of [...seeds].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === seed - 1) last.to = seed;
    else ranges.push({ from: seed, to: seed });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}..${to}`)).join(',');
}

/** Reads what {@link formatSeeds} wrote. @throws UsageError. */
export function readSeeds(text: string): Set<number> {
  const seeds = new Set<number>();
  for (const part of text === '' ? [] : text.split(',')) {
    const { from, to } = parseSeeds(part);
    for (let seed = from; seed <= to; seed += 1) seeds.add(seed);
  }
  return seeds;
}
