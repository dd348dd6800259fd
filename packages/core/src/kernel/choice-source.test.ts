import { describe, expect, it } from 'vitest';
import { createRecordedChoices, createSeededChoices } from './choice-source.ts';
import { createStream } from './random.ts';

function draw(seed: number, count: number, times: number): readonly number[] {
  const choices = createSeededChoices(createStream(seed));
  return Array.from({ length: times }, () => choices.choose(count));
}

describe('createSeededChoices', () => {
  it('chooses every candidate now and then, and nothing else', () => {
    expect([...new Set(draw(1, 3, 100))].sort()).toEqual([0, 1, 2]);
  });

  it('chooses the same under the same seed, and otherwise under another', () => {
    expect(draw(7, 5, 50)).toEqual(draw(7, 5, 50));
    expect(draw(7, 5, 50)).not.toEqual(draw(8, 5, 50));
  });
});

describe('createRecordedChoices', () => {
  it('replays its list, then takes the oldest', () => {
    const choices = createRecordedChoices([2, 1]);

    expect([choices.choose(3), choices.choose(3), choices.choose(3)]).toEqual([2, 1, 0]);
  });

  it('keeps a choice among the candidates there are', () => {
    const choices = createRecordedChoices([9, -4]);

    expect([choices.choose(3), choices.choose(3)]).toEqual([2, 0]);
  });
});
