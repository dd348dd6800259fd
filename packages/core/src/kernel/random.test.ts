import { describe, expect, it } from 'vitest';
import { hashText } from './hash.ts';
import { createIdSource } from './id-source.ts';
import { createRandom, createStream } from './random.ts';

describe('Random', () => {
  it('gives a key the same draw whatever else was drawn', () => {
    const alone = createRandom(7).draw('start', 'web', 1);
    const random = createRandom(7);

    random.draw('start', 'db', 1);

    expect(random.draw('start', 'web', 1)).toBe(alone);
  });

  it('tells keys apart that only differ in where a part ends', () => {
    const random = createRandom(7);

    expect(random.bits('ab', 'c')).not.toBe(random.bits('a', 'bc'));
  });

  it('spreads draws over the unit interval', () => {
    const random = createRandom(7);
    const draws = Array.from({ length: 10_000 }, (_, index) => random.draw('x', index));

    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
    expect(draws.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('restores a stream from its state', () => {
    const stream = createRandom(7).fork('choices');
    stream.intBelow(10);
    const copy = createStream(stream.state());

    const rest = Array.from({ length: 20 }, () => stream.intBelow(1000));

    expect(Array.from({ length: 20 }, () => copy.intBelow(1000))).toEqual(rest);
  });
});

describe('IdSource', () => {
  it('mints 25 digits of base 36, never the same twice', () => {
    const ids = createIdSource(createRandom(7), new Map());
    const minted = Array.from({ length: 1_000 }, () => ids.mint('task', 'web', 1));

    expect(new Set(minted).size).toBe(1_000);
    expect(minted.every((id) => /^[0-9a-z]{25}$/.test(id))).toBe(true);
  });

  it('tells keys apart whose texts have the same hash', () => {
    const ids = createIdSource(createRandom(7), new Map());

    expect(hashText('task/g10/n1875')).toBe(hashText('task/g17/n1380'));
    expect(ids.mint('task', 'g10', 'n1875')).not.toBe(ids.mint('task', 'g17', 'n1380'));
  });

  it('does not change an id because another key was asked first', () => {
    const first = createIdSource(createRandom(7), new Map());
    const second = createIdSource(createRandom(7), new Map());

    second.mint('task', 'db', 1);

    expect(second.mint('task', 'web', 1)).toBe(first.mint('task', 'web', 1));
  });
});
