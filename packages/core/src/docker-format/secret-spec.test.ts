import { describe, expect, it } from 'vitest';
import { fromDockerSecretSpec } from './secret-spec.ts';

describe('fromDockerSecretSpec', () => {
  it('reads a driver', () => {
    const spec = { Name: 'a', Driver: { Name: 'vault', Options: { path: 'x' } } };

    expect(fromDockerSecretSpec(spec)).toEqual({
      name: 'a',
      driver: { name: 'vault', options: { path: 'x' } },
    });
  });

  it('keeps a driver without a name', () => {
    expect(fromDockerSecretSpec({ Name: 'a', Driver: {} }).driver).toEqual({ name: '' });
  });
});
