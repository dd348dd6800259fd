import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatTime } from './format-amounts.ts';

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [12_345, '12,345'],
    [1_234_567, '1,234,567'],
  ])('writes %d', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [512, '512 B'],
    [14_230, '14.2 kB'],
    [3_100_000, '3.1 MB'],
  ])('writes %d', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatTime', () => {
  it.each([
    [0, '0 s'],
    [1_500, '1.5 s'],
    [90_000, '90 s'],
    [150_000, '2.5 min'],
    [7_560_000, '2.1 h'],
    [1_468_800_000, '17.0 d'],
  ])('writes %d ms in the largest unit of which there are two', (ms, text) => {
    expect(formatTime(ms)).toBe(text);
  });
});
