import { invalid, printValue, typeOf, type Value } from './template-values.ts';

/** Comparing failed; the message is Go's. */
export class ComparisonError extends Error {}

/**
 * Whether a value equals any of the others. Go: text/template/funcs.go, eq.
 *
 * @throws ComparisonError where their types do not go together.
 */
export function equalsAny(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new ComparisonError('missing argument for comparison');
  return others.some((other) => equals(first, other));
}

/**
 * Whether a value is less than another. Go: text/template/funcs.go, lt.
 *
 * @throws ComparisonError where they have no order.
 */
export function isLess(a: Value, b: Value): boolean {
  const kinds = [basicKind(a), basicKind(b)];
  if (kinds.includes('')) throw new ComparisonError('invalid type for comparison');
  if (isInteger(a) && isInteger(b)) return a.int < b.int;
  if (kinds[0] !== kinds[1]) throw new ComparisonError('incompatible types for comparison');
  if (a.kind === 'float64' && b.kind === 'float64') return a.float < b.float;
  if (a.kind === 'string' && b.kind === 'string') return a.text < b.text;
  throw new ComparisonError('invalid type for comparison');
}

function equals(a: Value, b: Value): boolean {
  if (isInteger(a) && isInteger(b)) return a.int === b.int;
  if (a.kind === 'invalid' || b.kind === 'invalid') return a.kind === b.kind;
  if (basicKind(a) !== basicKind(b)) {
    throw new ComparisonError('incompatible types for comparison');
  }
  if (a.kind === 'bool' && b.kind === 'bool') return a.isTrue === b.isTrue;
  if (a.kind === 'float64' && b.kind === 'float64') return a.float === b.float;
  if (a.kind === 'string' && b.kind === 'string') return a.text === b.text;
  return equalsWhole(a, b);
}

/** Values that are not basic: maps, structs and pointers. */
function equalsWhole(a: Value, b: Value): boolean {
  if (a.kind !== b.kind) {
    throw new ComparisonError(
      `non-comparable types ${printValue(a)}: ${typeOf(a)}, ${typeOf(b)}: ${printValue(b)}`,
    );
  }
  if (!isComparable(b)) {
    throw new ComparisonError(`non-comparable type ${printValue(b)}: ${typeOf(b)}`);
  }
  if (a.kind !== 'struct' || b.kind !== 'struct') return a === b;
  return (
    a.type === b.type &&
    [...a.fields].every(([name, value]) => equals(value, b.fields.get(name) ?? invalid))
  );
}

function isComparable(value: Value): boolean {
  if (value.kind === 'map') return false;
  return value.kind !== 'struct' || [...value.fields.values()].every(isComparable);
}

function basicKind(value: Value): string {
  if (isInteger(value)) return value.kind === 'int' ? 'int' : 'uint';
  const isBasic = value.kind === 'bool' || value.kind === 'float64' || value.kind === 'string';
  return isBasic ? value.kind : '';
}

function isInteger(value: Value): value is Extract<Value, { readonly int: bigint }> {
  return value.kind === 'int' || value.kind === 'uint8';
}
