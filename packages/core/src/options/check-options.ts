/**
 * Checks what callers without types may get wrong: a misspelt option must not be ignored, and an
 * option of the wrong kind must not fail somewhere inside.
 */
import { SwarmSimError } from '../kernel/errors.ts';

/** Kind of value that an option wants; `any` is checked where it is read. */
export type OptionKind = 'text' | 'flag' | 'list' | 'record' | 'function' | 'any';

/** The options there are, each with its kind. */
export type OptionTable<Options> = { readonly [Key in keyof Required<Options>]: OptionKind };

/**
 * Checks that a value is an object with known options of the right kinds.
 *
 * @throws SwarmSimError `invalid-argument` that names the option.
 */
export function checkOptions<Options>(
  what: string,
  value: unknown,
  table: OptionTable<Options>,
): void {
  checkRecord(what, value);
  const kinds = table as Readonly<Record<string, OptionKind>>;
  for (const [name, option] of Object.entries(value)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw invalid(`${what}: unknown option '${name}'`);
    if (option === undefined || isOfKind(option, kind)) continue;
    throw mistyped(`${what}: option '${name}'`, option, kind);
  }
}

/**
 * Checks that what may not be left out is there; flags may.
 *
 * @throws SwarmSimError `invalid-argument` that names the option.
 */
export function checkRequired(
  what: string,
  value: object,
  table: Readonly<Record<string, OptionKind>>,
): void {
  const given = value as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(table)) {
    const kind = table[name] as OptionKind;
    if (kind === 'flag' || isOfKind(given[name], kind)) continue;
    throw mistyped(`${what}: option '${name}'`, given[name], kind);
  }
}

/** Checks that a value is a plain object. @throws SwarmSimError `invalid-argument`. */
export function checkRecord(
  what: string,
  value: unknown,
): asserts value is Readonly<Record<string, unknown>> {
  checkKind(what, value, 'record');
}

/** Checks that a value is a text. @throws SwarmSimError `invalid-argument`. */
export function checkText(what: string, value: unknown): asserts value is string {
  checkKind(what, value, 'text');
}

/** Checks that a value is a list. @throws SwarmSimError `invalid-argument`. */
export function checkList(what: string, value: unknown): asserts value is readonly unknown[] {
  checkKind(what, value, 'list');
}

/** Checks that a value is a function. @throws SwarmSimError `invalid-argument`. */
export function checkFunction(what: string, value: unknown): void {
  checkKind(what, value, 'function');
}

/** Checks labels or the like: texts under names. @throws SwarmSimError `invalid-argument`. */
export function checkTexts(what: string, value: Readonly<Record<string, unknown>> = {}): void {
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw mistyped(`${what} '${name}'`, text, 'text');
  }
}

/** Checks that a number is whole and not negative. @throws SwarmSimError `invalid-argument`. */
export function checkWhole(what: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return;
  throw invalid(`${what} must be a whole number from 0 on, not ${value}`);
}

/** Checks an unsigned number as a flag of the docker client does, in Go's words. */
export function checkCount(flag: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return;
  const reason = `strconv.ParseUint: parsing "${value}": invalid syntax`;
  throw invalid(`invalid argument "${value}" for "--${flag}" flag: ${reason}`);
}

/** Checks that a value is one of few; `refusal` words the error. */
export function checkOneOf(
  value: string | undefined,
  allowed: readonly string[],
  refusal: (value: string) => string,
): void {
  if (value !== undefined && !allowed.includes(value)) throw invalid(refusal(value));
}

/** An error about an argument. */
export function invalid(message: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', message);
}

const nouns: Readonly<Record<OptionKind, string>> = {
  text: 'a text',
  flag: 'true or false',
  list: 'a list',
  record: 'an object',
  function: 'a function',
  any: 'given',
};

function checkKind(what: string, value: unknown, kind: OptionKind): void {
  if (!isOfKind(value, kind)) throw mistyped(what, value, kind);
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  return kind === 'any' || kindOf(value) === kind;
}

function mistyped(what: string, value: unknown, wanted: OptionKind): SwarmSimError {
  const seen = value === null || value === undefined ? String(value) : typeof value;
  const noun = Array.isArray(value) ? 'a list' : seen;
  return invalid(`${what} must be ${nouns[wanted]}, not ${noun}`);
}

function kindOf(value: unknown): OptionKind {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'flag';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'function') return 'function';
  return typeof value === 'object' && value !== null ? 'record' : 'any';
}
