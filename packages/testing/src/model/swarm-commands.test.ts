import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommand, type SwarmCommand } from './swarm-command.ts';
import { swarmCommands, swarmSetup } from './swarm-commands.ts';

const toTexts = (commands: Iterable<SwarmCommand>) => [...commands].map(String);

function sample(seed: number): readonly (readonly string[])[] {
  return fc.sample(swarmCommands(), { seed, numRuns: 40 }).map(toTexts);
}

describe('swarmCommands', () => {
  it('gives the same commands under the same seed', () => {
    expect(sample(1)).toEqual(sample(1));
    expect(sample(1)).not.toEqual(sample(2));
  });

  it('stays within its bound', () => {
    const few = fc.sample(swarmCommands({ commandsMax: 3 }), { seed: 1, numRuns: 100 });

    expect(Math.max(...few.map((commands) => toTexts(commands).length))).toBe(3);
  });

  it('lets nothing go wrong where it is told so', () => {
    const isFault = (text: string) => /^# (?:crash|partition|fail-pulls) /.test(text);
    const withFaults = fc.sample(swarmCommands(), { seed: 1, numRuns: 50 }).flatMap(toTexts);
    const without = fc
      .sample(swarmCommands({ faults: false }), { seed: 1, numRuns: 50 })
      .flatMap(toTexts);

    expect(withFaults.some(isFault)).toBe(true);
    expect(without.some(isFault)).toBe(false);
  });

  it('draws commands of a user among its own', () => {
    const own = createCommand({ kind: 'advance', ms: 123_456 });

    const drawn = fc
      .sample(swarmCommands({ more: [fc.constant(own)] }), { seed: 1, numRuns: 50 })
      .flatMap(toTexts);

    expect(drawn).toContain('# 123456 ms pass');
  });

  it('shrinks to the commands that matter, and these to plain ones', () => {
    const setup = swarmSetup();
    const property = fc.property(swarmCommands(), (commands) => {
      const world = setup();
      fc.modelRun(() => world, commands);
      return world.real.services.list().length < 2;
    });

    const { counterexample } = fc.check(property, { seed: 1, numRuns: 200 });

    const text = fc.stringify(counterexample);
    expect(text.match(/service create/g)).toHaveLength(2);
    expect(text).not.toMatch(/ms pass|comes to rest|docker (?!service create)/);
    expect(text).toContain('--replicas 0 app:1');
  });
});

describe('swarmSetup', () => {
  it('makes a new swarm each time, in step with its model', () => {
    const setup = swarmSetup({ swarm: { seed: 9 } });
    const [one, other] = [setup(), setup()];

    createCommand({ kind: 'service-scale', service: 'ghost-1', replicas: 1 }).run(
      one.model,
      one.real,
    );

    expect(one.real).not.toBe(other.real);
    expect(one.real.seed).toBe(9);
    expect(one.model.tally.get('refused: service-scale')).toBe(1);
    expect(other.model.tally.get('refused: service-scale')).toBeUndefined();
  });
});
