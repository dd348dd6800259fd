import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../model/service.ts';
import { tagImage } from './pin-image.ts';

function withImage(image: string): ServiceSpec {
  return {
    name: 'web',
    task: { runtime: { kind: 'container', image } },
    mode: { kind: 'replicated', replicas: 1 },
  };
}

const hex = '0123456789abcdef'.repeat(4);

// moby: client/service_create_test.go, TestServiceCreateDigestPinning, has such cases.
describe('tagImage', () => {
  it.each([
    { image: 'iis', sent: 'iis:latest' },
    { image: 'docker.io/library/iis', sent: 'iis:latest' },
    { image: 'host:5000/team/web', sent: 'host:5000/team/web:latest' },
    { image: 'iis:1', sent: 'iis:1' },
    { image: `iis@sha256:${hex}`, sent: `iis@sha256:${hex}` },
    { image: 'No Image', sent: 'No Image' },
    { image: hex, sent: hex },
  ])('sends $sent for $image', ({ image, sent }) => {
    expect(tagImage(withImage(image))).toEqual(withImage(sent));
  });

  it('leaves a service without containers as it is', () => {
    const spec: ServiceSpec = { ...withImage(''), task: {} };

    expect(tagImage(spec)).toBe(spec);
  });
});
