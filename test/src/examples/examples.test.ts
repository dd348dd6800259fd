/**
 * What the examples print is compared elsewhere, from the built files. Here they run on the sources,
 * so that what is checked of every swarm in a test is checked of theirs.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { countChecked } from '../actors/wrong-transitions.ts';

const folder = new URL('../../../examples/src/', import.meta.url);
const programs = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'print.ts');

describe('the examples', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(programs)('%s keeps to the life of a task', async (program) => {
    const before = countChecked();
    const print = vi.spyOn(console, 'log').mockReturnValue();

    await import(fileURLToPath(new URL(program, folder)));

    expect(print).toHaveBeenCalled();
    expect(countChecked()).toBeGreaterThan(before);
  });
});
