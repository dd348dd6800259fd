/** Checks the constraints of arbitraries: a misspelt or contradictory one must not be ignored. */
import { SwarmSimError } from '@swarmsim/core';

/** What a constraint holds; `any` is checked where it is read. */
export type ConstraintKind = 'count' | 'flag' | 'text' | 'texts' | 'share' | 'any';

/** The constraints there are, each with what it holds. */
export type ConstraintTable<Constraints> = {
  readonly [Name in keyof Required<Constraints>]: ConstraintKind;
};

/** Least and most of something, both included. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Checks that constraints are known and of the right kind.
 *
 * @throws SwarmSimError `invalid-argument` that names the constraint.
 */
export function checkConstraints<Constraints>(
  what: string,
  constraints: Constraints,
  table: ConstraintTable<Constraints>,
): void {
  const given: unknown = constraints;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalid(`${what}: constraints must be an object, not ${describe(given)}`);
  }
  const kinds = table as Readonly<Record<string, ConstraintKind>>;
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      const known = Object.keys(kinds).join(', ');
      throw invalid(`${what}: unknown constraint '${name}'; there are ${known}`);
    }
    if (value === undefined || isOfKind(value, kind)) continue;
    throw invalid(`${what}: ${name} must be ${nouns[kind]}, not ${describe(value)}`);
  }
}

/**
 * Completes the bounds of a number: one that is not given follows the one that is.
 *
 * @throws SwarmSimError `invalid-argument` where the least is more than the most.
 */
export function readBounds(
  what: string,
  name: string,
  given: { readonly [Key in keyof Bounds]: number | undefined },
  usual: Bounds,
): Bounds {
  const { min = Math.min(usual.min, given.max ?? usual.min) } = given;
  const { max = Math.max(usual.max, min) } = given;
  if (min <= max) return { min, max };
  throw invalid(`${what}: ${name}Min is ${min}, which is more than ${name}Max, ${max}`);
}

/** An error about a constraint. */
export function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}

/** fast-check counts in 31 bits. */
const countMax: number = 2 ** 31 - 1;

const nouns: Readonly<Record<ConstraintKind, string>> = {
  count: `a whole number from 0 to ${countMax}`,
  flag: 'true or false',
  text: 'a text',
  texts: 'a list of texts',
  share: 'true, false, or a share from 0 to 1',
  any: 'given',
};

function isOfKind(value: unknown, kind: ConstraintKind): boolean {
  switch (kind) {
    case 'count':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= countMax;
    case 'flag':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'share':
      return typeof value === 'boolean' || (typeof value === 'number' && value >= 0 && value <= 1);
    case 'any':
      return true;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : typeof value;
}
