import { readFileSync } from 'node:fs';
import { createSwarm } from '@swarmsim/core';
import { invariants, runScenario, watchRefusals, type Scenario } from '@swarmsim/testing';
import { describe, expect, it } from 'vitest';

const page = readFileSync(
  new URL('../../../packages/testing/design/invariants.md', import.meta.url),
  'utf8',
);

/** Cells of the table, row by row, without its head. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim()));

describe('invariants.md', () => {
  it('tells of every invariant what the code says, and of no other', () => {
    const told = rows
      .filter(([, , , when = '']) => !['refusal', 'twice'].includes(when))
      .map(([name, rule, source, when]) => ({ name, rule, source, when }));

    const written = invariants.map(({ name, rule, source, when }) => ({
      name,
      rule,
      source,
      when,
    }));
    expect(told).toEqual(written);
  });

  it('tells of the rule about refused operations as well', () => {
    const { name, rule, source } = watchRefusals(createSwarm()).verdict();

    const told = rows
      .filter(([, , , when]) => when === 'refusal')
      .map((cells) => cells.slice(0, 3));
    expect(told).toEqual([[name, rule, source]]);
  });

  it('tells of the rule about runs that are repeated as well', () => {
    const scenario: Scenario = { version: 1, cluster: { nodes: [] }, steps: [] };
    const { verdicts } = runScenario(scenario, { invariants: [], twice: true });

    const told = rows.filter(([, , , when]) => when === 'twice').map((cells) => cells.slice(0, 3));
    expect(told).toEqual(verdicts.map(({ name, rule, source }) => [name, rule, source]));
    expect(told).toHaveLength(1);
  });

  it('says when each rule has anything to say', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((cells) => cells.length !== 5 || (cells[4] ?? '').length < 10)).toEqual([]);
  });

  it('names files of the rules that there are', () => {
    const named = [...page.matchAll(/`([a-z-]+\.ts)`/g)].map(([, file]) => file ?? '');

    const folder = new URL('../../../packages/testing/src/invariants/', import.meta.url);
    for (const file of named) expect(() => readFileSync(new URL(file, folder))).not.toThrow();
    expect(named.length).toBeGreaterThan(3);
  });
});
