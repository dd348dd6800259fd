import { describe, expect, it } from 'vitest';
import { createIssueLog, type Issue } from '../issue/issue.ts';
import { readYaml } from './read-yaml.ts';
import { child, type SourceNode } from './source-tree.ts';

function read(text: string): { root: SourceNode | undefined; issues: readonly Issue[] } {
  const log = createIssueLog('stack.yml');
  const root = readYaml(text, log);
  return { root, issues: log.issues() };
}

function valueAt(node: SourceNode | undefined, ...keys: readonly string[]): unknown {
  const found = keys.reduce((reached, key) => child(reached, key), node);
  return found?.kind === 'scalar' ? found.value : found?.kind;
}

describe('readYaml', () => {
  it('keeps for every value its path, line and column', () => {
    const { root } = read('services:\n  web:\n    ports:\n      - 80\n      - "443"\n');

    const ports = child(child(child(root, 'services'), 'web'), 'ports');

    expect(ports).toMatchObject({
      kind: 'list',
      items: [
        { value: 80, at: { path: 'services.web.ports.0', line: 4, column: 9 } },
        { value: '443', at: { path: 'services.web.ports.1', line: 5, column: 9 } },
      ],
    });
  });

  it('resolves plain scalars only', () => {
    const { root } = read('a: 1\nb: "1"\nc: |-\n  1\nd:\n');

    const values = ['a', 'b', 'c', 'd'].map((key) => valueAt(root, key));

    expect(values).toEqual([1, '1', '1', null]);
  });

  it('follows explicit tags', () => {
    const { root } = read('a: !!str 1\nb: !!int "1"\n');

    expect([valueAt(root, 'a'), valueAt(root, 'b')]).toEqual(['1', 1]);
  });

  it('expands an alias under the path and the position of its use', () => {
    const { root } = read('x: &a {k: 1}\ny: *a\n');

    expect(child(root, 'y')?.at).toEqual({ path: 'y', line: 2, column: 4 });
    expect(child(child(root, 'y'), 'k')?.at.path).toBe('y.k');
  });

  it('merges maps under the keys that the map itself does not have', () => {
    const { root } = read(
      'base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\na:\n  <<: [*b, *m]\n  x: 9\n',
    );

    const values = ['x', 'y', 'z'].map((key) => valueAt(root, 'a', key));

    expect(values).toEqual([9, 2, 4]);
    expect(child(child(root, 'a'), 'z')?.at.path).toBe('a.z');
  });

  it('reads the first of several documents', () => {
    const { root, issues } = read('a: 1\n---\na: [\n');

    expect(valueAt(root, 'a')).toBe(1);
    expect(issues).toEqual([]);
  });

  // docker/cli: gopkg.in/yaml.v3/yaml.go, unmarshal parses one document and looks no further.
  it('ends where a line is less indented than the first one, with a warning', () => {
    const { root, issues } = read('  a: 1\nb: 2\n');

    expect([valueAt(root, 'a'), valueAt(root, 'b')]).toEqual([1, undefined]);
    expect(issues).toMatchObject([{ severity: 'warning', code: 'ignored-value', line: 2 }]);
  });

  it('keeps keys that JavaScript takes for something else', () => {
    const { root } = read('__proto__: 1\nconstructor: 2\n"1": 3\n');

    const values = ['__proto__', 'constructor', '1'].map((key) => valueAt(root, key));

    expect(values).toEqual([1, 2, 3]);
  });

  // docker/cli: gopkg.in/yaml.v3/decode.go, isStringMap.
  it.each(['1: x', 'true: x', '~: x', '2001-01-01: x'])(
    'marks a mapping for the key in %s, which is no text',
    (entry) => {
      const { root } = read(`a:\n  b: 1\n  ${entry}\n`);

      expect(child(root, 'a')).toMatchObject({ otherKey: { line: 3, column: 3 } });
    },
  );

  it.each(['"1": x', 'yes: x', '!!str 1: x', '<<: {1: x}'])('takes %s for text', (entry) => {
    const { root } = read(`a:\n  ${entry}\n`);

    expect(child(root, 'a')).not.toHaveProperty('otherKey');
  });

  it('expands an alias that is a key', () => {
    const { root } = read('x: &a key\ny:\n  *a : 1\n');

    expect(valueAt(root, 'y', 'key')).toBe(1);
  });

  // docker/cli: cli/compose/loader/loader.go, ParseYAML.
  it.each([{ text: '' }, { text: '- a\n' }, { text: 'hello' }, { text: '1: x' }])(
    'refuses $text, which is no mapping',
    ({ text }) => {
      const { root, issues } = read(text);

      expect(root).toBeUndefined();
      expect(issues).toMatchObject([
        { code: 'malformed-yaml', message: 'top-level object must be a mapping', line: 1 },
      ]);
    },
  );
});

