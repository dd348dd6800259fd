import type { Scenario } from './scenario.ts';

/** Order of the fields in a file. */
const order: readonly (keyof Scenario)[] = [
  'version',
  'name',
  'seed',
  'sameInstantOrder',
  'cluster',
  'directory',
  'registry',
  'behaviours',
  'stacks',
  'steps',
  'faults',
];

/**
 * Writes a scenario as a file: JSON with a line for each node, behaviour, step and fault. Equal scenarios give equal
 * texts, whatever the order in which their fields were set.
 */
export function formatScenario(scenario: Scenario): string {
  const fields = order.flatMap((name) => {
    const value: unknown = scenario[name];
    if (value === undefined) return [];
    return [`  ${quote(name)}: ${formatField(name, value)}`];
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}

/** Writes plain data on one line, with room to breathe; fields without a value are left out. */
export function formatInline(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${value.map(formatInline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = definedFields(value).map(
    ([name, item]) => `${quote(name)}: ${formatInline(item)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function formatField(name: keyof Scenario, value: unknown): string {
  switch (name) {
    case 'cluster':
      return formatCluster(value as object);
    case 'stacks':
      return formatEntries(value as object);
    case 'steps':
    case 'faults':
    case 'behaviours':
      return formatLines(value as readonly unknown[], '  ');
    default:
      return formatInline(value);
  }
}

function formatCluster(cluster: object): string {
  const fields = definedFields(cluster).map(([name, value]) =>
    name === 'nodes' && Array.isArray(value)
      ? `    ${quote(name)}: ${formatLines(value, '    ')}`
      : `    ${quote(name)}: ${formatInline(value)}`,
  );
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n  }`;
}

function formatEntries(record: object): string {
  const entries = definedFields(record).map(
    ([name, value]) => `    ${quote(name)}: ${formatInline(value)}`,
  );
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n  }`;
}

function formatLines(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return '[]';
  const lines = items.map((item) => `${indent}  ${formatInline(item)}`);
  return `[\n${lines.join(',\n')}\n${indent}]`;
}

/** Instants, kinds and names come first; the rest keeps its order. */
const leading: readonly string[] = ['at', 'kind', 'hostname', 'name'];

function definedFields(record: object): readonly [string, unknown][] {
  const entries = (Object.entries(record) as [string, unknown][]).filter(
    ([, value]) => value !== undefined,
  );
  const rankOf = ([name]: [string, unknown]): number => {
    const rank = leading.indexOf(name);
    return rank < 0 ? leading.length : rank;
  };
  return entries.sort((one, other) => {
    const difference = rankOf(one) - rankOf(other);
    if (difference !== 0) return difference;
    return one[0] < other[0] ? -1 : 1;
  });
}

function quote(text: string): string {
  return JSON.stringify(text);
}
