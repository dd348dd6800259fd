import { describe, expect, it } from 'vitest';
import { createIssueLog, type Issue } from '../issue/issue.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { child, type SourceNode } from '../yaml/source-tree.ts';
import { interpolate } from './interpolate.ts';

function run(
  text: string,
  env: Readonly<Record<string, string>> = {},
): { root: SourceNode; broken: number; issues: readonly Issue[] } {
  const log = createIssueLog('stack.yml');
  const root = readYaml(text, log);
  if (root === undefined) throw new Error('the test needs a mapping');
  const result = interpolate(root, (name) => env[name], log);
  return { root: result.root, broken: result.broken.size, issues: log.issues() };
}

function valueAt(node: SourceNode, path: string): unknown {
  const found = path
    .split('.')
    .reduce<SourceNode | undefined>((reached, key) => child(reached, key), node);
  return found?.kind === 'scalar' ? found.value : undefined;
}

describe('interpolate', () => {
  it('replaces variables in values and leaves keys alone', () => {
    const { root } = run('services:\n  $NAME:\n    image: web:$TAG\n', { NAME: 'x', TAG: '2' });

    expect(valueAt(root, 'services.$NAME.image')).toBe('web:2');
  });

  // docker/cli: cli/compose/loader/interpolate.go, interpolateTypeCastMapping.
  it.each([
    { path: 'services.web.deploy.replicas', text: '3', value: 3 },
    { path: 'services.web.deploy.update_config.max_failure_ratio', text: '0.25', value: 0.25 },
    { path: 'services.web.healthcheck.disable', text: 'Yes', value: true },
    { path: 'services.web.tty', text: 'off', value: false },
    { path: 'configs.site.external', text: 'true', value: true },
    { path: 'services.web.hostname', text: '3', value: '3' },
  ])('casts the value at $path', ({ path, text, value }) => {
    const [first = '', ...rest] = path.split('.');
    const indented = rest.map((key, index) => `${'  '.repeat(index + 1)}${key}:`).join('\n');

    const { root } = run(`${first}:\n${indented} $VALUE\n`, { VALUE: text });

    expect(valueAt(root, path)).toBe(value);
  });

  it('casts nothing that had no variable', () => {
    const { root } = run('services:\n  web:\n    deploy:\n      replicas: "3"\n');

    expect(valueAt(root, 'services.web.deploy.replicas')).toBe('3');
  });

  // docker/cli: cli/compose/interpolation/interpolation.go, newPathError.
  it.each([
    {
      name: 'a malformed template',
      text: 'services:\n  web:\n    image: ${web\n',
      message:
        'invalid interpolation format for services.web.image: "${web"; you may need to escape any $ with another $',
    },
    {
      name: 'a missing variable',
      text: 'services:\n  web:\n    image: ${TAG:?set it}\n',
      message:
        'invalid interpolation format for services.web.image: "required variable TAG is missing a value: set it"; you may need to escape any $ with another $',
    },
    {
      name: 'a boolean that is none',
      text: 'services:\n  web:\n    stdin_open: ${X:-maybe}\n',
      message:
        'error while interpolating services.web.stdin_open: failed to cast to expected type: invalid boolean: maybe',
    },
  ])('reports $name at its place', ({ text, message }) => {
    const { broken, issues } = run(text);

    expect(issues).toMatchObject([{ code: 'malformed-interpolation', line: 3, message }]);
    expect(broken).toBe(1);
  });

  it('words a bad number as Go does', () => {
    const { issues } = run('services:\n  web:\n    ports:\n      - target: ${P:-http}\n');

    expect(issues[0]).toMatchObject({ path: 'services.web.ports.0.target', line: 4, column: 17 });
    expect(issues[0]?.message).toBe(
      'error while interpolating services.web.ports.[].target: failed to cast to expected type: strconv.Atoi: parsing "http": invalid syntax',
    );
  });

  it('goes on after an error', () => {
    const { issues } = run('a: $\nb: ${\nc: $$\n');

    expect(issues.map(({ path }) => path)).toEqual(['a', 'b']);
  });
});
