import { describe, expect, it } from 'vitest';
import { parseStack } from '../parse-stack.ts';

function check(image: string): readonly string[] {
  const text = `services:\n  web:\n    image: ${JSON.stringify(image)}\n`;
  const { issues } = parseStack(text, { fileName: 'stack.yml', name: 's' });
  return issues.map(({ message }) => message);
}

const hex = '0123456789abcdef'.repeat(4);

// distribution/reference: normalize_test.go states such cases for ParseAnyReference.
describe('the image of a service', () => {
  it.each([
    'iis',
    'iis:1',
    'team/web:v2',
    'host:5000/a/b',
    '[::1]:5000/a',
    'Host/a',
    `a@sha256:${hex}`,
    hex,
    `host:5000/${'a/'.repeat(127)}a:1`,
  ])('may be %s', (image) => {
    expect(check(image)).toEqual([]);
  });

  it.each([
    { image: '', problem: 'no image specified' },
    { image: 'web:', problem: 'invalid reference format' },
    {
      image: `host:5000/${'a/'.repeat(127)}aa:1`,
      problem: 'repository name must not be more than 255 characters',
    },
    { image: 'a b', problem: 'invalid reference format' },
    {
      image: 'Web',
      problem: 'invalid reference format: repository name (library/Web) must be lowercase',
    },
  ])('may not be "$image"', ({ image, problem }) => {
    expect(check(image)).toEqual([`invalid image reference for service web: ${problem}`]);
  });
});
