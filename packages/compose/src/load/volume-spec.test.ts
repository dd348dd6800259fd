import { describe, expect, it } from 'vitest';
import { parseVolumeSpec } from './volume-spec.ts';

const plain = { type: 'volume', source: '', readOnly: false, noCopy: false, propagation: '' };

// docker/cli: internal/volumespec/volumespec_test.go states these cases.
describe('parseVolumeSpec', () => {
  it.each([
    { text: '/data', volume: { target: '/data' } },
    { text: 'a', volume: { target: 'a' } },
    { text: 'data:/var/lib', volume: { source: 'data', target: '/var/lib' } },
    {
      text: './site:/www:ro',
      volume: { type: 'bind', source: './site', target: '/www', readOnly: true },
    },
    { text: '~/x:/y', volume: { type: 'bind', source: '~/x', target: '/y' } },
    { text: 'C:\\data:D:\\x', volume: { type: 'bind', source: 'C:\\data', target: 'D:\\x' } },
    { text: 'C:\\only', volume: { target: 'C:\\only' } },
    {
      text: '\\\\.\\pipe\\a:\\\\.\\pipe\\b',
      volume: { type: 'bind', source: '\\\\.\\pipe\\a', target: '\\\\.\\pipe\\b' },
    },
    {
      text: 'vol:/d:nocopy,ro',
      volume: { source: 'vol', target: '/d', noCopy: true, readOnly: true },
    },
    {
      text: '/a:/b:rslave',
      volume: { type: 'bind', source: '/a', target: '/b', propagation: 'rslave' },
    },
    { text: 'vol:/d:unknown', volume: { source: 'vol', target: '/d' } },
  ])('reads $text', ({ text, volume }) => {
    expect(parseVolumeSpec(text)).toEqual({ kind: 'volume', volume: { ...plain, ...volume } });
  });

  it.each([
    { text: '', message: 'invalid empty volume spec' },
    { text: '::/x', message: 'invalid spec: ::/x: empty section between colons' },
    { text: 'vol:/x:', message: 'invalid spec: vol:/x:: empty section between colons' },
    { text: '/a:/b:ro:/c', message: 'invalid spec: /a:/b:ro:/c: too many colons' },
  ])('refuses "$text"', ({ text, message }) => {
    expect(parseVolumeSpec(text)).toEqual({ kind: 'malformed', message });
  });
});
