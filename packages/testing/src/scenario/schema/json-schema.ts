/** The JSON Schema of scenario files, for editors that complete and check while one types. */
import { scenarioShape } from './scenario-shape.ts';
import type { Shape } from './shape.ts';

type JsonSchema = { readonly [Key in string]: unknown };

/** JSON Schema, draft 7, of what `parseScenario` reads; it knows fields, types and kinds, not what steps refer to. */
export function scenarioJsonSchema(): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const names = new Map<Shape, string>();

  /** Records are written once and referred to, as several steps hold the same. */
  function refer(shape: Shape): JsonSchema {
    if (shape.kind !== 'record' && shape.kind !== 'union') return write(shape);
    let name = names.get(shape);
    if (name === undefined) {
      name = `shape-${names.size + 1}`;
      names.set(shape, name);
      definitions.set(name, write(shape));
    }
    return { $ref: `#/definitions/${name}` };
  }

  function write(shape: Shape): JsonSchema {
    switch (shape.kind) {
      case 'any':
        return {};
      case 'text':
        return { type: 'string', ...(shape.oneOf !== undefined && { enum: shape.oneOf }) };
      case 'number':
        return { type: 'number' };
      case 'count':
        return { type: 'integer', minimum: 0 };
      case 'flag':
        return { type: 'boolean' };
      case 'duration':
        return { type: ['number', 'string'] };
      case 'list':
        return { type: 'array', items: refer(shape.of) };
      case 'map':
        return { type: 'object', additionalProperties: refer(shape.of) };
      case 'nullable':
        return { anyOf: [refer(shape.of), { type: 'null' }] };
      case 'either':
        return { anyOf: shape.of.map(refer) };
      case 'record':
        return {
          type: 'object',
          properties: Object.fromEntries(
            Object.entries(shape.fields).map(([name, field]) => [name, refer(field)]),
          ),
          ...(shape.needs.length > 0 && { required: shape.needs }),
          additionalProperties: false,
        };
      case 'fork': {
        const on = { required: [shape.on] };
        // oxlint-disable-next-line unicorn/no-thenable -- it is a keyword of JSON Schema
        return { type: 'object', if: on, then: refer(shape.yes), else: refer(shape.no) };
      }
      case 'union':
        return {
          type: 'object',
          required: [shape.by],
          properties: { [shape.by]: { enum: Object.keys(shape.cases) } },
          allOf: Object.entries(shape.cases).map(([name, one]) => ({
            if: { required: [shape.by], properties: { [shape.by]: { const: name } } },
            // oxlint-disable-next-line unicorn/no-thenable -- as above
            then: refer(one),
          })),
        };
    }
  }

  const root = write(scenarioShape);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A scenario of swarmsim, version 1',
    ...root,
    definitions: Object.fromEntries(definitions),
  };
}
