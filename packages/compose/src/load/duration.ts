import { goQuote } from '../go/go-text.ts';

/** A duration in ns, or what is wrong with the text. */
export type ParsedDuration =
  | { readonly kind: 'duration'; readonly ns: number }
  | { readonly kind: 'malformed'; readonly message: string };

// Go: time.ParseDuration.
/** Reads durations such as `1m30s`, `1.5h` or `0`. */
export function parseDuration(text: string): ParsedDuration {
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return { kind: 'duration', ns: 0 };
  if (unsigned === '') return malformed(`invalid duration ${goQuote(text)}`);
  let rest = unsigned;
  let nanoseconds = 0n;
  while (rest !== '') {
    const match = /^(\d*)(?:\.(\d*))?/.exec(rest);
    const [amount = '', whole = '', fraction = ''] = match ?? [];
    if (whole === '' && fraction === '') return malformed(`invalid duration ${goQuote(text)}`);
    const unit = /^[^.\d]*/.exec(rest.slice(amount.length))?.[0] ?? '';
    if (unit === '') return malformed(`missing unit in duration ${goQuote(text)}`);
    const scale = Object.hasOwn(nanosecondsPer, unit) ? nanosecondsPer[unit] : undefined;
    if (scale === undefined) {
      return malformed(`unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    }
    const part = Math.trunc(Number(`0.${fraction}0`) * scale);
    nanoseconds += BigInt(whole || '0') * BigInt(scale) + BigInt(part);
    rest = rest.slice(amount.length + unit.length);
  }
  const signed = text.startsWith('-') ? -nanoseconds : nanoseconds;
  // Whole nanoseconds in 64 bits, of which a double has only 53.
  return signed === BigInt.asIntN(64, signed)
    ? { kind: 'duration', ns: Number(signed) }
    : malformed(`invalid duration ${goQuote(text)}`);
}

const nanosecondsPerMs = 1_000_000;

const nanosecondsPer: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1_000,
  '\u00b5s': 1_000,
  '\u03bcs': 1_000,
  ms: nanosecondsPerMs,
  s: 1_000 * nanosecondsPerMs,
  m: 60_000 * nanosecondsPerMs,
  h: 3_600_000 * nanosecondsPerMs,
};

function malformed(message: string): ParsedDuration {
  return { kind: 'malformed', message: `time: ${message}` };
}
