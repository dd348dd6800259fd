/** Numbers that a double cannot hold, and everything that must be skipped on the way to them. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const integer = /^-?\d{16,}$/;

/**
 * Parses JSON as the Engine API writes it. Its integers have up to 64 bits; those beyond 2^53 become
 * the nearest double towards zero, so that none of them seems to reach a power of two that it is
 * below.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseDockerJson(text: string): unknown {
  const rounded = text.replace(tokens, (token) => (integer.test(token) ? truncate(token) : token));
  return JSON.parse(rounded);
}

/** An integer cut down to 53 significant bits. */
function truncate(token: string): string {
  const value = BigInt(token);
  const magnitude = value < 0n ? -value : value;
  const surplusBits = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const cut = (magnitude >> surplusBits) << surplusBits;
  return (value < 0n ? -cut : cut).toString();
}
