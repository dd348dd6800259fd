import type { Terminal } from '../terminal.ts';

/** Tells how far a check has come, on a line that is drawn again where a person watches. */
export interface Progress {
  add(runs: number): void;
  /** Wipes the line. */
  end(): void;
  /** Scenarios so far. */
  readonly runs: number;
}

const redrawMs = 200;

/** Begins to tell of so many seeds, of which some may be done. */
export function createProgress(terminal: Terminal, seeds: number, doneBefore: number): Progress {
  const startedAt = Date.now();
  let done = doneBefore;
  let runs = 0;
  let drawnAt = 0;

  function draw(): void {
    const seconds = (Date.now() - startedAt) / 1_000;
    const rate = seconds > 0 ? Math.round(runs / seconds) : 0;
    terminal.err(`\r\u001B[K${done} of ${seeds} seeds, ${runs} scenarios, ${rate} a second`);
    drawnAt = Date.now();
  }

  return {
    get runs() {
      return runs;
    },
    add(more) {
      done += 1;
      runs += more;
      if (terminal.isTerminal && Date.now() - drawnAt >= redrawMs) draw();
    },
    end() {
      if (terminal.isTerminal) terminal.err('\r\u001B[K');
    },
  };
}
