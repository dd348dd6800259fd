/**
 * The flagship is computed, not scripted: told with other seeds, hosts and numbers, it must say what
 * is then the case. The printed story is read back and held against the swarm's rules.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tellStory, type Story, type StoryOptions } from '@swarmsim/examples/story';

const folder = new URL('../../../examples/stacks/contoso/', import.meta.url);

function tell(options: Partial<StoryOptions>): Story {
  return tellStory({
    seed: 7,
    fileName: 'stack.yml',
    stackText: readFileSync(new URL('stack.yml', folder), 'utf8'),
    stackName: 'contoso',
    readFile: (path) => readFileSync(new URL(path, folder)),
    firstHosts: ['A', 'B', 'C'],
    laterHosts: ['Q', 'R', 'S', 'T'],
    replicas: { first: 3, later: 4 },
    domain: 'contoso.com',
    account: 'webapp01',
    services: ['contoso_web', 'contoso_status', 'contoso_clock'],
    images: ['webapp', 'status', 'clock'].map((name) => ({
      name: `registry.contoso.com/${name}:2019`,
      platforms: [{ os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.6532' }],
    })),
    ...options,
  });
}

/** Hosts of the web service, in each of the two tables. */
function webHosts({ lines }: Story): readonly (readonly string[])[] {
  return lines
    .filter((line) => /^\S+_web\s+\d+\/\d+/.test(line))
    .map((line) => line.replace(/^\S+\s+\d+\/\d+\s+/, '').split(' '));
}

/** Hosts that hold the credential spec at the end. */
function holders({ lines }: Story, config: string): readonly string[] {
  const second = lines.slice(lines.findIndex((line) => line.includes('crashed')));
  const hosts: string[] = [];
  let host = '';
  for (const line of second) {
    host = /^(\S+): \w+, \w+$/.exec(line)?.[1] ?? host;
    if (line.startsWith('  holds:') && line.includes(config)) hosts.push(host);
  }
  return hosts;
}

describe('the flagship story', () => {
  it.each([1, 2, 3, 4, 5])('moves the replicas and the credential spec, with seed %i', (seed) => {
    const story = tell({ seed });

    expect(webHosts(story)).toEqual([
      ['A', 'B', 'C'],
      ['Q', 'R', 'S', 'T'],
    ]);
    expect(holders(story, 'contoso_webapp01')).toEqual(['Q', 'R', 'S', 'T']);
    expect(story.ok).toBe(true);
  });

  it('says what is so with other hosts, names and numbers', () => {
    const story = tell({
      stackName: 'shop',
      services: ['shop_web', 'shop_status', 'shop_clock'],
      firstHosts: ['north', 'south'],
      laterHosts: ['h1', 'h2', 'h3', 'h4', 'h5'],
      replicas: { first: 2, later: 5 },
    });

    const later = ['h1', 'h2', 'h3', 'h4', 'h5'];
    expect(webHosts(story)).toEqual([['north', 'south'], later]);
    expect(holders(story, 'shop_webapp01')).toEqual(later);
    expect(story.lines.join('\n')).not.toContain('contoso_');
  });

  it('shows a service that finds no room as it is: a host port is used once per host', () => {
    const story = tell({ laterHosts: ['Q', 'R'], replicas: { first: 3, later: 4 } });

    expect(story.lines).toContainEqual(expect.stringMatching(/^contoso_web\s+2\/4\s+Q R$/));
    expect(story.ok).toBe(true);
  });

  it('tells different seeds apart, and the same seed the same way', () => {
    const stories = [1, 2, 3, 4].map((seed) => tell({ seed }).lines.join('\n'));

    expect(new Set(stories).size).toBeGreaterThan(1);
    expect(tell({ seed: 1 }).lines.join('\n')).toBe(stories[0]);
  });

  it('fits a terminal of 80 columns', () => {
    const widths = tell({ seed: 1 }).lines.map((line) => line.length);

    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });

  it('reports a broken stack file with file, line and column', () => {
    expect(() => tell({ stackText: 'version: "3.8"\nservices:\n  web: [\n' })).toThrow(
      /^stack\.yml:\d+:\d+: /,
    );
  });
});
