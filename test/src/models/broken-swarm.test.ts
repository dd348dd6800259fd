/** Swarms that decide one thing wrongly, as the naive model sees them. */
import { brokenDeciders, swarmCommands, swarmSetup } from '@swarmsim/testing';
import type { DeciderOptions } from '@swarmsim/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownBadSwarms } from '../known-bad/catalogue.ts';

/** What the model says of a swarm with these deciders: the commands left after shrinking, and its words. */
function findMismatch(deciders: DeciderOptions): {
  readonly commands: number;
  readonly text: string;
} {
  const setup = swarmSetup({ swarm: { deciders } });
  const property = fc.property(swarmCommands(), (commands) => fc.modelRun(setup, commands));
  const { counterexample, errorInstance } = fc.check(property, { seed: 7, numRuns: 500 });
  const commands = counterexample === null ? [] : [...counterexample[0]];
  const { message = '' } = (errorInstance ?? {}) as { readonly message?: string };
  return { commands: commands.length, text: message };
}

function knownBad(name: string): DeciderOptions {
  const found = knownBadSwarms.find((swarm) => swarm.name === name);
  if (found === undefined) throw new Error(`there is no known-bad swarm '${name}'`);
  return found.deciders;
}

describe('a broken swarm', () => {
  it.each([
    {
      name: 'that delivers everything everywhere',
      deciders: brokenDeciders['deliver everything everywhere'],
      says: /^model: .*: what the host holds: expected/,
    },
    {
      name: 'that takes nothing back',
      deciders: brokenDeciders['never take back'],
      says: /^model: .*: what the host holds: expected/,
    },
    {
      name: 'in which tasks read everything',
      deciders: brokenDeciders['read everything'],
      says: /^model: .*: what it may read: expected/,
    },
    {
      name: 'that writes credential specs into containers',
      deciders: brokenDeciders['mount as file'],
      says: /^model: .*: files: expected/,
    },
    {
      name: 'in which nodes on pause take tasks',
      deciders: knownBad('a node on pause takes tasks'),
      says: /^model: .*: tasks that came to it on pause: expected \[\]/,
    },
  ])('$name is found, and reduced to a few commands', ({ deciders = {}, says }) => {
    const { commands, text } = findMismatch(deciders);

    expect(text).toMatch(says);
    expect(commands).toBeGreaterThan(0);
    expect(commands).toBeLessThanOrEqual(4);
  });
});
