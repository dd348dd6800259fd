import { SwarmSimError } from '../kernel/errors.ts';

/**
 * Reads an amount of memory as docker's flags do (`64m`, `1.5g`), or a number of bytes; the result
 * is in bytes. docker/go-units: size.go, RAMInBytes.
 *
 * @throws SwarmSimError `malformed-size` with go-units' text.
 */
export function parseSize(size: string | number): number {
  if (typeof size === 'string') return parseText(size);
  if (Number.isFinite(size) && size >= 0 && size < sizeLimit) return Math.trunc(size);
  throw invalid(`${size}`);
}

/** What 64 bits with a sign hold no longer. */
const sizeLimit: number = 2 ** 63;
const bytesPerUnit: ReadonlyMap<string, number> = new Map([
  ['k', 1024],
  ['m', 1024 ** 2],
  ['g', 1024 ** 3],
  ['t', 1024 ** 4],
  ['p', 1024 ** 5],
]);

function parseText(text: string): number {
  const { digits, suffix } = split(text);
  const amount = parseAmount(digits);
  if (amount < 0) throw invalid(text);
  const bytes = Math.trunc(amount * unitOf(suffix));
  // Deviation: Go turns amounts past 64 bits into an arbitrary number.
  if (bytes >= sizeLimit) throw invalid(text);
  return bytes;
}

function split(text: string): { readonly digits: string; readonly suffix: string } {
  const space = text.indexOf(' ');
  if (space !== -1) return { digits: text.slice(0, space), suffix: text.slice(space + 1) };
  const digits = /^[^]*[0-9.]/.exec(text)?.[0];
  if (digits === undefined) throw invalid(text);
  return { digits, suffix: text.slice(digits.length) };
}

// Go: strconv.ParseFloat; its hexadecimal floats and infinities are left out as meaningless here.
function parseAmount(digits: string): number {
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(digits)) {
    throw malformed(`strconv.ParseFloat: parsing ${JSON.stringify(digits)}: invalid syntax`);
  }
  const amount = Number(digits);
  if (Number.isFinite(amount)) return amount;
  throw malformed(`strconv.ParseFloat: parsing ${JSON.stringify(digits)}: value out of range`);
}

function unitOf(suffix: string): number {
  if (suffix === '') return 1;
  if (suffix.length > 3) throw badSuffix(suffix);
  const lower = suffix.toLowerCase();
  if (lower === 'b') return 1;
  const unit = bytesPerUnit.get(lower.slice(0, 1));
  const rest = lower.slice(1);
  if (unit === undefined || (rest !== '' && rest !== 'b' && rest !== 'ib')) throw badSuffix(lower);
  return unit;
}

function badSuffix(suffix: string): SwarmSimError {
  return malformed(`invalid suffix: '${suffix}'`);
}

function invalid(text: string): SwarmSimError {
  return malformed(`invalid size: '${text}'`);
}

function malformed(message: string): SwarmSimError {
  return new SwarmSimError('malformed-size', message);
}
