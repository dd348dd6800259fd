/** An amount of CPU time in billionths of a CPU, or what is wrong with the text. */
export type ParsedCpus =
  | { readonly kind: 'cpus'; readonly nanoCpus: number }
  | { readonly kind: 'malformed'; readonly message: string };

// docker/cli: opts/opts.go, ParseCPUs, which calculates with fractions of whole numbers.
/** Reads `0.5`, `1/2` or `5e-1`, exact to a billionth. */
export function parseCpus(text: string): ParsedCpus {
  const match = /^([-+]?)(\d*)(?:\/(\d+)|(?:\.(\d*))?(?:[eE]([-+]?\d{1,4}))?)$/.exec(text);
  const [, sign = '', whole = '', divisor, fraction = '', exponent = '0'] = match ?? [];
  const isNumber = match !== null && whole + fraction !== '' && !/^0*$/.test(divisor ?? '1');
  if (!isNumber || (divisor !== undefined && whole === '')) {
    return { kind: 'malformed', message: `failed to parse ${text} as a rational number` };
  }
  const shift = Number(exponent) - fraction.length + nanoDigits;
  const scale = 10n ** BigInt(Math.abs(shift));
  const numerator = BigInt(whole + fraction) * (shift > 0 ? scale : 1n);
  const denominator = BigInt(divisor ?? '1') * (shift < 0 ? scale : 1n);
  if (numerator % denominator !== 0n) {
    return { kind: 'malformed', message: 'value is too precise' };
  }
  const nanoCpus = Number(numerator / denominator);
  return { kind: 'cpus', nanoCpus: sign === '-' ? -nanoCpus : nanoCpus };
}

const nanoDigits = 9;
