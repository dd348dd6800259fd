import { describe, expect, it } from 'vitest';
import { resolvePlainScalar } from './resolve-scalar.ts';

// docker/cli: go.yaml.in/yaml/v3/resolve.go, resolve.
describe('resolvePlainScalar', () => {
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
    { text: '08', value: 8 },
    { text: '1.10', value: 1.1 },
    { text: '3.', value: 3 },
    { text: '.5', value: 0.5 },
    { text: '1e3', value: 1000 },
    { text: '.', value: '.' },
    { text: '.inf', value: Infinity },
    { text: '1m30s', value: '1m30s' },
    { text: '8080:80', value: '8080:80' },
    { text: '9007199254740993', value: 9007199254740993n },
    { text: '__proto__', value: '__proto__' },
    { text: 'constructor', value: 'constructor' },
  ])('reads $text', ({ text, value }) => {
    expect(resolvePlainScalar(text)).toBe(value);
  });
});
