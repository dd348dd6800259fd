/**
 * Replaces the variables in every text of the tree and casts the results where Compose wants
 * another type. Keys are never interpolated.
 */
import { goQuote } from '../go/go-text.ts';
import type { IssueLog } from '../issue/issue.ts';
import type { MapEntry, MapNode, ScalarNode, SourceNode } from '../yaml/source-tree.ts';
import { castFor } from './cast-for.ts';
import { substitute, type LookUp } from './substitute.ts';

/** What is true of a file after its variables were replaced. */
export interface InterpolatedFile {
  readonly root: MapNode;
  /** Scalars that could not be replaced; they are not validated, their value means nothing. */
  readonly broken: ReadonlySet<SourceNode>;
}

// docker/cli: cli/compose/interpolation/interpolation.go, Interpolate.
/** Interpolates a whole file; what cannot be replaced goes to the log and keeps its text. */
export function interpolate(root: MapNode, lookUp: LookUp, log: IssueLog): InterpolatedFile {
  const broken = new Set<SourceNode>();

  const visit = (node: SourceNode, path: string): SourceNode => {
    switch (node.kind) {
      case 'scalar':
        return visitScalar(node, path);
      case 'list':
        return { ...node, items: node.items.map((item) => visit(item, `${path}.[]`)) };
      case 'map':
        return visitMap(node, path);
    }
  };

  const visitMap = (node: MapNode, path: string): MapNode => {
    // Docker does not look into mappings whose keys are not all text.
    if (node.otherKey !== undefined) return node;
    const entries = new Map<string, MapEntry>();
    for (const [name, { key, value }] of node.entries) {
      entries.set(name, { key, value: visit(value, path === '' ? name : `${path}.${name}`) });
    }
    return { ...node, entries };
  };

  const visitScalar = (node: ScalarNode, path: string): ScalarNode => {
    const { value } = node;
    if (typeof value !== 'string') return node;
    const result = substitute(value, lookUp);
    if (result.kind === 'invalid') return breakOff(node, malformedText(path, result.template));
    if (result.text === value) return node;
    const cast = castFor(path)?.(result.text) ?? { kind: 'value', value: result.text };
    return cast.kind === 'value'
      ? { ...node, value: cast.value }
      : breakOff(node, castErrorText(path, cast.reason));
  };

  const breakOff = (node: ScalarNode, message: string): ScalarNode => {
    log.error(node.at, 'malformed-interpolation', message);
    broken.add(node);
    return node;
  };

  return { root: visitMap(root, ''), broken };
}

/** docker/cli: cli/compose/interpolation/interpolation.go, newPathError. */
function malformedText(path: string, template: string): string {
  const advice = 'you may need to escape any $ with another $';
  return `invalid interpolation format for ${path}: ${goQuote(template)}; ${advice}`;
}

function castErrorText(path: string, reason: string): string {
  return `error while interpolating ${path}: failed to cast to expected type: ${reason}`;
}
