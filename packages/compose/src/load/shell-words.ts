/** The words of a command line, or what is wrong with it. */
export type ParsedWords =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'malformed'; readonly message: string };

type State =
  'between' | 'word' | 'escape' | 'single-quoted' | 'double-quoted' | 'quoted-escape' | 'comment';

// docker/cli: google/shlex/shlex.go, scanStream.
/** Splits a command as a shell does: quotes, backslashes and comments, but no variables. */
export function splitShellWords(text: string): ParsedWords {
  const words: string[] = [];
  let state: State = 'between';
  let word = '';
  for (const character of text) {
    const step = next(state, character);
    if (step.endsWord === true) {
      words.push(word);
      word = '';
    }
    if (step.keeps === true) word += character;
    state = step.state;
  }
  switch (state) {
    case 'escape':
    case 'quoted-escape':
      return { kind: 'malformed', message: 'EOF found after escape character' };
    case 'single-quoted':
    case 'double-quoted':
      return { kind: 'malformed', message: 'EOF found when expecting closing quote' };
    case 'word':
      return { kind: 'words', words: [...words, word] };
    case 'between':
    case 'comment':
      return { kind: 'words', words };
  }
}

interface Step {
  readonly state: State;
  readonly keeps?: true;
  readonly endsWord?: true;
}

function next(state: State, character: string): Step {
  switch (state) {
    case 'between':
      if (isSpace(character)) return { state };
      if (character === '#') return { state: 'comment' };
      return inWord(character);
    case 'word':
      return isSpace(character) ? { state: 'between', endsWord: true } : inWord(character);
    case 'escape':
      return { state: 'word', keeps: true };
    case 'quoted-escape':
      return { state: 'double-quoted', keeps: true };
    case 'single-quoted':
      return character === "'" ? { state: 'word' } : { state, keeps: true };
    case 'double-quoted':
      if (character === '"') return { state: 'word' };
      return character === '\\' ? { state: 'quoted-escape' } : { state, keeps: true };
    case 'comment':
      return character === '\n' ? { state: 'between' } : { state };
  }
}

function inWord(character: string): Step {
  if (character === '"') return { state: 'double-quoted' };
  if (character === "'") return { state: 'single-quoted' };
  return character === '\\' ? { state: 'escape' } : { state: 'word', keeps: true };
}

function isSpace(character: string): boolean {
  return ' \t\r\n'.includes(character);
}
