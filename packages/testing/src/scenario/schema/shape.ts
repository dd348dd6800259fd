/** What a scenario file may hold, as data: it is checked against it, and a JSON Schema is written of it. */

/** What a value must look like. */
export type Shape =
  | { readonly kind: 'text'; readonly oneOf?: readonly string[] }
  | { readonly kind: 'number' }
  | { readonly kind: 'count' }
  | { readonly kind: 'flag' }
  /** Number of ms, or a text such as `1m30s`. */
  | { readonly kind: 'duration' }
  | { readonly kind: 'any' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | RecordShape
  | { readonly kind: 'nullable'; readonly of: Shape }
  /** One of few records, told apart by a field. */
  | { readonly kind: 'union'; readonly by: string; readonly cases: Readonly<Record<string, Shape>> }
  /** A record that looks one way if it has a field, and another way if not. */
  | { readonly kind: 'fork'; readonly on: string; readonly yes: Shape; readonly no: Shape }
  /** Any of several; `words` says of which. */
  | { readonly kind: 'either'; readonly words: string; readonly of: readonly Shape[] };

/** An object with known fields. */
export interface RecordShape {
  readonly kind: 'record';
  readonly fields: Readonly<Record<string, Shape>>;
  readonly needs: readonly string[];
}

/** A shape for every field there is: a field that is forgotten here does not compile. */
export type FieldsOf<Value> = { readonly [Name in keyof Required<Value>]: Shape };

export const text: Shape = { kind: 'text' };
export const number: Shape = { kind: 'number' };
export const count: Shape = { kind: 'count' };
export const flag: Shape = { kind: 'flag' };
export const duration: Shape = { kind: 'duration' };
export const any: Shape = { kind: 'any' };
export const object: Shape = { kind: 'map', of: any };
export const texts: Shape = { kind: 'list', of: text };
export const labels: Shape = { kind: 'map', of: text };
/** A number of bytes, or a text such as `512m`. */
export const size: Shape = either('a number of bytes or a text such as 512m', number, text);

export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'text', oneOf: values };
}

export function list(of: Shape): Shape {
  return { kind: 'list', of };
}

export function map(of: Shape): Shape {
  return { kind: 'map', of };
}

export function either(words: string, ...of: readonly Shape[]): Shape {
  return { kind: 'either', words, of };
}

export function record<Value>(
  fields: FieldsOf<Value>,
  ...needs: readonly (keyof Value & string)[]
): RecordShape {
  return { kind: 'record', fields, needs };
}
