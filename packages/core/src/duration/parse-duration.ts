import { encodeUtf8 } from '../bytes/utf8.ts';
import { SwarmSimError } from '../kernel/errors.ts';

/**
 * Reads a duration as docker's flags do, or a number of ms; the result is in ms and may have a
 * fraction. Go: time/format.go, ParseDuration.
 *
 * @throws SwarmSimError `malformed-duration` with Go's text.
 */
export function parseDuration(duration: string | number): number {
  if (typeof duration === 'string') return parseText(duration);
  if (!Number.isFinite(duration)) {
    throw malformed(`duration must be a finite number of ms, not ${duration}`);
  }
  if (Math.abs(duration) <= durationMsMax) return duration;
  throw malformed(`duration must be at most ${durationMsMax} ms, not ${duration}`);
}

const nanosPerUnit: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);
/** Nanoseconds that Go's 64 bits hold; the negative end reaches one further. */
const nanosMax = 2n ** 63n;
/** The same in whole ms: 292 years. */
export const durationMsMax: number = Number(nanosMax / 1_000_000n);
const step = /^([0-9]*)(?:(\.)([0-9]*))?([^.0-9]*)/;

function parseText(text: string): number {
  const isNegative = text.startsWith('-');
  let rest = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') throw invalid(text);
  let nanos = 0n;
  while (rest !== '') {
    const [consumed = '', whole = '', , fraction = '', unit = ''] = step.exec(rest) ?? [];
    if (whole === '' && fraction === '') throw invalid(text);
    nanos += toNanos(text, { whole, fraction, unit });
    if (nanos > nanosMax) throw invalid(text);
    rest = rest.slice(consumed.length);
  }
  if (nanos === nanosMax && !isNegative) throw invalid(text);
  return (isNegative ? -1 : 1) * (Number(nanos) / 1_000_000);
}

interface DurationPart {
  readonly whole: string;
  readonly fraction: string;
  readonly unit: string;
}

function toNanos(text: string, { whole, fraction, unit }: DurationPart): bigint {
  const amount = BigInt(whole === '' ? '0' : whole);
  if (amount > nanosMax) throw invalid(text);
  if (unit === '') throw malformed(`time: missing unit in duration ${quote(text)}`);
  const scale = nanosPerUnit.get(unit);
  if (scale === undefined) {
    throw malformed(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
  }
  const parts = BigInt(fraction === '' ? '0' : fraction);
  return amount * scale + (parts * scale) / 10n ** BigInt(fraction.length);
}

function invalid(text: string): SwarmSimError {
  return malformed(`time: invalid duration ${quote(text)}`);
}

function malformed(message: string): SwarmSimError {
  return new SwarmSimError('malformed-duration', message);
}

// Go: time/format.go, quote: bytes outside printable ASCII are shown in hexadecimal.
function quote(text: string): string {
  let quoted = '';
  for (const byte of encodeUtf8(text)) {
    const character = String.fromCharCode(byte);
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (byte >= 0x80 || byte < 0x20) quoted += `\\x${byte.toString(16).padStart(2, '0')}`;
    else quoted += character;
  }
  return `"${quoted}"`;
}
