import { describe, expect, it } from 'vitest';
import { decideReach } from './decide-reach.ts';
import { readDirectory } from './read-directory.ts';

const [domain] = readDirectory({
  'contoso.com': {
    controllers: {
      DC1: {},
      DC2: { site: 'Oslo', reachableFrom: ['Oslo', 'Bergen'] },
      DC3: { site: 'Rome', reachableFrom: [] },
    },
  },
});

function reach(site: string, { stopped = '', isCutOff = false } = {}): readonly string[] {
  const controllers = domain!.controllers.map((controller) => {
    return controller.name === stopped ? { ...controller, isRunning: false } : controller;
  });
  return decideReach({ controllers }, { site, isCutOff }).map(({ name }) => name);
}

describe('decideReach', () => {
  it.each([
    {
      name: 'those that name its site, and those that name none',
      site: 'bergen',
      wanted: ['DC1', 'DC2'],
    },
    { name: 'no controller for being in its site alone', site: 'Rome', wanted: ['DC1'] },
  ])('lets a host reach $name', ({ site, wanted }) => {
    expect(reach(site)).toEqual(wanted);
  });

  it('leaves out what has stopped', () => {
    expect(reach('Oslo', { stopped: 'DC1' })).toEqual(['DC2']);
    expect(reach('Rome', { stopped: 'DC1' })).toEqual([]);
  });

  it('lets a host that is cut off reach none', () => {
    expect(reach('Oslo', { isCutOff: true })).toEqual([]);
  });
});
