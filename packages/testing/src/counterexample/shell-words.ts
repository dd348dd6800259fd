/** A word as a person types it into a POSIX shell: quoted only where it must be. */
export function quoteShell(word: string): string {
  if (/^[\w/:=.,@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line of words. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteShell).join(' ');
}
