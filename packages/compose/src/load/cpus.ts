/** An amount of CPU time in billionths of a CPU, or what is wrong with the text. */
export type ParsedCpus =
  | { readonly kind: 'cpus'; readonly nanoCpus: number }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/cli: opts/opts.go, ParseCPUs, which calculates with fractions of whole numbers.
/** Reads `0.5`, `1/2`, `5e-1` or `0x1p-2`, exact to a billionth. */
export function parseCpus(text: string): ParsedCpus {
  const fraction = parseRational(text);
  if (fraction === undefined) {
    return { kind: 'malformed', message: `failed to parse ${text} as a rational number` };
  }
  const { numerator, denominator } = fraction;
  const nano = numerator * nanosPerCpu;
  if (nano % denominator !== 0n) return { kind: 'malformed', message: 'value is too precise' };
  // Go keeps the low 64 bits of an amount that has more.
  return { kind: 'cpus', nanoCpus: Number(BigInt.asIntN(64, nano / denominator)) };
}

const nanosPerCpu = 10n ** 9n;

interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

// Go: math/big, Rat.SetString.
function parseRational(text: string): Rational | undefined {
  const [, sign = '', unsigned = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  const fraction = unsigned.includes('/') ? parseQuotient(unsigned) : parseScaled(unsigned);
  if (fraction === undefined || sign !== '-') return fraction;
  return { ...fraction, numerator: -fraction.numerator };
}

function parseQuotient(text: string): Rational | undefined {
  const [above = '', below = '', ...more] = text.split('/');
  const [numerator, denominator] = [parseWhole(above), parseWhole(below)];
  const isBroken = more.length > 0 || numerator === undefined || !denominator;
  return isBroken ? undefined : { numerator, denominator };
}

const integer = /^(?:0x[\da-f_]+|0b[01_]+|0o?[0-7_]*|[1-9][\d_]*)$/i;

function parseWhole(text: string): bigint | undefined {
  if (!integer.test(text) || /^_|__|_$/.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  return BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain}` : plain);
}

/** How a base is written, and how many bits its digits stand for. */
interface Base {
  readonly prefix: string;
  readonly digit: string;
  readonly bits: number;
}

const bases: readonly Base[] = [
  { prefix: '0x', digit: '[\\da-f]', bits: 4 },
  { prefix: '0o', digit: '[0-7]', bits: 3 },
  { prefix: '0b', digit: '[01]', bits: 1 },
  { prefix: '', digit: '\\d', bits: 0 },
];

/** Reads digits with a point and an exponent: of 10, or of 2 where it starts with a `p`. */
function parseScaled(text: string): Rational | undefined {
  const start = text.slice(0, 2).toLowerCase();
  const base = bases.find(({ prefix }) => prefix === start || prefix === '');
  if (base === undefined) return undefined;
  const { prefix, digit, bits } = base;
  const digits = `(?:${digit}(?:_?${digit})*)?`;
  const pattern = `^_?(${digits})(?:\\.(${digits}))?(?:([ep])([-+]?\\d{1,4}))?$`;
  const match = new RegExp(pattern, 'i').exec(text.slice(prefix.length));
  const [whole = '', fraction = '', letter = '', exponent = '0'] =
    match?.slice(1).map((part?: string) => part?.replaceAll('_', '')) ?? [];
  if (whole + fraction === '' || (prefix === '' && text.startsWith('_'))) return undefined;
  const isBinary = letter.toLowerCase() === 'p';
  const twos = (isBinary ? Number(exponent) : 0) - bits * fraction.length;
  const tens = (isBinary ? 0 : Number(exponent)) - (bits === 0 ? fraction.length : 0);
  return {
    numerator: BigInt(prefix + whole + fraction) * power(2n, twos) * power(10n, tens),
    denominator: power(2n, -twos) * power(10n, -tens),
  };
}

function power(base: bigint, exponent: number): bigint {
  return exponent > 0 ? base ** BigInt(exponent) : 1n;
}
