/**
 * Placement constraints, read the plain way. SwarmKit: manager/constraint/constraint.go, Parse and
 * NodeMatches. Where it takes Go's own ideas of letters or of addresses to know, nothing is said.
 */
import type { Node } from '@swarmsim/core';

/** Whether a node satisfies all of the expressions; undefined where that cannot be told the plain way. */
export function matchesAll(expressions: readonly string[], node: Node): boolean | undefined {
  let isKnown = true;
  for (const expression of expressions) {
    const matches = matchesOne(expression, node);
    if (matches === false) return false;
    if (matches === undefined) isKnown = false;
  }
  return isKnown ? true : undefined;
}

function matchesOne(expression: string, node: Node): boolean | undefined {
  // `==` is looked for first.
  const operator = expression.includes('==') ? '==' : '!=';
  const at = expression.indexOf(operator);
  if (at < 0 || !isPlain(expression)) return undefined;
  const key = expression.slice(0, at).trim();
  const value = expression.slice(at + operator.length).trim();
  const isEqualWanted = operator === '==';
  if (key.toLowerCase() === 'node.ip') return matchesAddress(value, node, isEqualWanted);
  const actual = read(key, node);
  // A key that names nothing never matches, not even with `!=`.
  if (actual === undefined) return false;
  if (!isPlain(actual)) return undefined;
  return (actual.toLowerCase() === value.toLowerCase()) === isEqualWanted;
}

/** What a key names on a node, a missing label being the empty text; undefined for an unknown key. */
function read(key: string, node: Node): string | undefined {
  switch (key.toLowerCase()) {
    case 'node.id':
      return node.id;
    case 'node.hostname':
      return node.description?.hostname ?? '';
    case 'node.role':
      return node.role;
    case 'node.platform.os':
      return node.description?.platform?.os ?? '';
    case 'node.platform.arch':
      return node.description?.platform?.architecture ?? '';
    default:
      return readLabel(key, node);
  }
}

/**
 * The value of the label that a key or a spread descriptor names. The prefix ignores case, the name of the
 * label does not; a missing label is the empty text. Undefined where it names no label.
 */
export function readLabel(key: string, node: Node): string | undefined {
  const lower = key.toLowerCase();
  if (lower.startsWith('node.labels.') && key.length > 12) {
    return labelOf(node.spec.labels, key.slice(12));
  }
  if (lower.startsWith('engine.labels.') && key.length > 14) {
    return labelOf(node.description?.engine?.labels, key.slice(14));
  }
  return undefined;
}

function labelOf(labels: Readonly<Record<string, string>> | undefined, name: string): string {
  return labels !== undefined && Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

/** Texts outside ASCII fold in ways of their own. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function matchesAddress(value: string, node: Node, isEqualWanted: boolean): boolean | undefined {
  const [address = '', bits = '32', ...rest] = value.split('/');
  const own = toNumber(node.status.addr);
  const wanted = toNumber(address);
  if (rest.length > 0 || own === undefined || wanted === undefined) return undefined;
  if (!/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  return (Math.floor(own / size) === Math.floor(wanted / size)) === isEqualWanted;
}

/** An IPv4 address as a number. */
function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) {
    return undefined;
  }
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
