import { describe, expect, it } from 'vitest';
import { createRecordedChoices, createSeededChoices } from './choice-source.ts';
import type { Entry } from './environment.ts';
import { Kernel } from './kernel.ts';

interface Note extends Entry {
  readonly kind: 'note';
  readonly text: string;
}

function createNotebook(kernel: Kernel): string[] {
  const notes: string[] = [];
  kernel.register<Note>('note', ({ text }) => notes.push(`${kernel.now} ${text}`));
  return notes;
}

function note(text: string): Note {
  return { kind: 'note', text };
}

function runAll(kernel: Kernel): void {
  while (kernel.step());
}

describe('Kernel', () => {
  it('runs entries in order of time and moves the clock to each', () => {
    const kernel = new Kernel({ seed: 1 });
    const notes = createNotebook(kernel);

    kernel.schedule({ at: 30, entry: note('late') });
    kernel.schedule({ at: 10, entry: note('early') });
    runAll(kernel);

    expect(notes).toEqual(['10 early', '30 late']);
    expect(kernel.now).toBe(30);
  });

  it('rounds fractions of a ms up', () => {
    const kernel = new Kernel({ seed: 1 });

    kernel.schedule({ at: 0.2, entry: note('x') });

    expect(kernel.nextAt).toBe(1);
  });

  it('refuses to schedule in the past', () => {
    const kernel = new Kernel({ seed: 1 });
    kernel.moveTo(10);

    expect(() => kernel.schedule({ at: 9, entry: note('x') })).toThrow(/in the past/);
  });

  it('forgets what is cancelled', () => {
    const kernel = new Kernel({ seed: 1 });
    const notes = createNotebook(kernel);
    const timer = kernel.schedule({ at: 5, entry: note('never') });
    kernel.schedule({ at: 6, entry: note('yes') });

    kernel.cancel(timer);
    runAll(kernel);

    expect(notes).toEqual(['6 yes']);
  });

  it('records what caused what', () => {
    const kernel = new Kernel({ seed: 1, history: true });
    kernel.register('first', () => kernel.schedule({ at: 7, entry: { kind: 'second' } }));

    kernel.perform({ kind: 'begin' }, () => kernel.schedule({ at: 5, entry: { kind: 'first' } }));
    runAll(kernel);

    const facts = kernel.trace.records.map(({ kind, sequence, causedBy }) => [
      kind,
      sequence,
      causedBy,
    ]);
    expect(facts).toEqual([
      ['operation', 1, 0],
      ['entry', 2, 1],
      ['entry', 3, 2],
    ]);
  });

  it('refuses an operation inside another', () => {
    const kernel = new Kernel({ seed: 1 });
    const nested = (): void => kernel.perform({ kind: 'inner' }, () => undefined);

    expect(() => kernel.perform({ kind: 'outer' }, nested)).toThrow('inner called inside another');
    expect(() => kernel.perform({ kind: 'next' }, () => undefined)).not.toThrow();
  });

  it('runs the step hook after each step, and lets it stop the simulation', () => {
    const kernel = new Kernel({ seed: 1 });
    createNotebook(kernel);
    kernel.schedule({ at: 5, entry: note('x') });
    kernel.onStep(() => {
      if (kernel.now >= 5) throw new Error('not allowed');
    });

    expect(() => kernel.step()).toThrow('not allowed');
  });

  it('ends a scope with its handlers, timers and state', () => {
    const kernel = new Kernel({ seed: 1 });
    const scope = kernel.openScope();
    const seen: string[] = [];
    scope.register('tick', () => seen.push('tick'));
    scope.cell('counter', 0).value = 41;
    scope.schedule({ at: 5, entry: { kind: 'tick' } });

    scope.close();
    runAll(kernel);
    const next = kernel.openScope();
    next.register('tick', () => seen.push('tock'));

    expect(seen).toEqual([]);
    expect(next.cell('counter', 7).value).toBe(7);
    expect(kernel.now).toBe(0);
  });

  it('holds a scope: what comes due waits for its release, and keeps its order', () => {
    const kernel = new Kernel({ seed: 1 });
    const scope = kernel.openScope();
    const seen: string[] = [];
    scope.register<Note>('note', ({ text }) => seen.push(`${kernel.now} ${text}`));
    kernel.register('release', () => scope.release());
    const scoped = (at: number, text: string): number => scope.schedule({ at, entry: note(text) });
    scoped(5, 'early');
    const forgotten = scoped(6, 'forgotten');
    scoped(7, 'also early');
    scoped(30, 'late');
    kernel.schedule({ at: 10, entry: { kind: 'nothing' } });
    kernel.schedule({ at: 20, entry: { kind: 'release' } });

    scope.hold();
    scope.hold();
    kernel.step();
    scope.cancel(forgotten);
    runAll(kernel);

    expect(seen).toEqual(['20 early', '20 also early', '30 late']);
  });

  it('ends a scope that is held', () => {
    const kernel = new Kernel({ seed: 1 });
    const scope = kernel.openScope();
    const seen: string[] = [];
    scope.register('tick', () => seen.push('tick'));
    scope.schedule({ at: 5, entry: { kind: 'tick' } });

    scope.hold();
    runAll(kernel);
    scope.close();
    scope.release();
    runAll(kernel);

    expect(seen).toEqual([]);
  });
});

