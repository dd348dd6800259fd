import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../arbitraries/scenarios.ts';
import { parseScenario } from '../parse-scenario.ts';
import { scenarioJsonSchema } from './json-schema.ts';

const isValid = new Ajv({ strict: false }).compile(scenarioJsonSchema());

describe('scenarioJsonSchema', () => {
  it('is what stands in the package', () => {
    const file = new URL('../../../schema/scenario-1.json', import.meta.url);

    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scenarioJsonSchema());
  });

  it('accepts every scenario that is drawn', () => {
    const property = fc.property(scenarios(), (scenario) => {
      isValid(JSON.parse(JSON.stringify(scenario)));

      expect(isValid.errors).toBeNull();
    });

    fc.assert(property, { numRuns: 200, seed: 11 });
  });

  /** A drawn scenario of which one field is misspelt, taken away or given another type. */
  it('refuses just the shapes that parseScenario refuses', () => {
    const shapes = [
      'unknown-field',
      'missing-field',
      'wrong-type',
      'wrong-value',
      'unknown-version',
    ];
    let refused = 0;
    const property = fc.property(scenarios(), fc.nat(), fc.nat({ max: 3 }), (scenario, at, how) => {
      const broken: unknown = JSON.parse(JSON.stringify(scenario));
      const places = placesIn(broken);
      const place = places[at % places.length];
      if (place === undefined) return;
      spoil(place, how);

      const issues = parseScenario(broken).issues.filter(({ code }) => shapes.includes(code));
      const isRefused = !isValid(broken);
      // A text that is no duration is a text all the same.
      const misshapen = issues.filter(({ message }) => !message.includes('duration'));
      expect([isRefused, issues]).toEqual([misshapen.length > 0, issues]);
      if (isRefused) refused += 1;
    });

    fc.assert(property, { numRuns: 400, seed: 12 });
    expect(refused).toBeGreaterThan(150);
  });
});

interface Place {
  readonly owner: Record<string, unknown>;
  readonly name: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  const own = Array.isArray(value) ? [] : Object.keys(owner).map((name) => ({ owner, name }));
  return [...own, ...Object.values(owner).flatMap(placesIn)];
}

function spoil({ owner, name }: Place, how: number): void {
  const value = owner[name];
  if (how === 0) owner[`${name}x`] = value;
  if (how < 2) Reflect.deleteProperty(owner, name);
  if (how === 2) owner[name] = typeof value === 'boolean' ? 'x' : true;
  if (how === 3) owner[name] = null;
}
