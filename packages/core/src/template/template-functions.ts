import { ComparisonError, equalsAny, isLess } from './compare-values.ts';
import { escapeHtml, escapeJs, escapeUrlQuery } from './escape-text.ts';
import { formatValues, joinPrinted } from './go-printf.ts';
import {
  invalid,
  isTruthy,
  printValue,
  toBool,
  toText,
  typeOf,
  type Value,
} from './template-values.ts';

/** What a function takes in one place: any value, or a text only. */
export type ParameterType = 'value' | 'string';

/** A function that templates can call. */
export interface TemplateFunction {
  readonly parameters: readonly ParameterType[];
  /** Type of any number of further arguments, where there may be such. */
  readonly rest?: ParameterType;
  /** @throws CallError with what is to be said about the call. */
  readonly run: (args: readonly Value[]) => Value;
}

/** A function refused its arguments. */
export class CallError extends Error {}

/** Functions by name. `and`, `or` and `call` get their arguments from the evaluator. */
export type TemplateFunctions = ReadonlyMap<string, TemplateFunction>;

/** Makes a function of one text. */
export function textFunction(run: (text: string) => string): TemplateFunction {
  return { parameters: ['string'], run: ([text]) => toText(run(textOf(text))) };
}

/**
 * The functions of every template: Go's own, and the one that SwarmKit adds.
 * Go: text/template/funcs.go, builtins. SwarmKit: template/template.go, funcMap.
 */
export const builtinFunctions: TemplateFunctions = new Map<string, TemplateFunction>([
  ['and', variadic(() => invalid)],
  ['or', variadic(() => invalid)],
  ['call', variadic(() => invalid)],
  ['not', { parameters: ['value'], run: ([value]) => toBool(!isTruthy(value ?? invalid)) }],
  ['len', { parameters: ['value'], run: ([value]) => length(value ?? invalid) }],
  ['index', variadic(([item = invalid, ...keys]) => index(item, keys))],
  ['slice', variadic(([item = invalid, ...bounds]) => slice(item, bounds))],
  ['print', { parameters: [], rest: 'value', run: (args) => toText(joinPrinted(args)) }],
  ['println', { parameters: [], rest: 'value', run: (args) => toText(printLine(args)) }],
  [
    'printf',
    {
      parameters: ['string'],
      rest: 'value',
      run: ([format, ...args]) => toText(formatValues(textOf(format), args)),
    },
  ],
  ['html', escaper(escapeHtml)],
  ['js', escaper(escapeJs)],
  ['urlquery', escaper(escapeUrlQuery)],
  ['eq', variadic(([first = invalid, ...others]) => toBool(equalsAny(first, others)))],
  ['ne', comparison((a, b) => !equalsAny(a, [b]))],
  ['lt', comparison(isLess)],
  ['le', comparison((a, b) => isLess(a, b) || equalsAny(a, [b]))],
  ['gt', comparison((a, b) => !isLess(a, b) && !equalsAny(a, [b]))],
  ['ge', comparison((a, b) => !isLess(a, b))],
  ['join', { parameters: [], rest: 'string', run: join }],
]);

function variadic(run: TemplateFunction['run']): TemplateFunction {
  return { parameters: ['value'], rest: 'value', run: (args) => worded(() => run(args)) };
}

function comparison(compare: (a: Value, b: Value) => boolean): TemplateFunction {
  return {
    parameters: ['value', 'value'],
    run: ([a = invalid, b = invalid]) => worded(() => toBool(compare(a, b))),
  };
}

function worded(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw error instanceof ComparisonError ? new CallError(error.message) : error;
  }
}

function escaper(escape: (bytes: string) => string): TemplateFunction {
  return { parameters: [], rest: 'value', run: (args) => toText(escape(joinPrintable(args))) };
}

/** Go: text/template/funcs.go, evalArgs. */
function joinPrintable(args: readonly Value[]): string {
  const printable = args.map((arg) => {
    if (arg.kind === 'pointer') return arg.to;
    return arg.kind === 'invalid' ? toText('<no value>') : arg;
  });
  return joinPrinted(printable);
}

function printLine(args: readonly Value[]): string {
  return `${args.map(printValue).join(' ')}\n`;
}

/** The first text goes between the others. */
function join(args: readonly Value[]): Value {
  const [separator, ...texts] = args.map(textOf);
  if (separator === undefined) {
    throw new CallError('runtime error: slice bounds out of range [1:0]');
  }
  return toText(texts.join(separator));
}

function length(item: Value): Value {
  if (item.kind === 'string') return { kind: 'int', int: BigInt(item.text.length) };
  if (item.kind === 'map') return { kind: 'int', int: BigInt(item.entries.size) };
  throw new CallError(`len of type ${typeOfGiven(item.kind === 'pointer' ? item.to : item)}`);
}

function index(item: Value, keys: readonly Value[]): Value {
  if (item.kind === 'invalid') throw new CallError('index of untyped nil');
  return keys.reduce(indexOnce, item);
}

function indexOnce(item: Value, key: Value): Value {
  if (item.kind === 'map') {
    if (key.kind === 'string') return toText(item.entries.get(key.text) ?? '');
    if (key.kind === 'invalid') throw new CallError('value is nil; should be of type string');
    throw new CallError(`value has type ${typeOf(key)}; should be string`);
  }
  if (item.kind === 'string') {
    const position = toPosition(key, item.text.length);
    if (position === item.text.length) throw new CallError('reflect: string index out of range');
    return { kind: 'uint8', int: BigInt(item.text.charCodeAt(position)) };
  }
  const type = typeOf(item.kind === 'pointer' ? item.to : item);
  throw new CallError(`can't index item of type ${type}`);
}

function slice(item: Value, bounds: readonly Value[]): Value {
  if (item.kind === 'invalid') throw new CallError('slice of untyped nil');
  if (bounds.length > 3) throw new CallError(`too many slice indexes: ${bounds.length}`);
  if (item.kind !== 'string') throw new CallError(`can't slice item of type ${typeOf(item)}`);
  if (bounds.length === 3) throw new CallError('cannot 3-index slice a string');
  const size = item.text.length;
  const [start = 0, end = size] = bounds.map((bound) => toPosition(bound, size));
  if (start > end) throw new CallError(`invalid slice index: ${start} > ${end}`);
  return toText(item.text.slice(start, end));
}

function toPosition(value: Value, limit: number): number {
  if (value.kind === 'invalid') throw new CallError('cannot index slice/array with nil');
  if (value.kind !== 'int' && value.kind !== 'uint8') {
    throw new CallError(`cannot index slice/array with type ${typeOf(value)}`);
  }
  if (value.int < 0n || value.int > BigInt(limit)) {
    throw new CallError(`index out of range: ${value.int}`);
  }
  return Number(value.int);
}

function typeOfGiven(value: Value): string {
  if (value.kind !== 'invalid') return typeOf(value);
  throw new CallError('reflect: call of reflect.Value.Type on zero Value');
}

function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.text : '';
}
