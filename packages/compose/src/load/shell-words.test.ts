import { describe, expect, it } from 'vitest';
import { splitShellWords } from './shell-words.ts';

// docker/cli: google/shlex/shlex.go.
describe('splitShellWords', () => {
  it.each([
    { text: '', words: [] },
    { text: ' sleep  10 ', words: ['sleep', '10'] },
    { text: 'echo "a b" \'c d\'', words: ['echo', 'a b', 'c d'] },
    { text: 'a"b"\'c\'', words: ['abc'] },
    { text: 'say "" x', words: ['say', '', 'x'] },
    { text: 'a\\ b "\\"q" \'\\n\'', words: ['a b', '"q', '\\n'] },
    { text: 'run # not this\nthat', words: ['run', 'that'] },
    { text: 'a#b', words: ['a#b'] },
  ])('splits $text', ({ text, words }) => {
    expect(splitShellWords(text)).toEqual({ kind: 'words', words });
  });

  it.each([
    { text: 'echo "a', message: 'EOF found when expecting closing quote' },
    { text: "echo 'a", message: 'EOF found when expecting closing quote' },
    { text: 'echo \\', message: 'EOF found after escape character' },
    { text: 'echo "\\', message: 'EOF found after escape character' },
  ])('refuses $text', ({ text, message }) => {
    expect(splitShellWords(text)).toEqual({ kind: 'malformed', message });
  });
});
