import { describe, expect, it } from 'vitest';
import { sizeOfBase64, validateConfigSpec, validateSecretSpec } from './validate-payload.ts';

const configText = 'config data must be larger than 0 and less than 1024000 bytes';
const secretText = 'secret data must be larger than 0 and less than 512000 bytes';

/** Base64 of so many zero bytes. */
function zeros(bytes: number): string {
  const triples = 'AAAA'.repeat(Math.floor(bytes / 3));
  return triples + ['', 'AA==', 'AAA='][bytes % 3];
}

describe('sizeOfBase64', () => {
  it.each([
    { data: '', size: 0 },
    { data: 'eA==', size: 1 },
    { data: 'eHg=', size: 2 },
    { data: 'eHh4', size: 3 },
    { data: 'eHh4eA', size: 4 },
  ])('finds $size bytes in "$data"', ({ data, size }) => {
    expect(sizeOfBase64(data)).toBe(size);
  });
});

describe('validateConfigSpec', () => {
  // SwarmKit: manager/controlapi/config.go, validateConfigSpec and MaxConfigSize.
  it('takes data one byte below the limit', () => {
    expect(() => validateConfigSpec({ name: 'a', data: zeros(1_023_999) })).not.toThrow();
  });

  it.each([
    { name: 'no data', data: {} },
    { name: 'empty data', data: { data: '' } },
    { name: 'data of the size of the limit', data: { data: zeros(1_024_000) } },
  ])('refuses $name', ({ data }) => {
    expect(() => validateConfigSpec({ name: 'a', ...data })).toThrow(configText);
  });

  // Go: encoding/base64, CorruptInputError, as the Engine API answers.
  it.each([
    { data: 'eHh!', at: 3 },
    { data: 'eHh4eA', at: 6 },
    { data: 'eA=', at: 2 },
    { data: 'eA==eA==', at: 2 },
    { data: 'e-_4', at: 1 },
  ])('refuses $data, which is no base64', ({ data, at }) => {
    expect(() => validateConfigSpec({ name: 'a', data })).toThrow(
      `illegal base64 data at input byte ${at}`,
    );
  });

  it('looks at the name before the data', () => {
    expect(() => validateConfigSpec({ name: '', data: '' })).toThrow('name must be provided');
  });

  it('refuses a request without a spec', () => {
    expect(() => validateConfigSpec(undefined)).toThrow('invalid argument');
  });
});

describe('validateSecretSpec', () => {
  // SwarmKit: manager/controlapi/secret.go, validateSecretSpec; api/validation/secrets.go.
  it('takes data one byte below the limit', () => {
    expect(() => validateSecretSpec({ name: 'a', data: zeros(511_999) })).not.toThrow();
  });

  it('refuses data of the size of the limit', () => {
    expect(() => validateSecretSpec({ name: 'a', data: zeros(512_000) })).toThrow(secretText);
  });

  it('takes a secret of a driver without data', () => {
    expect(() => validateSecretSpec({ name: 'a', driver: { name: 'vault' } })).not.toThrow();
  });

  it('refuses a driver without a name', () => {
    expect(() => validateSecretSpec({ name: 'a', driver: { name: '' } })).toThrow(
      'secret driver must have a name',
    );
  });
});
