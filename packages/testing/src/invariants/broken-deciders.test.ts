/** That chance finds each of these is tested elsewhere; here, that each breaks what it is made for. */
import { createSwarm, windowsNodes, type DeciderOptions, type Swarm } from '@swarmsim/core';
import { describe, expect, it } from 'vitest';
import { brokenDeciders } from '../../test-support/broken-deciders.ts';
import { invariants } from './invariants.ts';
import { watchInvariants, type InvariantWatch } from './watch-invariants.ts';

/** Two services on one host; the one with a credential spec goes away again. */
function tellStory(deciders: DeciderOptions): { swarm: Swarm; watch: InvariantWatch } {
  const swarm = createSwarm({ nodes: windowsNodes(['A']), deciders });
  const watch = watchInvariants(swarm, invariants, { onViolation: 'collect' });
  for (const name of ['credspec', 'page', 'unused']) swarm.configs.create({ name, data: name });
  swarm.services.create({ name: 'web', image: 'iis', credentialSpec: 'config://credspec' });
  swarm.services.create({ name: 'status', image: 'iis', configs: ['page'] });
  swarm.settle();
  swarm.services.remove('web');
  swarm.settle();
  watch.checkRest();
  return { swarm, watch };
}

function brokenRules(watch: InvariantWatch): readonly string[] {
  return watch
    .verdicts()
    .filter(({ violation }) => violation !== undefined)
    .map(({ name }) => name);
}

describe('broken deciders', () => {
  it('break nothing where none is given', () => {
    const { watch } = tellStory({});

    expect(brokenRules(watch)).toEqual([]);
    expect(watch.verdicts().every(({ checks }) => checks > 0)).toBe(true);
  });

  it.each([
    {
      name: 'deliver everything everywhere',
      rules: ['assignments-are-justified', 'resting-nodes-hold-exactly'],
    },
    {
      name: 'never take back',
      rules: ['assignments-are-justified', 'resting-nodes-hold-exactly'],
    },
    { name: 'read everything', rules: ['tasks-read-only-references'] },
    { name: 'mount as file', rules: ['runtime-configs-are-no-files'] },
  ])('break the rules they are made for, and no others: $name', ({ name, rules }) => {
    const { watch } = tellStory(brokenDeciders[name] ?? {});

    expect(brokenRules(watch)).toEqual(rules);
  });

  it('are all in that table', () => {
    expect(Object.keys(brokenDeciders)).toHaveLength(4);
  });
});
