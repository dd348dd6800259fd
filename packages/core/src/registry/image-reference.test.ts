import { describe, expect, it } from 'vitest';
import {
  parseImageReference,
  toFamiliarText,
  withDefaultTag,
  type ImageReference,
} from './image-reference.ts';

const hex = '0123456789abcdef'.repeat(4);

function parsed(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference.kind === 'malformed') throw new Error(reference.message);
  return reference;
}

function messageOf(text: string): string {
  const reference = parseImageReference(text);
  return reference.kind === 'malformed' ? reference.message : '';
}

describe('parseImageReference', () => {
  // distribution/reference: normalize_test.go states the same cases for ParseNormalizedNamed.
  it.each([
    { text: 'iis', domain: 'docker.io', path: 'library/iis' },
    { text: 'iis:1', domain: 'docker.io', path: 'library/iis', tag: '1' },
    { text: 'docker.io/iis', domain: 'docker.io', path: 'library/iis' },
    { text: 'index.docker.io/iis', domain: 'docker.io', path: 'library/iis' },
    { text: 'team/web:v2', domain: 'docker.io', path: 'team/web', tag: 'v2' },
    { text: 'localhost/web', domain: 'localhost', path: 'web' },
    { text: 'host:5000/team/web', domain: 'host:5000', path: 'team/web' },
    { text: '[::1]:5000/web', domain: '[::1]:5000', path: 'web' },
    { text: 'Registry/web', domain: 'Registry', path: 'web' },
    {
      text: 'mcr.microsoft.com/windows/servercore/iis',
      domain: 'mcr.microsoft.com',
      path: 'windows/servercore/iis',
    },
  ])('reads $text', ({ text, ...wanted }) => {
    expect(parsed(text)).toEqual({ kind: 'reference', ...wanted });
  });

  it('keeps tag and digest side by side', () => {
    const reference = parsed(`iis:1@sha256:${hex}`);

    expect(reference).toMatchObject({ tag: '1', digest: `sha256:${hex}` });
  });

  it.each([
    { text: '', message: 'invalid reference format' },
    { text: 'web:', message: 'invalid reference format' },
    { text: 'web image', message: 'invalid reference format' },
    { text: '-web', message: 'invalid reference format' },
    { text: 'a//b', message: 'invalid reference format' },
    { text: `web:${'t'.repeat(129)}`, message: 'invalid reference format' },
    {
      text: 'Web',
      message: 'invalid reference format: repository name (library/Web) must be lowercase',
    },
    { text: 'a/B', message: 'invalid reference format: repository name (a/B) must be lowercase' },
    {
      text: hex,
      message: `invalid repository name (${hex}), cannot specify 64-byte hexadecimal strings`,
    },
    { text: `web@sha256:${hex.slice(1)}`, message: 'invalid checksum digest length' },
    { text: `web@sha256:${hex.toUpperCase()}`, message: 'invalid checksum digest format' },
    { text: `web@md9:${hex}`, message: 'unsupported digest algorithm' },
    { text: 'a'.repeat(248), message: 'repository name must not be more than 255 characters' },
  ])('refuses $text', ({ text, message }) => {
    expect(messageOf(text)).toBe(message);
  });
});

describe('toFamiliarText', () => {
  it.each([
    { text: 'docker.io/library/iis:1', familiar: 'iis:1' },
    { text: 'docker.io/team/web', familiar: 'team/web' },
    { text: 'host:5000/library/web', familiar: 'host:5000/library/web' },
    { text: 'docker.io/library/a/b', familiar: 'library/a/b' },
    { text: `iis@sha256:${hex}`, familiar: `iis@sha256:${hex}` },
  ])('shows $text as $familiar', ({ text, familiar }) => {
    expect(toFamiliarText(parsed(text))).toBe(familiar);
  });
});

describe('withDefaultTag', () => {
  it('adds latest where neither tag nor digest is given', () => {
    expect(toFamiliarText(withDefaultTag(parsed('iis')))).toBe('iis:latest');
    expect(toFamiliarText(withDefaultTag(parsed('iis:1')))).toBe('iis:1');
    expect(toFamiliarText(withDefaultTag(parsed(`iis@sha256:${hex}`)))).toBe(`iis@sha256:${hex}`);
  });
});
