/** Values inside a template, as Go's reflection shows them. Texts are strings of UTF-8 bytes. */
import { formatFloat } from './go-float.ts';

/** A value. `invalid` is what Go has where there is nothing. */
export type Value =
  | { readonly kind: 'invalid' }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'int' | 'uint8'; readonly int: bigint }
  | { readonly kind: 'float64'; readonly float: number }
  | { readonly kind: 'bool'; readonly isTrue: boolean }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, string> }
  | StructValue
  | PointerValue;

/** A struct; its fields in the order in which Go prints them. */
export interface StructValue {
  readonly kind: 'struct';
  /** Name of its type. */
  readonly type: string;
  readonly fields: ReadonlyMap<string, Value>;
}

/** A pointer to a struct that templates can expand. */
export interface PointerValue {
  readonly kind: 'pointer';
  readonly to: StructValue;
  /** Expands a text with this value: the one method that templates can call. */
  readonly expand: (text: string) => string;
}

/** Nothing. */
export const invalid: Value = { kind: 'invalid' };

/** A text as a value. */
export function toText(text: string): Value {
  return { kind: 'string', text };
}

/** A truth as a value. */
export function toBool(isTrue: boolean): Value {
  return { kind: 'bool', isTrue };
}

/** Name of a value's type, as Go writes it. */
export function typeOf(value: Value): string {
  switch (value.kind) {
    case 'map':
      return 'map[string]string';
    case 'struct':
      return value.type;
    case 'pointer':
      return `*${value.to.type}`;
    case 'invalid':
      return '<nil>';
    case 'string':
    case 'int':
    case 'uint8':
    case 'float64':
    case 'bool':
      return value.kind;
  }
}

/** Whether a value counts as true: it is not the zero of its type. Go: text/template, IsTrue. */
export function isTruthy(value: Value): boolean {
  switch (value.kind) {
    case 'invalid':
      return false;
    case 'string':
      return value.text !== '';
    case 'int':
    case 'uint8':
      return value.int !== 0n;
    case 'float64':
      return value.float !== 0;
    case 'bool':
      return value.isTrue;
    case 'map':
      return value.entries.size > 0;
    case 'struct':
    case 'pointer':
      return true;
  }
}

/** A value as Go's `%v` prints it. */
export function printValue(value: Value): string {
  switch (value.kind) {
    case 'invalid':
      return '<nil>';
    case 'string':
      return value.text;
    case 'int':
    case 'uint8':
      return String(value.int);
    case 'float64':
      return formatFloat(value.float);
    case 'bool':
      return String(value.isTrue);
    case 'map':
      return `map[${sortedEntries(value.entries)
        .map(([key, text]) => `${key}:${text}`)
        .join(' ')}]`;
    case 'struct':
      return `{${[...value.fields.values()].map(printValue).join(' ')}}`;
    case 'pointer':
      return `&${printValue(value.to)}`;
  }
}

/** Entries of a map by key, as Go prints and visits them. */
export function sortedEntries(
  entries: ReadonlyMap<string, string>,
): readonly (readonly [string, string])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
