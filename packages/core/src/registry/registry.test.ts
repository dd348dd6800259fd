import { describe, expect, it } from 'vitest';
import { parseImageReference, type ImageReference } from './image-reference.ts';
import { createRegistry, findImage, type ImageDescription } from './registry.ts';
import { resolveImage } from './resolve-image.ts';

const windows = { os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.1' };
const linux = { os: 'linux', architecture: 'amd64' };
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

function reference(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (parsed.kind === 'malformed') throw new Error(parsed.message);
  return parsed;
}

describe('findImage', () => {
  const registry = createRegistry({
    images: [
      { name: 'iis', platforms: [windows], digest },
      { name: 'host:5000/iis:1', platforms: [windows], digest },
    ],
  });

  it.each([
    { text: 'iis', name: 'iis:latest' },
    { text: 'docker.io/library/iis:latest', name: 'iis:latest' },
    { text: `iis@${digest}`, name: 'iis:latest' },
    { text: `iis:old@${digest}`, name: 'iis:latest' },
    { text: `host:5000/iis@${digest}`, name: 'host:5000/iis:1' },
  ])('takes $text for $name', ({ text, name }) => {
    expect(findImage(registry, reference(text))?.name).toBe(name);
  });

  it.each(['iis:2', `team/iis@${digest}`, `iis@sha256:${'0'.repeat(64)}`])(
    'knows no %s',
    (text) => {
      expect(findImage(registry, reference(text))).toBeUndefined();
    },
  );
});

describe('createRegistry', () => {
  it('gives equal descriptions equal digests, and others other ones', () => {
    const digestOf = (image: ImageDescription): string =>
      [...createRegistry({ images: [image] }).byName.values()][0]?.digest ?? '';

    const first = digestOf({ name: 'iis:1', platforms: [windows] });

    expect(first).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digestOf({ name: 'docker.io/library/iis:1', platforms: [windows] })).toBe(first);
    expect(digestOf({ name: 'iis:1', platforms: [linux] })).not.toBe(first);
    expect(digestOf({ name: 'iis:2', platforms: [windows] })).not.toBe(first);
  });

  it.each([
    { name: 'a malformed name', image: { name: 'IIS', platforms: [windows] } },
    { name: 'a digest in the name', image: { name: `iis@${digest}`, platforms: [windows] } },
    { name: 'no platform', image: { name: 'iis', platforms: [] } },
    {
      name: 'an unknown operating system',
      image: { name: 'iis', platforms: [{ os: 'dos', architecture: 'amd64' }] },
    },
    {
      name: 'no architecture',
      image: { name: 'iis', platforms: [{ os: 'linux', architecture: '' }] },
    },
    {
      name: 'a malformed version',
      image: { name: 'iis', platforms: [{ ...windows, osVersion: '1809' }] },
    },
    {
      name: 'a malformed digest',
      image: { name: 'iis', platforms: [windows], digest: 'sha256:1' },
    },
  ])('refuses $name', ({ image }) => {
    expect(() => createRegistry({ images: [image] })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  it('refuses an image described twice', () => {
    const images = [
      { name: 'iis', platforms: [windows] },
      { name: 'iis:latest', platforms: [windows] },
    ];

    expect(() => createRegistry({ images })).toThrow('image iis:latest is described twice');
  });
});

describe('resolveImage', () => {
  const arm = { os: 'linux', architecture: 'arm' };
  const newer = { ...windows, osVersion: '10.0.20348.1' };
  const registry = createRegistry({
    images: [{ name: 'iis:1', platforms: [windows, newer, linux, arm], digest }],
  });

  it('pins the digest and names each platform once, without versions', () => {
    // moby: client/service_create.go, imageDigestAndPlatforms.
    expect(resolveImage(registry, 'iis:1')).toEqual({
      pinned: `iis:1@${digest}`,
      digest,
      platforms: [
        { architecture: 'amd64', os: 'windows' },
        { architecture: 'amd64', os: 'linux' },
        { architecture: '', os: 'linux' },
      ],
    });
  });

  it('leaves a reference that has a digest as it is', () => {
    expect(resolveImage(registry, `iis@${digest}`)?.pinned).toBe(`iis@${digest}`);
  });

  it.each(['nginx', 'IIS'])('knows nothing of %s', (text) => {
    expect(resolveImage(registry, text)).toBeUndefined();
  });
});
