/**
 * The seed of properties that name none: 1, so that a commit is judged by what it changes and not by chance;
 * the one that the environment variable TEST_SEED names; or another one each time, where it says `random`.
 *
 * @returns undefined for one that fast-check draws.
 */
export function chooseSeed(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return 1;
  if (text === 'random') return undefined;
  const seed = Number(text);
  if (Number.isInteger(seed)) return seed;
  throw new Error(`TEST_SEED must be an integer or "random", not "${text}"`);
}
