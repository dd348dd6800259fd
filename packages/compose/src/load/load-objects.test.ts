import { describe, expect, it } from 'vitest';
import { parseStack } from '../parse-stack.ts';

/** What is wrong with a file that has these sections, without docker's line above it. */
function check(sections: string): readonly string[] {
  const text = `services: {web: {image: iis}}\n${sections}\n`;
  const { issues } = parseStack(text, { fileName: 'stack.yml', name: 'shop' });
  return issues.map(({ message }) => message.replace(/^decoding failed .*\n\n/, ''));
}

// docker/cli: cli/compose/schema/data/config_schema_v3.13.json does not close `networks`.
describe('a network whose name the schema does not know', () => {
  it.each([
    { node: '1', kind: 'int' },
    { node: 'x', kind: 'string' },
    { node: 'true', kind: 'bool' },
    { node: '[x]', kind: 'slice' },
  ])('must be a mapping, not $node', ({ node, kind }) => {
    expect(check(`networks: {"b c": ${node}}`)).toEqual([`'[b c]' expected a map, got '${kind}'`]);
  });

  it.each(['', '{}', '{unknown: 1}'])('may be <%s>', (node) => {
    expect(check(`networks: {"b c": ${node}}`)).toEqual([]);
  });
});

// docker/cli: cli/compose/loader/loader.go, transformSize.
describe('the size of a cluster volume', () => {
  it('is read as an amount of memory', () => {
    const range = '{required_bytes: 1G, limit_bytes: lots}';

    expect(check(`volumes: {v: {x-cluster-spec: {capacity_range: ${range}}}}`)).toEqual([
      "error decoding '[v].x-cluster-spec.capacity_range.limit_bytes': invalid size: 'lots'",
    ]);
  });
});

describe('a name that YAML reads as a time', () => {
  it('is none', () => {
    const time = "got unconvertible type 'time.Time', value: '2001-01-01 00:00:00 +0000 UTC'";

    expect(check('volumes: {v: {name: 2001-01-01}}')).toEqual([
      `'[v].Name' expected type 'string', ${time}`,
    ]);
  });
});