// docker/cli: go.yaml.in/yaml/v3, decode.go, parserc.go and scannerc.go have the texts.
describe('the text of a YAML error', () => {
  it.each([
    { text: 'services: [', line: 1, message: 'yaml: line 1: did not find expected node content' },
    { text: 'a: b: c\n', line: 1, message: 'yaml: mapping values are not allowed in this context' },
    {
      text: 'a:\n  b: c: d\n',
      line: 2,
      message: 'yaml: line 2: mapping values are not allowed in this context',
    },
    {
      text: 'services:\n  web:\n    image: x\n   labels: y\n',
      line: 4,
      message: 'yaml: line 1: did not find expected key',
    },
    {
      text: 'a:\n  b:\n    - c\n    d: e\n',
      line: 4,
      message: "yaml: line 2: did not find expected '-' indicator",
    },
    { text: 'a:\n  b: c\n  - d\n', line: 3, message: 'yaml: line 1: did not find expected key' },
    { text: 'a:\n  b: "c" d\n', line: 2, message: 'yaml: line 1: did not find expected key' },
    {
      text: 'a:\n  b: c\n    d: e\n',
      line: 2,
      message: 'yaml: line 3: mapping values are not allowed in this context',
    },
    {
      text: 'a: 1\nb\nc: 2\n',
      line: 2,
      message: "yaml: line 2: could not find expected ':'",
    },
    {
      text: 'a:\n  b: [c\n  d: e\n',
      line: 3,
      message: "yaml: line 1: did not find expected ',' or ']'",
    },
    {
      text: 'a:\n  b: "x\n  c: d\n',
      line: 4,
      message: 'yaml: line 2: found unexpected end of stream',
    },
    {
      text: 'a:\n  b: {c: [d}\n',
      line: 2,
      message: "yaml: line 1: did not find expected ',' or ']'",
    },
    {
      text: 'a:\n  b: x\n\tc: d\n',
      line: 3,
      message: 'yaml: line 2: found a tab character that violates indentation',
    },
    {
      text: 'a:\n  - s: 1\n   t: 2\n',
      line: 3,
      message: "yaml: line 1: did not find expected '-' indicator",
    },
    {
      text: 'a: {b, , c}\n',
      line: 1,
      message: 'yaml: did not find expected node content',
    },
    {
      text: 'a:\n  b: "\\uZ"\n',
      line: 2,
      message: 'yaml: line 2: did not find expected hexdecimal number',
    },
    {
      text: 'a:\n\tb: c\n',
      line: 2,
      message: 'yaml: line 2: found character that cannot start any token',
    },
    { text: 'a: 1\nbcd\n', line: 2, message: "yaml: line 2: could not find expected ':'" },
    {
      text: 'a: {b: 1\nc: 2\n',
      line: 2,
      message: "yaml: line 1: did not find expected ',' or '}'",
    },
    { text: 'a: *x\n', line: 1, message: "yaml: unknown anchor 'x' referenced" },
    { text: 'a: &x [*x]\n', line: 1, message: "yaml: anchor 'x' value contains itself" },
    {
      text: 'a: 1\nb: 2\na: 3\n',
      line: 3,
      message: 'yaml: unmarshal errors:\n  line 3: mapping key "a" already defined at line 1',
    },
    {
      text: 'a:\n  <<: 1\n',
      line: 2,
      message: 'yaml: map merge requires map or sequence of maps as the value',
    },
    {
      text: 'a:\n  <<: [1]\n',
      line: 2,
      message: 'yaml: map merge requires map or sequence of maps as the value',
    },
    {
      text: 'a:\n  <<: {b: 1}\n  <<: {c: 2}\n',
      line: 3,
      message: 'yaml: unmarshal errors:\n  line 3: mapping key "<<" already defined at line 2',
    },
    {
      text: 'a: 1\nb: "\u0001"\n',
      line: 2,
      message: 'yaml: control characters are not allowed',
    },
    { text: 'a: !!int x\n', line: 1, message: 'yaml: cannot decode !!str `x` as a !!int' },
  ])('for $text', ({ text, line, message }) => {
    const { root, issues } = read(text);

    expect(root).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'malformed-yaml', file: 'stack.yml', line, message }]);
  });

  it('stops a file whose aliases multiply without end', () => {
    const layers = Array.from({ length: 9 }, (_, index) => {
      const uses = Array.from({ length: 9 }, () => `*a${index}`).join(', ');
      return `a${index + 1}: &a${index + 1} [${uses}]`;
    });
    const { issues } = read(`a0: &a0 [1]\n${layers.join('\n')}\n`);

    expect(issues[0]?.message).toBe('yaml: document contains excessive aliasing');
  });
});
