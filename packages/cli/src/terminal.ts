/** Where a command writes, and where it is. */
export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly err: (text: string) => void;
  /** Whether `err` is watched by a person, so that a line may be drawn again. */
  readonly isTerminal: boolean;
  readonly cwd: string;
}

/** What a command tells the shell. */
export const exitCodes = { ok: 0, violated: 1, badInput: 2, interrupted: 130 } as const;

/** The user asked for something that makes no sense; nothing was done. */
export class UsageError extends Error {}
