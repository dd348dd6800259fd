import { describe, expect, it } from 'vitest';
import { createIssueLog } from '../issue/issue.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { composeSchema, newestMinor } from './compose-schema.ts';
import { orderViolations } from './order-violations.ts';
import { validate } from './validate.ts';

function problems(text: string, minor: number = newestMinor): readonly string[] {
  const root = readYaml(text, createIssueLog('stack.yml'));
  if (root === undefined) throw new Error('the test needs a mapping');
  const violations = orderViolations(validate(root, composeSchema(minor), new Set()));
  return violations.map(({ field, description }) => `${field} ${description}`);
}

function service(property: string, minor?: number): readonly string[] {
  return problems(`services:\n  web:\n    image: x\n    ${property}\n`, minor);
}

// docker/cli: cli/compose/loader/loader_test.go and cli/compose/schema/schema_test.go have many of
// these texts; xeipuuv/gojsonschema/locales.go has the rest.
describe('a stack file against the schema', () => {
  it.each([
    { text: 'services: [a]\n', problem: 'services must be a mapping' },
    { text: 'services: {web: 1}\n', problem: 'services.web must be a mapping' },
    { text: 'services: {web: }\n', problem: 'services.web must be a mapping' },
    { text: 'foo: 1\n', problem: '(root) Additional property foo is not allowed' },
    { text: 'version: 3.8\n', problem: 'version must be a string' },
    { text: 'services: {"a b": {}}\n', problem: 'services Additional property a b is not allowed' },
    { text: 'networks: {n: 1}\n', problem: 'networks.n must be a mapping or null' },
    {
      text: 'configs: {c: {external: 1}}\n',
      problem: 'configs.c.external must be a boolean or mapping',
    },
    { text: 'configs: {c: }\n', problem: 'configs.c must be a mapping' },
    {
      text: 'volumes: {v: {foo: 1}}\n',
      problem: 'volumes.v Additional property foo is not allowed',
    },
  ])('says "$problem"', ({ text, problem }) => {
    expect(problems(text)).toEqual([problem]);
  });

  it.each([
    { property: 'hostname: [1]', problem: 'services.web.hostname must be a string' },
    { property: 'foo: 1', problem: 'services.web Additional property foo is not allowed' },
    { property: 'environment: 5', problem: 'services.web.environment must be a mapping' },
    {
      property: 'environment: {A: [b]}',
      problem: 'services.web.environment.A must be a string, number or null',
    },
    {
      property: 'environment: {A: true}',
      problem: 'services.web.environment.A must be a string, number or null',
    },
    { property: 'ports: ["x:y"]', problem: "services.web.ports.0 Does not match format 'ports'" },
    { property: 'ports: [70000]', problem: "services.web.ports.0 Does not match format 'ports'" },
    {
      property: 'ports: [80, 80]',
      problem: 'services.web.ports array items[0,1] must be unique',
    },
    { property: 'ports: [{target: a}]', problem: 'services.web.ports.0.target must be a integer' },
    {
      property: 'stop_grace_period: 10',
      problem: 'services.web.stop_grace_period must be a string',
    },
    {
      property: 'stop_grace_period: ten',
      problem: "services.web.stop_grace_period Does not match format 'duration'",
    },
    {
      property: 'deploy: {update_config: {order: first}}',
      problem:
        'services.web.deploy.update_config.order services.web.deploy.update_config.order must be one of the following: "start-first", "stop-first"',
    },
    { property: 'volumes: [{target: /a}]', problem: 'services.web.volumes.0 type is required' },
    {
      property: 'volumes: [{type: tmpfs, tmpfs: {size: -1}}]',
      problem: 'services.web.volumes.0.tmpfs.size Must be greater than or equal to 0',
    },
    {
      property: 'ulimits: {nofile: {soft: 1}}',
      problem: 'services.web.ulimits.nofile hard is required',
    },
    { property: 'command: {a: b}', problem: 'services.web.command must be a string' },
    { property: 'networks: {n: 1}', problem: 'services.web.networks.n must be a mapping' },
    {
      property: 'configs: [{source: 1}]',
      problem: 'services.web.configs.0.source must be a string',
    },
    {
      property: 'deploy: {resources: {limits: {cpus: 1}}}',
      problem: 'services.web.deploy.resources.limits.cpus must be a string',
    },
  ])('says "$problem"', ({ property, problem }) => {
    expect(service(property)[0]).toBe(problem);
  });

  it.each([
    'x-note: {any: thing}',
    'deploy: ',
    'deploy: {replicas: 3.0}',
    'ports: [80, "443:443", {target: 1}]',
    'networks: {a: , b: {aliases: [c]}}',
    'logging: {driver: none, options: {a: 1, b: }}',
    'configs: [a, {source: b, mode: 0440, unknown: 1}]',
    'extra_hosts: ["a:1.2.3.4"]',
    'build: {context: ., anything: 1}',
  ])('accepts %s', (property) => {
    expect(service(property)).toEqual([]);
  });

  it('reports every misfit, the one that docker prints first', () => {
    const text = 'foo: 1\nservices:\n  web:\n    imag: x\n    deploy: {replicas: many}\n';

    expect(problems(text)).toEqual([
      'services.web.deploy.replicas must be a integer',
      '(root) Additional property foo is not allowed',
      'services.web Additional property imag is not allowed',
    ]);
  });

  it('prefers a wrong type among misfits of one depth', () => {
    expect(problems('services:\n  web:\n    foo: 1\n  db: 5\n')[0]).toBe(
      'services.db must be a mapping',
    );
  });
});

// docker/cli: cli/compose/schema/data, one schema per version.
describe('what came with a version', () => {
  it.each([
    { property: 'secrets: [a]', first: 1 },
    { property: 'ports: [{target: 1}]', first: 2 },
    { property: 'configs: [a]', first: 3 },
    { property: 'credential_spec: {file: a}', first: 3 },
    { property: 'deploy: {placement: {preferences: [{spread: a}]}}', first: 3 },
    { property: 'deploy: {update_config: {order: stop-first}}', first: 4 },
    { property: 'isolation: hyperv', first: 5 },
    { property: 'volumes: [{type: tmpfs, tmpfs: {size: 1}}]', first: 6 },
    { property: 'init: true', first: 7 },
    { property: 'deploy: {rollback_config: {parallelism: 1}}', first: 7 },
    { property: 'x-a: 1', first: 7 },
    { property: 'credential_spec: {config: a}', first: 8 },
    { property: 'deploy: {placement: {max_replicas_per_node: 1}}', first: 8 },
    { property: 'deploy: {resources: {limits: {pids: 1}}}', first: 9 },
    { property: 'healthcheck: {start_interval: 1s}', first: 12 },
    { property: 'oom_score_adj: 1', first: 13 },
  ])('is refused before 3.$first: $property', ({ property, first }) => {
    expect(service(property, first)).toEqual([]);
    expect(service(property, first - 1)).not.toEqual([]);
  });

  it('words what a version does not know yet', () => {
    expect(service('credential_spec: {config: a}', 7)).toEqual([
      'services.web.credential_spec Additional property config is not allowed',
    ]);
    expect(problems('configs: {}\n', 2)).toEqual([
      '(root) Additional property configs is not allowed',
    ]);
  });
});
