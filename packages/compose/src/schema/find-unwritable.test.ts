import { describe, expect, it } from 'vitest';
import { createIssueLog } from '../issue/issue.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { findUnwritable } from './find-unwritable.ts';

function find(text: string): readonly (readonly [number, string])[] {
  const root = readYaml(text, createIssueLog('stack.yml'));
  return root === undefined
    ? []
    : findUnwritable(root).map(({ at, message }) => [at.line, message]);
}

// Go: encoding/json/encode.go, UnsupportedTypeError and UnsupportedValueError.
describe('findUnwritable', () => {
  it('finds mappings whose keys are not all text, and nothing inside them', () => {
    const text = 'a:\n  b: 1\n  2: {3: x}\nc: [{true: x}]\n';

    expect(find(text)).toEqual([
      [3, 'json: unsupported type: map[interface {}]interface {}'],
      [4, 'json: unsupported type: map[interface {}]interface {}'],
    ]);
  });

  it('finds numbers that are none', () => {
    expect(find('a: .nan\nb: -.inf\nc: 1e400\n')).toEqual([
      [1, 'json: unsupported value: NaN'],
      [2, 'json: unsupported value: -Inf'],
    ]);
  });

  it('finds nothing in a usual file', () => {
    expect(find('a: {b: [1, "2", ~, 2001-01-01]}\n')).toEqual([]);
  });
});
