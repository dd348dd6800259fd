import { describe, expect, it } from 'vitest';
import { equalsFolded, trimSpace } from './fold.ts';

// Go: strings.EqualFold.
describe('equalsFolded', () => {
  it.each([
    { name: 'the same', word: 'node.id', text: 'node.id', isEqual: true },
    { name: 'capitals in the text', word: 'node.id', text: 'Node.ID', isEqual: true },
    { name: 'capitals in the word', word: 'AZ', text: 'az', isEqual: true },
    { name: 'both empty', word: '', text: '', isEqual: true },
    { name: 'a longer text', word: 'a', text: 'ab', isEqual: false },
    { name: 'a shorter text', word: 'ab', text: 'a', isEqual: false },
    { name: 'the Kelvin sign for k', word: 'k', text: '\u212a', isEqual: true },
    { name: 'K for the Kelvin sign', word: '\u212a', text: 'K', isEqual: true },
    { name: 'the long s for S', word: 'S', text: '\u017f', isEqual: true },
    { name: 's for the long s', word: '\u017f', text: 's', isEqual: true },
    { name: 'a dotless i for i', word: 'i', text: '\u0131', isEqual: false },
    { name: 'a dotted capital I for i', word: 'i', text: '\u0130', isEqual: false },
    { name: 'two letters for sharp s', word: 'ss', text: 'ß', isEqual: false },
    { name: 'neighbours of the letters', word: '@[', text: '`{', isEqual: false },
  ])('says $isEqual to $name', ({ word, text, isEqual }) => {
    expect(equalsFolded(word, text)).toBe(isEqual);
  });
});

// Go: strings.TrimSpace.
describe('trimSpace', () => {
  it('takes off what Go takes for white space, at both ends only', () => {
    const space = '\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000';

    expect(trimSpace(`${space}a${space}b${space}`)).toBe(`a${space}b`);
  });

  it.each(['\ufeff', '\u200b', '\u180e', '\0'])('keeps %j', (character) => {
    expect(trimSpace(`${character}a${character}`)).toBe(`${character}a${character}`);
  });
});
