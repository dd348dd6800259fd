import { parseGoFloat } from '../go/go-float.ts';

/** An amount of memory in bytes, or what is wrong with the text. */
export type ParsedSize =
  | { readonly kind: 'size'; readonly bytes: number }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/go-units: size.go, parseSize with the binary units.
/** Reads sizes such as `64M`, `1.5 GiB` or `512`; units are powers of 1024. */
export function parseSize(text: string): ParsedSize {
  const end = lastIndexOfAny(text, '0123456789. ');
  if (end < 0) return malformed(`invalid size: '${text}'`);
  const digits = text.slice(0, text[end] === ' ' ? end : end + 1);
  const suffix = text.slice(end + 1).toLowerCase();
  const parsed = parseGoFloat(digits);
  if (parsed.kind === 'malformed') return parsed;
  const amount = parsed.value;
  if (amount < 0) return malformed(`invalid size: '${text}'`);
  const unit = /^(?:b?|([kmgtp])(?:b|ib)?)$/.exec(suffix);
  if (unit === null) {
    const shown = suffix.length > 3 ? text.slice(end + 1) : suffix;
    return malformed(`invalid suffix: '${shown}'`);
  }
  const power = unit[1] === undefined ? 0 : 'kmgtp'.indexOf(unit[1]) + 1;
  return { kind: 'size', bytes: toInt64(amount * 1024 ** power) };
}

/** Go on amd64 makes the least number of what 64 bits cannot hold. */
function toInt64(value: number): number {
  return value < 2 ** 63 ? Math.trunc(value) : -(2 ** 63);
}

function lastIndexOfAny(text: string, characters: string): number {
  let index = text.length - 1;
  while (index >= 0 && !characters.includes(text[index] ?? '')) index -= 1;
  return index;
}

function malformed(message: string): ParsedSize {
  return { kind: 'malformed', message };
}
