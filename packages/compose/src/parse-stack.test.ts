import { describe, expect, it } from 'vitest';
import type { Issue } from './issue/issue.ts';
import { parseStack, type ParsedStack } from './parse-stack.ts';

function parse(
  text: string,
  options: { env?: Record<string, string>; files?: Record<string, string>; name?: string } = {},
): ParsedStack {
  const { env = {}, files = {}, name = 'shop' } = options;
  const readFile = (path: string): string | undefined => files[path];
  return parseStack(text, { fileName: 'stack.yml', name, env, readFile });
}

function errorsOf({ issues }: ParsedStack): readonly Issue[] {
  return issues.filter(({ severity }) => severity === 'error');
}

describe('parseStack', () => {
  it('makes a stack of a file without errors', () => {
    const { stack, issues } = parse('services:\n  web:\n    image: iis\n');

    expect(issues).toEqual([]);
    expect(stack).toMatchObject({
      name: 'shop',
      networks: [{ name: 'shop_default' }],
      services: [{ key: 'web', image: 'iis', spec: { name: 'shop_web' } }],
    });
  });

  it('makes plain data', () => {
    const { stack } = parse('services:\n  web:\n    image: iis\n    labels: {__proto__: x}\n');

    expect(JSON.parse(JSON.stringify(stack))).toEqual(stack);
  });

  it('makes nothing of a file with an error', () => {
    const parsed = parse('services:\n  web:\n    image: iis\n  db:\n    image: "a b"\n');

    expect(parsed).not.toHaveProperty('stack');
    expect(parsed.issues).toMatchObject([
      { severity: 'error', file: 'stack.yml', line: 5, column: 12, path: 'services.db.image' },
    ]);
  });

  it('collects problems of every stage', () => {
    const text = `
services:
  bad-variable:
    image: \${IMAGE:?which}
  bad-property:
    image: x
    foo: 1
  bad-value:
    image: x
    deploy: { resources: { limits: { memory: lots } } }
  bad-file:
    image: x
    env_file: gone.env
`;

    const found = errorsOf(parse(text)).map(({ code, line }) => ({ code, line }));

    expect(found).toEqual([
      { code: 'malformed-interpolation', line: 4 },
      { code: 'schema-violation', line: 7 },
      { code: 'malformed-value', line: 10 },
      { code: 'missing-file', line: 13 },
    ]);
  });

  it('reports one problem once', () => {
    const text = 'services:\n  web:\n    image: x\n    deploy:\n      replicas: ${N}\n';

    expect(errorsOf(parse(text))).toHaveLength(1);
  });

  // docker/cli: cli/compose/schema/schema.go, Version.
  it.each([
    { version: 'version: "2.4"', text: '2.4' },
    { version: 'version: "3.14"', text: '3.14' },
    { version: 'version: "3.01"', text: '3.01' },
    { version: 'version: ', text: '<nil>' },
  ])('refuses $version', ({ version, text }) => {
    const { issues } = parse(`${version}\nservices: {}\n`);

    expect(issues).toMatchObject([
      {
        code: 'unsupported-version',
        message: `unsupported Compose file version: ${text}`,
        line: 1,
      },
    ]);
  });

  it.each(['version: "3"', 'version: "3.0"', 'version: "3.13"', 'version: ""', 'x-none: 1'])(
    'accepts a file with %s',
    (line) => {
      expect(parse(`${line}\nservices: {}\n`).issues).toEqual([]);
    },
  );

  it.each([
    { version: '[3, x]', shown: '[3 x]' },
    { version: '{b: 1, a: ~}', shown: 'map[a:<nil> b:1]' },
    { version: '2.40', shown: '2.4' },
    { version: '"3.${MINOR}"', shown: '3.${MINOR}' },
  ])('refuses the version $version', ({ version, shown }) => {
    const { issues } = parse(`version: ${version}\nservices: {}\n`, { env: { MINOR: '8' } });

    expect(issues[0]?.message).toBe(`unsupported Compose file version: ${shown}`);
  });

  it('says of a key that is no text what docker says, and goes on', () => {
    const { issues } = parse(
      'services:\n  web:\n    image: iis\n    labels: {1: x, b: "${}"}\n    foo: 1\n',
    );

    expect(issues.map(({ line, message }) => [line, message])).toEqual([
      [4, 'json: unsupported type: map[interface {}]interface {}'],
      [5, 'services.web Additional property foo is not allowed'],
    ]);
  });

  // docker/cli: cli/command/stack/common.go, validateStackName.
  it.each([{ name: '' }, { name: ` "' ` }])('refuses the stack name <$name>', ({ name }) => {
    const { issues } = parse('services: {}\n', { name });

    expect(issues).toMatchObject([{ code: 'malformed-stack-name', line: 1 }]);
    expect(issues[0]?.message).toBe(`invalid stack name: ${JSON.stringify(name)}`);
  });
});

// docker/cli: cli/compose/types/types.go names the options, cli/command/stack/loader.go the texts.
describe('options that a swarm has no use for', () => {
  it('warns of all unsupported ones at the first of them', () => {
    const { stack, issues } = parse(
      'services:\n  a:\n    image: x\n    links: [b]\n    build: .\n  b:\n    image: x\n    privileged: true\n',
    );

    expect(stack).toBeDefined();
    expect(issues).toEqual([
      {
        code: 'unsupported-option',
        severity: 'warning',
        message: 'Ignoring unsupported options: build, links, privileged',
        file: 'stack.yml',
        line: 4,
        column: 5,
        path: 'services.a.links',
      },
    ]);
  });

  it('warns of deprecated ones', () => {
    const { issues } = parse(
      'services:\n  a:\n    image: x\n    container_name: n\n    expose: [80]\n',
    );

    expect(issues).toMatchObject([{ code: 'deprecated-option', severity: 'warning', line: 4 }]);
    expect(issues[0]?.message).toBe(
      "Ignoring deprecated options:\n\ncontainer_name: Setting the container name is not supported.\n\nexpose: Exposing ports is unnecessary - services on the same network can access each other's containers on any port.",
    );
  });

  it('refuses forbidden ones, before anything else', () => {
    const { issues } = parse('services:\n  a:\n    image: x\n    mem_limit: 1g\n    extends: b\n');

    expect(issues[0]).toMatchObject({ code: 'forbidden-option', severity: 'error', line: 4 });
    expect(issues[0]?.message).toBe(
      'Compose file contains unsupported options:\n\nextends: Support for `extends` is not implemented yet.\n\nmem_limit: Set resource limits using deploy.resources',
    );
  });
});

describe('a duplicate key', () => {
  it('is an error of its own place', () => {
    const { issues } = parse('services:\n  web:\n    image: a\n    image: b\n');

    expect(issues).toMatchObject([{ code: 'malformed-yaml', line: 4, column: 5 }]);
  });
});
