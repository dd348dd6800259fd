/** Go's ideas of white space and of letter case, where constraint expressions depend on them. */

// Go: unicode.IsSpace. JavaScript's trim() differs: it keeps U+0085 and takes U+FEFF away.
const space =
  '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const surroundingSpace: RegExp = new RegExp(`^${space}+|${space}+$`, 'g');

/** Takes the white space off both ends, as Go's strings.TrimSpace does. */
export function trimSpace(text: string): string {
  return text.replace(surroundingSpace, '');
}

/**
 * Whether a text equals a word of a constraint without regard to case, as Go's strings.EqualFold
 * says. A parsed word has only ASCII characters, the Kelvin sign and the long s in it, and Unicode
 * folds nothing else onto those, so two extra letters make this exact.
 */
export function equalsFolded(word: string, text: string): boolean {
  if (word.length !== text.length) return false;
  for (let index = 0; index < word.length; index += 1) {
    if (foldUnit(word.charCodeAt(index)) !== foldUnit(text.charCodeAt(index))) return false;
  }
  return true;
}

const kelvinSign = 0x212a;
const longS = 0x17f;

function foldUnit(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20;
  if (unit === kelvinSign) return 0x6b;
  if (unit === longS) return 0x73;
  return unit;
}
