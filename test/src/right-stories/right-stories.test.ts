/**
 * Stories in which a swarm does what SwarmKit does, although it looks wrong at first sight. Each is a scenario file
 * whose comment names the rule that has to see through it.
 */
import { parseScenario, runScenario } from '@swarmsim/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const stories = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const { name: title, comment: rule } = JSON.parse(text) as { name: string; comment: string };
    return { title, rule, text };
  });

describe('a swarm that is right', () => {
  it.each(stories)('breaks no rule in $title', ({ rule, text }) => {
    const { scenario } = parseScenario(text);
    const { verdicts } = runScenario(scenario!, { onViolation: 'collect' });

    expect(verdicts.map(({ name }) => name)).toContain(rule);
    expect(verdicts.filter(({ violation }) => violation !== undefined)).toEqual([]);
  });
});
