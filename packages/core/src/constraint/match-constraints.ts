import { labelOf } from '../model/meta.ts';
import type { Node } from '../model/node.ts';
import { equalsFolded } from './fold.ts';
import { containsIp, isSameIp, parseCidr, parseIp } from './ip-address.ts';
import type { Constraint } from './parse-constraints.ts';

/**
 * Whether a node satisfies every constraint. A key that names nothing never matches, not even
 * with `!=`. SwarmKit: manager/constraint/constraint.go, NodeMatches.
 */
export function matchesConstraints(constraints: readonly Constraint[], node: Node): boolean {
  return constraints.every((constraint) => matchesConstraint(constraint, node));
}

/**
 * The label that a constraint key or a spread descriptor names, or undefined for other keys. The
 * prefix ignores case, the label itself does not.
 */
export function labelNamedBy(
  key: string,
): { readonly of: 'node' | 'engine'; readonly label: string } | undefined {
  for (const of of ['node', 'engine'] as const) {
    const { length } = labelPrefixes[of];
    // Go cuts bytes, so a letter outside ASCII never folds into the prefix, as it does in a key.
    if (key.length > length && key.slice(0, length).toLowerCase() === labelPrefixes[of]) {
      return { of, label: key.slice(length) };
    }
  }
  return undefined;
}

/** Value of a label on a node; the empty text where it is missing. */
export function labelValueOn(
  node: Node,
  { of, label }: { readonly of: 'node' | 'engine'; readonly label: string },
): string {
  return labelOf(of === 'node' ? node.spec.labels : node.description?.engine?.labels, label);
}

// SwarmKit: manager/constraint/constraint.go, NodeLabelPrefix and EngineLabelPrefix.
const labelPrefixes = { node: 'node.labels.', engine: 'engine.labels.' } as const;

/** What the keys other than labels and addresses name; a missing part compares as the empty text. */
const fields: readonly (readonly [key: string, read: (node: Node) => string])[] = [
  ['node.id', (node) => node.id],
  ['node.hostname', (node) => node.description?.hostname ?? ''],
  ['node.role', (node) => node.role],
  ['node.platform.os', (node) => node.description?.platform?.os ?? ''],
  ['node.platform.arch', (node) => node.description?.platform?.architecture ?? ''],
];

function matchesConstraint(constraint: Constraint, node: Node): boolean {
  const wantsEqual = constraint.operator === '==';
  if (equalsFolded('node.ip', constraint.key)) {
    return matchesAddress(constraint.value, node.status.addr, wantsEqual);
  }
  const actual = readKey(constraint.key, node);
  return actual !== undefined && equalsFolded(constraint.value, actual) === wantsEqual;
}

function readKey(key: string, node: Node): string | undefined {
  const field = fields.find(([name]) => equalsFolded(name, key));
  if (field !== undefined) return field[1](node);
  const label = labelNamedBy(key);
  return label === undefined ? undefined : labelValueOn(node, label);
}

/** A value that is neither an address nor a subnet never matches. */
function matchesAddress(value: string, nodeAddr: string, wantsEqual: boolean): boolean {
  const nodeIp = parseIp(nodeAddr);
  const ip = parseIp(value);
  if (ip !== undefined) return (nodeIp !== undefined && isSameIp(ip, nodeIp)) === wantsEqual;
  const subnet = parseCidr(value);
  if (subnet === undefined) return false;
  return (nodeIp !== undefined && containsIp(subnet, nodeIp)) === wantsEqual;
}
