import { describe, expect, it } from 'vitest';
import { SwarmSimError } from '../kernel/errors.ts';
import { parseConstraints } from './parse-constraints.ts';

function refusal(...expressions: readonly string[]): SwarmSimError {
  try {
    parseConstraints(expressions);
  } catch (error) {
    if (error instanceof SwarmSimError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(expressions)} was accepted`);
}

// SwarmKit: manager/constraint/constraint.go, Parse.
describe('parseConstraints', () => {
  it.each([
    { name: 'equal', text: 'node.id==x', key: 'node.id', operator: '==', value: 'x' },
    { name: 'not equal', text: 'node.id!=x', key: 'node.id', operator: '!=', value: 'x' },
    { name: 'space around', text: ' node.id ==\tx\n', key: 'node.id', operator: '==', value: 'x' },
    { name: 'space inside', text: 'ab==x y\tz', key: 'ab', operator: '==', value: 'x y\tz' },
    { name: 'a key that starts low', text: '_0==x', key: '_0', operator: '==', value: 'x' },
    {
      name: 'any key',
      text: 'whatever-1.2_3==x',
      key: 'whatever-1.2_3',
      operator: '==',
      value: 'x',
    },
    {
      name: 'a label without a name',
      text: 'node.labels.!=x',
      key: 'node.labels.',
      operator: '!=',
      value: 'x',
    },
    { name: 'capitals', text: 'NODE.ID==X', key: 'NODE.ID', operator: '==', value: 'X' },
    {
      name: 'a regular expression',
      text: 'ab==^[a-z]*(.|\\d)+?/$',
      key: 'ab',
      operator: '==',
      value: '^[a-z]*(.|\\d)+?/$',
    },
    {
      name: 'an IPv6 subnet',
      text: 'node.ip==2001:db8::/32',
      key: 'node.ip',
      operator: '==',
      value: '2001:db8::/32',
    },
  ])('reads $name', ({ text, key, operator, value }) => {
    expect(parseConstraints([text])).toEqual([{ key, operator, value }]);
  });

  it('keeps the order', () => {
    const keys = parseConstraints(['b1==x', 'a1!=y']).map(({ key }) => key);

    expect(keys).toEqual(['b1', 'a1']);
  });

  it('reads nothing as nothing', () => {
    expect(parseConstraints([])).toEqual([]);
  });

  it.each([
    { name: 'no operator', text: 'node.id' },
    { name: 'one equals sign', text: 'node.id=x' },
    { name: 'another operator', text: 'node.id>x' },
    { name: 'a torn operator', text: 'node.id= =x' },
    { name: 'nothing', text: '' },
  ])('refuses $name', ({ text }) => {
    expect(refusal(text).message).toBe('constraint expected one operator from ==, !=');
  });

  it.each([
    { name: 'of one character', text: 'a==x', key: 'a' },
    { name: 'that is missing', text: '==x', key: '' },
    { name: 'of space', text: '  !=x', key: '' },
    { name: 'that starts with a digit', text: '1a==x', key: '1a' },
    { name: 'that starts with a hyphen', text: '-a==x', key: '-a' },
    { name: 'that starts with a full stop', text: '.a==x', key: '.a' },
    { name: 'with space inside', text: 'node id==x', key: 'node id' },
    { name: 'with a line break inside', text: 'ab\ncd==x', key: 'ab\ncd' },
    { name: 'with a slash', text: 'node.labels.a/b==x', key: 'node.labels.a/b' },
    { name: 'with a letter outside ASCII', text: 'zoné==x', key: 'zoné' },
    // The operator == is looked for first, wherever it stands.
    { name: 'that holds the other operator', text: 'a!=b==c', key: 'a!=b' },
    { name: 'that holds the other operator and is long', text: 'abc!=b==c', key: 'abc!=b' },
  ])('refuses a key $name', ({ text, key }) => {
    expect(refusal(text).message).toBe(`key '${key}' is invalid`);
  });

  it.each([
    { name: 'that is missing', text: 'node.id==', value: '' },
    { name: 'of space', text: 'node.id!= \t', value: '' },
    { name: 'with the same operator again', text: 'ab==b==c', value: 'b==c' },
    { name: 'with an equals sign', text: 'ab===c', value: '=c' },
    { name: 'with an exclamation mark', text: 'ab!=b!=c', value: 'b!=c' },
    { name: 'with a future operator', text: 'ab==<x', value: '<x' },
    { name: 'with a tilde', text: 'ab==~x', value: '~x' },
    { name: 'with a comma', text: 'ab==x,y', value: 'x,y' },
    { name: 'with an at sign', text: 'ab==x@y', value: 'x@y' },
    { name: 'with a quotation mark', text: 'ab=="x"', value: '"x"' },
    { name: 'with a zone of an address', text: 'node.ip==fe80::1%eth0', value: 'fe80::1%eth0' },
    { name: 'with a letter outside ASCII', text: 'ab==é', value: 'é' },
    { name: 'with another space inside', text: 'ab==x\u00a0y', value: 'x\u00a0y' },
    { name: 'with a vertical tab inside', text: 'ab==x\vy', value: 'x\vy' },
  ])('refuses a value $name', ({ text, value }) => {
    expect(refusal(text).message).toBe(`value '${value}' is invalid`);
  });

  it('tells of the first bad expression, and of its key first', () => {
    expect(refusal('ab==x', '1==é', 'nonsense').message).toBe("key '1' is invalid");
  });

  // SwarmKit: manager/controlapi/service.go, validatePlacement; the error has no gRPC code.
  it('gives its errors no code of their own', () => {
    expect(refusal('nonsense').code).toBe('unknown');
  });

  // Go: regexp/syntax, the flag i; strings.TrimSpace, unicode.IsSpace.
  it.each([
    { name: 'takes the Kelvin sign for a letter', text: '\u212aey==\u212a', key: '\u212aey' },
    { name: 'takes the long s for a letter', text: '\u017fo==\u017f', key: '\u017fo' },
    { name: 'takes a next-line character off', text: '\u0085ab==x', key: 'ab' },
    { name: 'takes a no-break space off', text: '\u00a0ab\u00a0==x', key: 'ab' },
    { name: 'takes a vertical tab off', text: 'ab\v==x', key: 'ab' },
  ])('$name', ({ text, key }) => {
    expect(parseConstraints([text])[0]?.key).toBe(key);
  });

  it('leaves a byte order mark where it is', () => {
    expect(refusal('\ufeffab==x').message).toBe("key '\ufeffab' is invalid");
    expect(refusal('ab==x\ufeff').message).toBe("value 'x\ufeff' is invalid");
  });
});
