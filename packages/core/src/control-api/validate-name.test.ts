import { describe, expect, it } from 'vitest';
import { validateName, validatePayloadName } from './validate-name.ts';

const dnsText = 'name must be valid as a DNS name component';
const lengthText = 'name must be 63 characters or fewer';
const payloadText =
  'invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, ' +
  'and the start and end character must be [a-zA-Z0-9]';

describe('validateName', () => {
  // SwarmKit: manager/controlapi/common.go, validateAnnotations.
  it.each([
    { name: 'a' },
    { name: '0' },
    { name: 'web-_1' },
    { name: 'WEB' },
    { name: 'a'.repeat(63) },
  ])('takes $name', ({ name }) => {
    expect(() => validateName(name)).not.toThrow();
  });

  it.each([
    { name: '', message: 'meta: name must be provided' },
    { name: '-', message: dnsText },
    { name: '-a', message: dnsText },
    { name: 'a_', message: dnsText },
    { name: 'a.b', message: dnsText },
    { name: 'a b', message: dnsText },
    { name: 'a\n', message: dnsText },
    { name: 'é', message: dnsText },
    { name: 'a'.repeat(64), message: lengthText },
    { name: `${'a'.repeat(63)}-`, message: dnsText },
    { name: `${'-'.repeat(60)}a`, message: dnsText },
  ])('refuses "$name"', ({ name, message }) => {
    expect(() => validateName(name)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });

  it('answers at once to a long name that fits almost to its end', () => {
    expect(() => validateName(`${'a'.repeat(100_000)}.`)).toThrow(dnsText);
  });
});

describe('validatePayloadName', () => {
  // SwarmKit: manager/controlapi/common.go, validateConfigOrSecretAnnotations.
  it.each([{ name: 'a' }, { name: 'a.b_c-d' }, { name: 'a..b' }, { name: 'a'.repeat(64) }])(
    'takes $name',
    ({ name }) => {
      expect(() => validatePayloadName(name)).not.toThrow();
    },
  );

  it.each([
    { name: '', message: 'name must be provided' },
    { name: '.a', message: payloadText },
    { name: 'a-', message: payloadText },
    { name: 'a/b', message: payloadText },
    { name: 'é', message: payloadText },
    { name: 'a'.repeat(65), message: payloadText },
  ])('refuses "$name"', ({ name, message }) => {
    expect(() => validatePayloadName(name)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});
