import { describe, expect, it } from 'vitest';
import { clip, countAt, countOverTime, highestOf, subtract, totalMs } from './intervals.ts';

describe('subtract', () => {
  it.each([
    { name: 'nothing', intervals: [], left: [[10, 20]] },
    {
      name: 'a part inside',
      intervals: [[12, 15]],
      left: [
        [10, 12],
        [15, 20],
      ],
    },
    {
      name: 'parts that overlap',
      intervals: [
        [14, 18],
        [12, 15],
      ],
      left: [
        [10, 12],
        [18, 20],
      ],
    },
    {
      name: 'parts over both ends',
      intervals: [
        [5, 11],
        [19, 30],
      ],
      left: [[11, 19]],
    },
    { name: 'all of it', intervals: [[0, 100]], left: [] },
    {
      name: 'what lies beside',
      intervals: [
        [0, 10],
        [20, 30],
      ],
      left: [[10, 20]],
    },
  ])('takes away $name', ({ intervals, left }) => {
    const spans = (intervals as number[][]).map(([from = 0, to = 0]) => ({ from, to }));

    const rest = subtract({ from: 10, to: 20 }, spans);

    expect(rest.map(({ from, to }) => [from, to])).toEqual(left);
  });
});

describe('totalMs', () => {
  it('adds up, although intervals overlap', () => {
    expect(
      totalMs([
        { from: 0, to: 5 },
        { from: 3, to: 10 },
      ]),
    ).toBe(12);
  });
});

describe('clip', () => {
  it('keeps the part that lies in the span', () => {
    expect(clip({ from: 0, to: 10 }, { from: 5, to: 20 })).toEqual([{ from: 5, to: 10 }]);
    expect(clip({ from: 0, to: 5 }, { from: 5, to: 20 })).toEqual([]);
  });
});

describe('countOverTime', () => {
  it('counts what lasts at each change; an end is not part of its interval', () => {
    const counts = countOverTime([
      { from: 0, to: 10 },
      { from: 5, to: 10 },
      { from: 10, to: 12 },
    ]);

    expect(counts).toEqual([
      { at: 0, count: 1 },
      { at: 5, count: 2 },
      { at: 10, count: 1 },
      { at: 12, count: 0 },
    ]);
  });
});

describe('highestOf', () => {
  it('finds the highest of very many counts', () => {
    const counts = Array.from({ length: 300_000 }, (_, at) => ({ at, count: at % 1_000 }));

    expect(highestOf(counts)).toBe(999);
    expect(highestOf([])).toBe(0);
  });
});

describe('countAt', () => {
  it('is the last count up to an instant', () => {
    const counts = [
      { at: 5, count: 2 },
      { at: 9, count: 1 },
    ];

    expect([0, 5, 8, 9, 20].map((instant) => countAt(counts, instant))).toEqual([0, 2, 2, 1, 1]);
  });
});
