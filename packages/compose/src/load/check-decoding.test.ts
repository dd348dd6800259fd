import { describe, expect, it } from 'vitest';
import { createIssueLog } from '../issue/issue.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { checkServiceDecoding } from './check-decoding.ts';

function check(service: string): readonly string[] {
  const log = createIssueLog('stack.yml');
  const node = readYaml(service, log);
  if (node !== undefined) checkServiceDecoding(node, log);
  return log.issues().map(({ message }) => message.replace(/^decoding failed .*\n\n/, ''));
}

// docker/cli: cli/compose/loader/loader.go, Transform and transformUlimits.
describe('checkServiceDecoding', () => {
  it.each([
    {
      property: 'shm_size: 1',
      message: "'shm_size' expected type 'string', got unconvertible type 'int', value: '1'",
    },
    {
      property: 'shm_size: 1.5',
      message: "'shm_size' expected type 'string', got unconvertible type 'float64', value: '1.5'",
    },
    {
      property: 'ulimits: {nofile: 1.0}',
      message: "error decoding 'Ulimits[nofile]': invalid type float64 for ulimits",
    },
    {
      property: 'ulimits: {nofile: 9223372036854775808}',
      message: "error decoding 'Ulimits[nofile]': invalid type uint64 for ulimits",
    },
    {
      property: 'ulimits: {NOFILE: [1]}',
      message: "error decoding 'Ulimits[NOFILE]': invalid type []interface {} for ulimits",
    },
    {
      property: 'ulimits: {nofile: {soft: 1.0, hard: 2}}',
      message: 'panic: interface conversion: interface {} is float64, not int',
    },
    {
      property: 'ulimits: {NOFILE: {soft: 1}}',
      message: 'panic: interface conversion: interface {} is nil, not int',
    },
    {
      property: 'ulimits: {NOFILE: }',
      message: 'panic: runtime error: invalid memory address or nil pointer dereference',
    },
    {
      property: 'user: 2001-01-01',
      message:
        "'User' expected type 'string', got unconvertible type 'time.Time', value: '2001-01-01 00:00:00 +0000 UTC'",
    },
    {
      property: 'networks: {a: {aliases: [2001-01-01]}}',
      message:
        "'Networks[a].Aliases[0]' expected type 'string', got unconvertible type 'time.Time', value: '2001-01-01 00:00:00 +0000 UTC'",
    },
    {
      property: 'deploy: {endpoint_mode: 2001-01-01}',
      message:
        "'Deploy.endpoint_mode' expected type 'string', got unconvertible type 'time.Time', value: '2001-01-01 00:00:00 +0000 UTC'",
    },
  ])('refuses $property', ({ property, message }) => {
    expect(check(property)).toEqual([message]);
  });

  it.each([
    'shm_size: 64m',
    'ulimits: {nofile: 1, nproc: {soft: 1, hard: 2}}',
    'labels: {built: 2001-01-01}',
    'x-built: 2001-01-01',
  ])('takes %s', (property) => {
    expect(check(property)).toEqual([]);
  });
});
