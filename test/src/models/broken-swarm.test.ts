/** Swarms that decide one thing wrongly, as the naive model sees them. */
import type { AssignmentChange, DeciderOptions } from '@swarmsim/core';
import { realDeciders } from '@swarmsim/core/parts';
import { swarmCommands, swarmSetup } from '@swarmsim/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownBadSwarms } from '../known-bad/catalogue.ts';
import { withFilter } from '../known-bad/change-filters.ts';

const { decideAssignments, decideContainerFiles } = realDeciders;

/** Every node gets every config, as hosts do that credential specs are copied to. */
const deliverEverywhere: DeciderOptions = {
  decideAssignments(set, change, objects) {
    const changes: AssignmentChange[] = [...decideAssignments(set, change, objects)];
    if (change.task?.status.state !== 'assigned') return changes;
    for (const config of objects.configs()) {
      changes.push({ action: 'update', item: 'config', config });
    }
    return changes;
  },
};

/** What a node once got stays there. */
const takeNothingBack: DeciderOptions = {
  decideAssignments: (set, change, objects) =>
    decideAssignments(set, change, objects).filter(
      ({ action, item }) => action !== 'remove' || item === 'task',
    ),
};

/** Nodes on pause take tasks like others. */
const forgetPause: DeciderOptions = {
  filters: withFilter('ready', ({ prepare }) => ({
    prepare(task, nodes) {
      const check = prepare(task, nodes);
      return (slot) => {
        const node = nodes.nodeAt(slot);
        const isPaused = node?.status.state === 'ready' && node.spec.availability === 'pause';
        return isPaused || check?.(slot) !== false;
      };
    },
  })),
};

/** A credential spec is written into the container as well. */
const mountAsFile: DeciderOptions = {
  decideContainerFiles: (spec, os) => [
    ...decideContainerFiles(spec, os),
    ...(spec.configs ?? []).flatMap(({ configId: id, configName: name, target }) =>
      target?.kind === 'runtime'
        ? [
            {
              kind: 'config' as const,
              id,
              name,
              path: `C:\\${name}`,
              uid: '0',
              gid: '0',
              mode: 0o444,
            },
          ]
        : [],
    ),
  ],
};

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
      deciders: deliverEverywhere,
      says: /^model: .*: what the host holds: expected/,
    },
    {
      name: 'that takes nothing back',
      deciders: takeNothingBack,
      says: /^model: .*: what the host holds: expected/,
    },
    {
      name: 'in which tasks read every secret',
      deciders: knownBad('tasks may read every secret of their node'),
      says: /^model: .*: what it may read: expected/,
    },
    {
      name: 'that writes credential specs into containers',
      deciders: mountAsFile,
      says: /^model: .*: files: expected/,
    },
    {
      name: 'in which secrets stay on a node',
      deciders: knownBad('secrets stay on a node for good'),
      says: /^model: .*: what the host holds: expected/,
    },
    {
      name: 'in which nodes on pause take tasks',
      deciders: forgetPause,
      says: /^model: .*: tasks that came to it on pause: expected \[\]/,
    },
  ])('$name is found, and reduced to a few commands', ({ deciders, says }) => {
    const { commands, text } = findMismatch(deciders);

    expect(text).toMatch(says);
    expect(commands).toBeGreaterThan(0);
    expect(commands).toBeLessThanOrEqual(4);
  });
});
