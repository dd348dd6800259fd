import { describe, expect, it } from 'vitest';
import { createIdSource, type IdSource } from './id-source.ts';
import { createRandom } from './random.ts';

function createIds(seed = 1, counts: Map<string, number> = new Map()): IdSource {
  return createIdSource(createRandom(seed), counts);
}

describe('mint', () => {
  it('gives what the seed and the key say, and another id under another seed', () => {
    expect(createIds(1).mint('node', 'A')).toBe(createIds(1).mint('node', 'A'));
    expect(createIds(1).mint('node', 'A')).not.toBe(createIds(2).mint('node', 'A'));
  });

  // SwarmKit: identity/randomid.go, NewID: base 36, padded to 25 digits.
  it('pads small numbers, so that every id has 25 digits', () => {
    const ids = createIds();

    const minted = Array.from({ length: 2_000 }, (_, index) => ids.mint('task', index));

    expect(minted.every((id) => /^[0-9a-z]{25}$/.test(id))).toBe(true);
    expect(minted.some((id) => id.startsWith('0'))).toBe(true);
  });

  it('gives the bytes of a random uuid: version 4, the usual variant', () => {
    const id = createIds().mint('node', 'A');

    let value = 0n;
    for (const digit of id) value = value * 36n + BigInt(Number.parseInt(digit, 36));
    const hex = value.toString(16).padStart(32, '0');
    expect(hex[12]).toBe('4');
    expect(hex[16]).toMatch(/[89ab]/);
  });

  it('goes on where its counts say, as after a restored snapshot', () => {
    const counts = new Map<string, number>();
    const ids = createIds(1, counts);
    ids.mint('session', 'n1');

    const next = createIds(1, new Map(counts)).mint('session', 'n1');

    expect(next).toBe(ids.mint('session', 'n1'));
    expect(counts.get('session/n1')).toBe(2);
  });
});
