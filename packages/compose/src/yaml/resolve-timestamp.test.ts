import { describe, expect, it } from 'vitest';
import { resolveTimestamp } from './resolve-timestamp.ts';

// docker/cli: gopkg.in/yaml.v3/decode_test.go states some of these cases.
describe('resolveTimestamp', () => {
  it.each([
    {
      text: '2001-1-2',
      value: '2001-01-02T00:00:00Z',
      printed: '2001-01-02 00:00:00 +0000 UTC',
    },
    {
      text: '2001-12-14t21:59:43.10-05:00',
      value: '2001-12-14T21:59:43.1-05:00',
      printed: '2001-12-14 21:59:43.1 -0500 -0500',
    },
    {
      text: '2001-12-15T2:59:43Z',
      value: '2001-12-15T02:59:43Z',
      printed: '2001-12-15 02:59:43 +0000 UTC',
    },
    {
      text: '2004-02-29 12:30:00.5',
      value: '2004-02-29T12:30:00.5Z',
      printed: '2004-02-29 12:30:00.5 +0000 UTC',
    },
  ])('reads $text', ({ text, value, printed }) => {
    expect(resolveTimestamp(text)).toEqual({ value, printed, goType: 'time.Time' });
  });

  it.each([
    '2001-01',
    '01-01-01',
    '2001-13-01',
    '2001-02-29',
    '2001-01-01T24:00:00Z',
    '2001-01-01T10:00:00',
    '2001-01-01 10:00:00Z',
    '2001-01-01 10:00',
  ])('takes %s for no time', (text) => {
    expect(resolveTimestamp(text)).toBeUndefined();
  });
});
