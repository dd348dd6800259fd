/**
 * Holds a tree against a schema and words what does not fit as docker's schema library does. Every
 * misfit is reported; docker itself prints only the one that `orderViolations` puts first.
 */
import type { Position } from '../issue/issue.ts';
import { joinPath, type ListNode, type MapNode, type SourceNode } from '../yaml/source-tree.ts';
import { fitsFormat } from './fits-format.ts';
import type { JsonType, Schema } from './schema.ts';
import { canonicalText } from './canonical-text.ts';

/** One misfit. */
export interface Violation {
  /** Path of the value; `(root)` for the file. */
  readonly field: string;
  readonly description: string;
  readonly at: Position;
  readonly isTypeError: boolean;
}

/** All misfits of a node, in the order of the schema and the file; `broken` nodes always fit. */
export function validate(
  node: SourceNode,
  schema: Schema,
  broken: ReadonlySet<SourceNode>,
): readonly Violation[] {
  return check(node, schema, { broken, field: node.at.path }).violations;
}

interface Place {
  readonly broken: ReadonlySet<SourceNode>;
  readonly field: string;
}

/** The score says how near a node came to a schema; the nearest of several words the error. */
interface Outcome {
  readonly violations: Violation[];
  score: number;
}

// docker/cli: xeipuuv/gojsonschema/validation.go, validateRecursive; each step adds to the score.
function check(node: SourceNode, schema: Schema, place: Place): Outcome {
  const outcome: Outcome = { violations: [], score: 0 };
  if (place.broken.has(node)) return outcome;
  const type = typeOf(node);
  if (schema.types !== undefined && !allowsType(schema.types, type)) {
    const description = `must be a ${readableTypes(schema.types)}`;
    reject(outcome, { place, at: node.at, description, isTypeError: true });
    return outcome;
  }
  checkAlternatives(node, schema, place, outcome);
  if (node.kind === 'map') checkMap(node, schema, place, outcome);
  else if (node.kind === 'list') checkList(node, schema, place, outcome);
  else checkScalar(node, schema, place, outcome);
  // One for each step that the library takes; nothing and booleans have no step of their own.
  outcome.score += type === 'null' || type === 'boolean' ? 3 : 4;
  return outcome;
}

function reject(
  outcome: Outcome,
  {
    place,
    at,
    description,
    isTypeError = false,
  }: { place: Place; at: Position; description: string; isTypeError?: boolean },
): void {
  const field = place.field === '' ? '(root)' : place.field;
  outcome.violations.push({ field, description, at, isTypeError });
  outcome.score -= 2;
}

function merge(outcome: Outcome, other: Outcome): void {
  outcome.violations.push(...other.violations);
  outcome.score += other.score;
}

function checkAlternatives(
  node: SourceNode,
  { oneOf }: Schema,
  place: Place,
  outcome: Outcome,
): void {
  if (oneOf === undefined) return;
  const outcomes = oneOf.map((option) => check(node, option, place));
  const fitting = outcomes.filter(({ violations }) => violations.length === 0);
  if (fitting.length === 1) return;
  const nearest = outcomes.reduce((best, next) => (next.score > best.score ? next : best));
  if (fitting.length > 0) {
    const description = 'Must validate one and only one schema (oneOf)';
    return reject(outcome, { place, at: node.at, description });
  }
  // The misfit of the whole says less than those of the nearest option, and is left out.
  outcome.score -= 2;
  merge(outcome, nearest);
}

function checkMap(node: MapNode, schema: Schema, place: Place, outcome: Outcome): void {
  for (const property of schema.required ?? []) {
    if (node.entries.has(property)) outcome.score += 1;
    else reject(outcome, { place, at: node.at, description: `${property} is required` });
  }
  for (const [name, { key, value }] of node.entries) {
    const below: Place = { ...place, field: joinPath(place.field, name) };
    const property = propertyOf(schema, name);
    const patterns = (schema.patterns ?? []).filter(([pattern]) => pattern.test(name));
    for (const [, pattern] of patterns) merge(outcome, check(value, pattern, below));
    if (patterns.length > 0) outcome.score += 1;
    if (property !== undefined) merge(outcome, check(value, property, below));
    if (property === undefined && patterns.length === 0 && schema.closed === true) {
      const description = `Additional property ${name} is not allowed`;
      reject(outcome, { place, at: key, description });
    }
  }
}

function propertyOf({ properties }: Schema, name: string): Schema | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function checkList(node: ListNode, schema: Schema, place: Place, outcome: Outcome): void {
  const { items, unique } = schema;
  if (items !== undefined) {
    for (const [index, item] of node.items.entries()) {
      const below: Place = { ...place, field: joinPath(place.field, index) };
      merge(outcome, check(item, items, below));
    }
  }
  if (unique !== true) return;
  const seen = new Map<string, number>();
  for (const [index, item] of node.items.entries()) {
    const itemText = canonicalText(item);
    const first = seen.get(itemText);
    if (first !== undefined) {
      const description = `array items[${first},${index}] must be unique`;
      reject(outcome, { place, at: item.at, description });
    }
    seen.set(itemText, index);
  }
}

function checkScalar(node: SourceNode, schema: Schema, place: Place, outcome: Outcome): void {
  if (node.kind !== 'scalar') return;
  const { value } = node;
  const at = node.at;
  const { choices, format, minimum } = schema;
  if (choices !== undefined && !(typeof value === 'string' && choices.includes(value))) {
    const allowed = choices.map((choice) => JSON.stringify(choice)).join(', ');
    const description = `${place.field} must be one of the following: ${allowed}`;
    reject(outcome, { place, at, description });
  }
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (minimum !== undefined && isNumber && value < minimum) {
    const description = `Must be greater than or equal to ${minimum}`;
    reject(outcome, { place, at, description });
  }
  if (format !== undefined && !fitsFormat(format, value)) {
    reject(outcome, { place, at, description: `Does not match format '${format}'` });
  }
}

function typeOf(node: SourceNode): JsonType {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'array';
  const { value } = node;
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'integer' : 'number';
}

function allowsType(types: readonly JsonType[], type: JsonType): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** docker/cli: cli/compose/schema/schema.go, humanReadableType. */
function readableTypes(types: readonly JsonType[]): string {
  const words = types.map(readableType);
  const last = words.at(-1) ?? '';
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

function readableType(type: JsonType): string {
  if (type === 'object') return 'mapping';
  return type === 'array' ? 'list' : type;
}
