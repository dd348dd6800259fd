/** What a matcher answers, in the shape that `expect.extend` of vitest and jest wants. */
export interface MatchResult {
  readonly pass: boolean;
  /** Why the expectation fails: for `pass`, what to say where it was expected not to. */
  message(): string;
}

/** Judges by problems: there are none, or they are the message, one a line. */
export function judge(
  claim: string,
  problems: readonly string[],
  counted = 'nothing speaks against it',
): MatchResult {
  const pass = problems.length === 0;
  return {
    pass,
    message: () => {
      if (pass) return `expected the swarm not to ${claim}, but ${counted}`;
      return [`expected the swarm to ${claim}:`, ...problems.map((line) => `  ${line}`)].join('\n');
    },
  };
}

/** An instant as people read it: seconds since the simulation began. */
export function formatInstant(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
