/** Plain text tables for a terminal of 80 columns. */

/** Width that everything printed fits in. */
export const columns = 80;

/** Rows under a heading, columns as wide as their longest cell, the last one cut to fit. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? '').length)),
  );
  return all.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
      .slice(0, columns - 2),
  );
}

/** A headline over an underline. */
export function headline(text: string): readonly string[] {
  return ['', text, '-'.repeat(Math.min(columns, text.length))];
}

/** Indents lines by two blanks. */
export function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** A simulated instant, as seconds with one digit. */
export function seconds(atMs: number): string {
  return `${(atMs / 1_000).toFixed(1)} s`;
}
