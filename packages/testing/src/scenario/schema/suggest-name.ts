/** The known name that was most likely meant, if one is near. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const plain = toPlain(name);
  const same = known.find((other) => toPlain(other) === plain);
  if (same !== undefined) return same;
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  let nearest: string | undefined;
  let least = limit + 1;
  for (const other of known) {
    const distance = countEdits(plain, toPlain(other));
    if (distance < least) {
      least = distance;
      nearest = other;
    }
  }
  return nearest;
}

function toPlain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Letters to insert, delete or replace to make one text of another: Levenshtein's distance. */
function countEdits(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const least = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, replaced);
      line.push(least);
    }
    above = line;
  }
  return above[to.length] ?? 0;
}
