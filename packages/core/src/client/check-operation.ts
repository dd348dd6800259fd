/**
 * Checks operations before anything is looked up or written: they are plain data, and may come from
 * a file, from another process, or from a caller without types.
 */
import type { Labels } from '../model/meta.ts';
import {
  checkOneOf,
  checkOptions,
  checkRecord,
  checkRequired,
  checkTexts,
  invalid,
  type OptionKind,
  type OptionTable,
} from '../options/check-options.ts';
import { keepPlain } from '../options/keep-plain.ts';
import type { NodeEdit, OperationKind, Operations } from './operation.ts';

/**
 * Takes an operation over from a caller: a frozen copy with known fields of the right kinds.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function readOperation<Kind extends OperationKind>(
  operation: { readonly kind: Kind } & Operations[Kind],
): { readonly kind: Kind } & Operations[Kind] {
  const given: unknown = operation;
  checkRecord('operation', given);
  const kind = String(given['kind']);
  if (!Object.hasOwn(fieldTables, kind)) throw invalid(`unknown operation '${kind}'`);
  const kept = keepPlain<object>(kind, operation) as { readonly kind: Kind } & Operations[Kind];
  checkFields(kind as OperationKind, kept);
  return kept;
}

/** What each kind of operation carries. What is `any` is checked by whoever reads it. */
const fieldTables: { readonly [Kind in OperationKind]: OptionTable<Operations[Kind]> } = {
  'config-create': { spec: 'record' },
  'config-label': { config: 'text', labels: 'record' },
  'config-remove': { config: 'text' },
  'secret-create': { spec: 'record' },
  'secret-label': { secret: 'text', labels: 'record' },
  'secret-remove': { secret: 'text' },
  'network-create': { spec: 'record' },
  'network-remove': { network: 'text' },
  'service-create': { options: 'any', resolveImage: 'flag' },
  'service-create-spec': { spec: 'record', resolveImage: 'flag' },
  'service-update': { service: 'text', options: 'any', resolveImage: 'flag' },
  'service-update-spec': { service: 'text', version: 'any', spec: 'record', resolveImage: 'flag' },
  'service-scale': { service: 'text', replicas: 'any' },
  'service-rollback': { service: 'text' },
  'service-remove': { service: 'text' },
  'node-join': { node: 'any' },
  'node-update': { node: 'text', edit: 'any' },
  'node-change-host': { node: 'text', change: 'record' },
  'credential-spec-write': { node: 'text', copy: 'record' },
  'credential-spec-delete': { node: 'text', copy: 'record' },
  'image-push': { image: 'record' },
  'node-leave': { node: 'text', force: 'flag' },
  'node-remove': { node: 'text', force: 'flag' },
  'directory-edit': { domain: 'text', edit: 'any' },
  fault: { fault: 'any' },
  'fault-schedule': { faults: 'list' },
  'fault-unschedule': {},
  'control-api': { object: 'text', call: 'text', arguments: 'list' },
};

/** The same with the field that all have. */
const completeTables = Object.fromEntries(
  Object.entries(fieldTables).map(([kind, table]) => [kind, { ...table, kind: 'text' }]),
) as unknown as Readonly<Record<OperationKind, Readonly<Record<string, OptionKind>>>>;

function checkFields(kind: OperationKind, operation: object): void {
  const table = completeTables[kind];
  checkOptions(kind, operation, table as OptionTable<object>);
  checkRequired(kind, operation, table);
  if ('labels' in operation) checkTexts(`${kind}: label`, operation.labels as Labels);
  if ('spec' in operation) checkLabelsOf(kind, operation.spec as { readonly labels?: unknown });
}

function checkLabelsOf(kind: OperationKind, { labels }: { readonly labels?: unknown }): void {
  if (labels === undefined) return;
  checkRecord(`${kind}: labels`, labels);
  checkTexts(`${kind}: label`, labels);
}

/** Checks what is to change of a node. moby: daemon/cluster/convert/node.go, NodeSpecToGRPC. */
export function checkNodeEdit(edit: NodeEdit): void {
  checkOptions<NodeEdit>('node', edit, { availability: 'text', role: 'text', labels: 'record' });
  checkOneOf(edit.availability, ['active', 'pause', 'drain'], (value) => {
    return `invalid Availability: "${value}"`;
  });
  checkOneOf(edit.role, ['worker', 'manager'], (value) => `invalid Role: "${value}"`);
  checkTexts('node: label', edit.labels);
}