describe('Kernel choices', () => {
  function order(kernel: Kernel): string[] {
    const notes = createNotebook(kernel);
    for (const text of ['a', 'b', 'c', 'd']) kernel.schedule({ at: 1, entry: note(text) });
    runAll(kernel);
    return notes;
  }

  it('keeps the oldest first without a choice source', () => {
    expect(order(new Kernel({ seed: 1 }))).toEqual(['1 a', '1 b', '1 c', '1 d']);
  });

  it('follows a recorded list', () => {
    const kernel = new Kernel({ seed: 1 });
    kernel.choices = createRecordedChoices([3, 1, 0]);

    expect(order(kernel)).toEqual(['1 d', '1 b', '1 a', '1 c']);
  });

  it('reaches different orders under different seeds', () => {
    const orders = new Set<string>();

    for (let seed = 0; seed < 40; seed += 1) {
      const kernel = new Kernel({ seed });
      kernel.choices = createSeededChoices(kernel.random.fork('choices'));
      orders.add(order(kernel).join());
    }

    expect(orders.size).toBeGreaterThan(10);
  });

  it('never reorders entries of one lane', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const kernel = new Kernel({ seed });
      kernel.choices = createSeededChoices(kernel.random.fork('choices'));
      const notes = createNotebook(kernel);
      for (const text of ['1', '2', '3']) {
        kernel.schedule({ at: 1, lane: 'left', entry: note(`l${text}`) });
        kernel.schedule({ at: 1, lane: 'right', entry: note(`r${text}`) });
      }

      runAll(kernel);

      const side = (letter: string): string[] => notes.filter((text) => text.includes(letter));
      expect(side('l')).toEqual(['1 l1', '1 l2', '1 l3']);
      expect(side('r')).toEqual(['1 r1', '1 r2', '1 r3']);
    }
  });
});

describe('trace hash', () => {
  function hashOf(seed: number, texts: readonly string[]): string {
    const kernel = new Kernel({ seed });
    for (const kind of texts) kernel.schedule({ at: 1, entry: { kind } });
    runAll(kernel);
    return kernel.trace.hash;
  }

  it('is the same for the same seed and inputs, and differs otherwise', () => {
    expect(hashOf(1, ['a', 'b'])).toBe(hashOf(1, ['a', 'b']));
    expect(hashOf(1, ['a', 'b'])).not.toBe(hashOf(2, ['a', 'b']));
    expect(hashOf(1, ['a', 'b'])).not.toBe(hashOf(1, ['b', 'a']));
  });
});
