/** A number as Go's `%g` and `%v` print it. Go: strconv.FormatFloat with the shortest precision. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= exponentMin && exponent < exponentLimit) return String(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

// Go: strconv/ftoa.go. Outside of these the exponent is written out.
const exponentMin = -4;
const exponentLimit = 6;
