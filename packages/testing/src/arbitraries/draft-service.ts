/**
 * Services as they are drawn: options one by one, so that they shrink away alone, and what other
 * objects are meant goes by number, modulo how many there are. An edit is a few more such options.
 */
import type { FileReferenceOptions, PortOptions, ServiceOptions } from '@swarmsim/core';
import fc from 'fast-check';
import { plainFields, type PlainField } from './draft-plain-fields.ts';

/** A service before its objects have names. */
export interface DraftService {
  readonly mode: NonNullable<ServiceOptions['mode']>;
  /** Number of tasks, or of completions of a job; passed over where every node has one. */
  readonly replicas: number;
  /** Tasks of a replicated job that run at once, if that is said. */
  readonly maxConcurrent: number | undefined;
  /** Version of its image, from 0, the good one. */
  readonly version: number;
  readonly fields: readonly DraftField[];
}

/** One option of a service. */
export type DraftField = { readonly [Name in FieldName]: FieldOf<Name> }[FieldName];

/** Options that random services may have. */
export type FieldName = PlainField | keyof NamedFields;

type FieldOf<Name extends FieldName> = {
  readonly field: Name;
  readonly value: Name extends keyof NamedFields
    ? NamedFields[Name]
    : ServiceOptions[Name & PlainField];
};

/** Options that mean other objects. */
export interface NamedFields {
  readonly constraints: readonly DraftConstraint[];
  /** Numbers of labels. */
  readonly spread: readonly number[];
  readonly configs: readonly DraftFile[];
  readonly secrets: readonly DraftFile[];
  readonly networks: readonly number[];
  readonly ports: readonly DraftPort[];
  readonly credentialSpec: DraftCredentialSpec;
}

/** An expression about a label or another property of nodes. */
export interface DraftConstraint {
  readonly about: 'label' | 'engine-label' | 'role' | 'hostname' | 'os' | 'nothing';
  readonly isEqual: boolean;
  /** Which of the values that nodes have. */
  readonly value: number;
}

/** A config or secret as a file. */
export interface DraftFile {
  readonly object: number;
  readonly options: Omit<FileReferenceOptions, 'source'>;
}

/** A port; of fixed ones no two services have the same, unless it is the shared one of hosts. */
export interface DraftPort extends Pick<PortOptions, 'protocol' | 'mode'> {
  readonly published: 'fixed' | 'shared' | 'dynamic';
}

/** Where a credential spec comes from. */
export interface DraftCredentialSpec {
  readonly source: 'config' | 'file' | 'registry';
  readonly spec: number;
}

const index = fc.nat({ max: 3 });

/** Random services; `modes` are those that occur. */
export function draftServices(
  replicasMax: number,
  modes: readonly DraftService['mode'][] = usualModes,
  fieldsMax = 3,
  fields: fc.Arbitrary<DraftField> = draftFields(),
): fc.Arbitrary<DraftService> {
  return fc.record({
    mode: fc.constantFrom(...modes),
    replicas: counts(replicasMax),
    maxConcurrent: fc.constantFrom(undefined, 1, 2),
    version: versions(),
    fields: fc.array(fields, { maxLength: fieldsMax }),
  });
}

/** Numbers of replicas: the plainest is one. */
export function counts(max: number): fc.Arbitrary<number> {
  if (max === 0) return fc.constant(0);
  return fc.nat({ max }).map((number) => (number < 2 ? 1 - number : number));
}

/** A service with nothing but what it needs. */
export const plainService: DraftService = {
  mode: 'replicated',
  replicas: 1,
  maxConcurrent: undefined,
  version: 0,
  fields: [],
};

/** Versions of images: mostly the good one. */
export function versions(): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat({ max: imagesMax - 1 }) },
  );
}

/** Number of versions there are of the image `app`. */
export const imagesMax = 4;

/** Random options, of some names; default all. */
export function draftFields(names?: readonly FieldName[]): fc.Arbitrary<DraftField> {
  if (names === undefined) return drawnFields;
  return fc.oneof(...weightedFields(names));
}

/** The modes of services, as often as they occur. */
export const usualModes = [
  'replicated',
  'replicated',
  'replicated',
  'replicated',
  'global',
  'global',
  'replicated-job',
  'global-job',
] as const;

const constraint: fc.Arbitrary<DraftConstraint> = fc.record({
  about: fc.constantFrom(
    'label',
    'label',
    'label',
    'engine-label',
    'role',
    'hostname',
    'os',
    'os',
    'nothing',
  ),
  isEqual: fc.boolean(),
  value: index,
});

const file: fc.Arbitrary<DraftFile> = fc.record({
  object: index,
  options: fc.constantFrom(
    {},
    {},
    { target: 'web.conf' },
    { mode: 0o400, uid: '1000', gid: '1000' },
  ),
});

const files = fc.uniqueArray(file, {
  minLength: 1,
  maxLength: 2,
  selector: ({ object }) => object,
});

const port: fc.Arbitrary<DraftPort> = fc.constantFrom<DraftPort>(
  { published: 'fixed' },
  { published: 'dynamic' },
  { published: 'fixed', mode: 'host' },
  { published: 'shared', mode: 'host' },
  { published: 'dynamic', mode: 'host' },
  { published: 'shared', mode: 'host' },
  { published: 'shared', mode: 'host', protocol: 'udp' },
  { published: 'shared', mode: 'host', protocol: 'udp' },
  { published: 'fixed', protocol: 'udp' },
);

const namedFields: { readonly [Name in keyof NamedFields]: Weighted<NamedFields[Name]> } = {
  constraints: { weight: 6, value: fc.array(constraint, { minLength: 1, maxLength: 2 }) },
  spread: { weight: 4, value: fc.uniqueArray(index, { minLength: 1, maxLength: 2 }) },
  credentialSpec: {
    weight: 5,
    value: fc.record({
      source: fc.constantFrom('config', 'config', 'config', 'file', 'registry'),
      spec: index,
    }),
  },
  configs: { weight: 3, value: files },
  secrets: { weight: 3, value: files },
  networks: { weight: 2, value: fc.uniqueArray(index, { minLength: 1, maxLength: 2 }) },
  ports: { weight: 4, value: fc.array(port, { minLength: 1, maxLength: 2 }) },
};

interface Weighted<Value> {
  readonly weight: number;
  readonly value: fc.Arbitrary<Value>;
}

const allFields = { ...namedFields, ...plainFields };

function weightedFields(
  names: readonly FieldName[],
): readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<DraftField> }[] {
  return names.map((field) => {
    const { weight, value } = allFields[field];
    const arbitrary = (value as fc.Arbitrary<unknown>).map(
      (drawn) => ({ field, value: drawn }) as DraftField,
    );
    return { weight, arbitrary };
  });
}

const drawnFields: fc.Arbitrary<DraftField> = fc.oneof(
  ...weightedFields(Object.keys(allFields) as FieldName[]),
);
