import { describe, expect, it } from 'vitest';
import { createIssueLog } from '../issue/issue.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { loadService } from './load-service.ts';
import type { ServiceConfig } from './service-config.ts';

function load(text: string): Partial<ServiceConfig> {
  const log = createIssueLog('stack.yml');
  const node = readYaml(text, log);
  const surroundings = {
    readFile: () => undefined,
    lookUp: () => undefined,
    workingDirectory: '/',
  };
  return node === undefined ? {} : loadService('web', node, { ...surroundings, log });
}

describe('a reference to a config', () => {
  // go-viper/mapstructure: mapstructure.go, decodeStructFromMap, MatchName.
  it('has keys whose case counts for nothing, as the schema lets any key pass', () => {
    const { configs } = load('configs: [{SOURCE: a, Mode: 0400}]\n');

    expect(configs).toMatchObject([{ source: 'a', mode: 0o400 }]);
  });

  it('has a mode of 32 bits', () => {
    const { configs } = load('configs: [{source: a, mode: 4294967552}]\n');

    expect(configs).toMatchObject([{ mode: 0o400 }]);
  });
});

describe('a port', () => {
  it('has numbers of 32 bits', () => {
    const { ports } = load('ports: [{target: 4294967376, published: 4294967377}]\n');

    expect(ports).toMatchObject([{ target: 80, published: 81 }]);
  });

  // docker/cli: cli/compose/loader/loader.go, transformServicePort.
  it('is no float, not even one without a fraction', () => {
    expect(load('ports: [80.0]\n').ports).toEqual([]);
  });
});

describe('a label', () => {
  it('is what Go prints of its value', () => {
    const { labels } = load('labels: {a: 2001-01-01, b: 100000000.0, c: 1.10}\n');

    expect(labels).toEqual([
      ['a', '2001-01-01 00:00:00 +0000 UTC'],
      ['b', '1e+08'],
      ['c', '1.1'],
    ]);
  });
});
