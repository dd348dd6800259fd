/** The part of JSON schema that Compose's schemas use, as plain data. */

/** JSON's types, in the words that a schema's errors use for them. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

/** What a text must be like. */
export type Format = 'ports' | 'duration';

/** What a value must be like; all that is given must hold. */
export interface Schema {
  readonly types?: readonly JsonType[];
  readonly properties?: Properties;
  /** Schemas for the keys that match. */
  readonly patterns?: readonly (readonly [RegExp, Schema])[];
  /** No keys but `properties` and those that match `patterns`. */
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly unique?: boolean;
  /** Exactly one of these must hold. */
  readonly oneOf?: readonly Schema[];
  readonly format?: Format;
  readonly choices?: readonly string[];
  readonly minimum?: number;
}

/** Schemas by key. */
export type Properties = Readonly<Record<string, Schema>>;

/** Any text. */
export const text: Schema = { types: ['string'] };
/** Any number. */
export const number: Schema = { types: ['number'] };
/** Any whole number. */
export const integer: Schema = { types: ['integer'] };
/** True or false. */
export const boolean: Schema = { types: ['boolean'] };
/** Text or a number. */
export const textOrNumber: Schema = { types: ['string', 'number'] };

/** A mapping with these keys and no others. */
export function closedMap(properties: Properties): Schema {
  return { types: ['object'], properties, closed: true };
}

/** A mapping with these keys and any others. */
export function openMap(properties: Properties): Schema {
  return { types: ['object'], properties };
}

/** A list. */
export function listOf(items: Schema): Schema {
  return { types: ['array'], items };
}

/** Texts, each once. */
export const uniqueTexts: Schema = { ...listOf(text), unique: true };

/** A text, or texts each once. */
export const textOrTexts: Schema = { oneOf: [text, uniqueTexts] };

/** A text, or texts. */
export const commandLine: Schema = { oneOf: [text, listOf(text)] };

/** `KEY: value` pairs, or `KEY=value` texts. */
export const pairs: Schema = {
  oneOf: [
    {
      types: ['object'],
      patterns: [[/.+/, { types: ['string', 'number', 'null'] }]],
      closed: true,
    },
    uniqueTexts,
  ],
};

/** Options of a driver. */
export const driverOptions: Schema = { types: ['object'], patterns: [[/^.+$/, textOrNumber]] };

/** Properties that exist from a minor version on; none before. */
export function since(first: number, minor: number, properties: Properties): Properties {
  return minor >= first ? properties : {};
}

/** Lets `x-` keys pass from a minor version on. */
export function withExtensions(first: number, minor: number, schema: Schema): Schema {
  return minor >= first
    ? { ...schema, patterns: [...(schema.patterns ?? []), [/^x-/, {}]] }
    : schema;
}
