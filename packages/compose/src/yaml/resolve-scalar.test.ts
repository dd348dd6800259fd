import { describe, expect, it } from 'vitest';
import { resolveScalar } from './resolve-scalar.ts';

// docker/cli: gopkg.in/yaml.v3/resolve.go, resolve.
describe('resolveScalar', () => {
  it.each([
    { text: '', value: null },
    { text: '~', value: null },
    { text: 'Null', value: null },
    { text: 'TRUE', value: true },
    { text: 'yes', value: 'yes' },
    { text: 'off', value: 'off' },
    { text: '0440', value: 0o440 },
    { text: '0o440', value: 0o440 },
    { text: '0x1F', value: 31 },
    { text: '-0b101', value: -5 },
    { text: '1_000', value: 1000 },
    { text: '08', value: 8, goType: 'float64' },
    { text: '1.10', value: 1.1, goType: 'float64' },
    { text: '3.', value: 3, goType: 'float64' },
    { text: '.5', value: 0.5, goType: 'float64' },
    { text: '.5_0', value: 0.5, goType: 'float64' },
    { text: '1e3', value: 1000, goType: 'float64' },
    { text: '1e400', value: '1e400' },
    { text: '.', value: '.' },
    { text: '.inf', value: Infinity, goType: 'float64' },
    { text: '1m30s', value: '1m30s' },
    { text: '8080:80', value: '8080:80' },
    { text: '9007199254740993', value: 9007199254740993n },
    { text: '__proto__', value: '__proto__' },
    { text: 'constructor', value: 'constructor' },
    {
      text: '2001-01-01',
      value: '2001-01-01T00:00:00Z',
      goType: 'time.Time',
      printed: '2001-01-01 00:00:00 +0000 UTC',
    },
  ])('reads $text', ({ text, ...scalar }) => {
    expect(resolveScalar(text)).toEqual({ kind: 'scalar', scalar });
  });

  it.each([
    { tag: '!!int', text: '1', scalar: { value: 1 } },
    { tag: '!!float', text: '1', scalar: { value: 1, goType: 'float64' } },
    { tag: '!!null', text: '', scalar: { value: null } },
    { tag: '!!str', text: '1', scalar: { value: '1' } },
    { tag: '!mine', text: '1', scalar: { value: '1' } },
  ])('reads $text with the tag $tag', ({ tag, text, scalar }) => {
    expect(resolveScalar(text, tag)).toEqual({ kind: 'scalar', scalar });
  });

  it('refuses a tag that does not fit', () => {
    const message = 'cannot decode !!str `x` as a !!int';

    expect(resolveScalar('x', '!!int')).toEqual({ kind: 'failure', message });
  });
});
