import { describe, expect, it } from 'vitest';
import { parseEnvFile } from './env-file.ts';

const lookUp = (name: string): string | undefined => (name === 'SET' ? 'here' : undefined);

// docker/cli: pkg/kvfile/kvfile_test.go states these cases.
describe('parseEnvFile', () => {
  it('reads lines as they are, quotes and trailing blanks too', () => {
    const text = '\uFEFFA=1\r\n# note\n\n  B="two" \nC=\nD=x=y\n';

    expect(parseEnvFile(text, lookUp)).toEqual({
      kind: 'variables',
      variables: [
        ['A', '1'],
        ['B', '"two" '],
        ['C', ''],
        ['D', 'x=y'],
      ],
    });
  });

  it('skips what Go takes for white space before a name', () => {
    const parsed = parseEnvFile('\u00a0\u0085A=1\n\uFEFFB=2', lookUp);

    expect(parsed).toMatchObject({
      variables: [
        ['A', '1'],
        ['\uFEFFB', '2'],
      ],
    });
  });

  it('takes a name alone from the environment, and drops one that is not there', () => {
    const parsed = parseEnvFile('SET\nUNSET\n', lookUp);

    expect(parsed).toEqual({ kind: 'variables', variables: [['SET', 'here']] });
  });

  it('reads bytes', () => {
    const parsed = parseEnvFile(Uint8Array.of(0x4b, 0x3d, 0xc3, 0xa4), lookUp);

    expect(parsed).toEqual({ kind: 'variables', variables: [['K', 'ä']] });
  });

  it.each([
    { content: '=1', message: "no variable name on line '=1'" },
    { content: 'A B=1', message: "variable 'A B' contains whitespaces" },
    {
      content: Uint8Array.of(0x41, 0x3d, 0x0d, 0x0a, 0x42, 0xff, 0x0a),
      message: 'invalid utf8 bytes at line 2: [66 255]',
    },
    { content: `A=${'x'.repeat(65_534)}`, message: 'bufio.Scanner: token too long' },
  ])('refuses with "$message"', ({ content, message }) => {
    expect(parseEnvFile(content, lookUp)).toEqual({ kind: 'malformed', message });
  });
});
