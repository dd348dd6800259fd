/** What is done with nodes, objects and the directory, as it is drawn. */
import type { HostChange, NodeAvailability } from '@swarmsim/core';
import fc from 'fast-check';
import { draftNodes, type DraftNode } from './draft-node.ts';

/** What is done. */
export type DraftClusterAct =
  | Act<'availability', { readonly node: number; readonly availability: NodeAvailability }>
  | Act<
      'label-node',
      {
        readonly node: number;
        readonly label: number;
        readonly value: number;
        /** Whether the node is put on pause with it. */
        readonly pauses: boolean;
      }
    >
  | Act<'promote' | 'demote' | 'rejoin', { readonly node: number }>
  | Act<'join', { readonly draft: DraftNode }>
  | Act<'leave', { readonly node: number; readonly force: boolean }>
  | Act<
      'remove-node',
      { readonly node: number; readonly force: boolean; readonly drainsFirst: boolean }
    >
  | Act<'change-host', { readonly node: number; readonly change: HostChange }>
  | Act<ObjectActKind, { readonly object: number }>
  | Act<'rotate', { readonly service: number }>
  | Act<'push-image', { readonly version: number; readonly os: ImageSystems }>
  | Act<
      'write-copy' | 'delete-copy',
      { readonly node: number; readonly place: 'file' | 'registry' }
    >
  | Act<
      'edit-directory',
      {
        readonly edit: DirectoryEditKind;
        readonly name: number;
        readonly members: readonly number[];
      }
    >;

type Act<Kind extends string, Rest> = Kind extends string ? { readonly kind: Kind } & Rest : never;

/** What is done with a config, a secret or a network. */
export type ObjectActKind =
  'remove-config' | 'remove-secret' | 'remove-network' | 'label-config' | 'label-secret';

/** What an image runs on. */
export type ImageSystems = 'windows' | 'linux' | 'both';

/** Edits of the directory. */
export type DirectoryEditKind =
  | 'add-member'
  | 'remove-member'
  | 'allow-retrieval'
  | 'create-account'
  | 'remove-account'
  | 'add-root-key'
  | 'grant';

const index = fc.nat({ max: 5 });
const small = fc.nat({ max: 3 });

/** Random ones, of some kinds; default all. */
export function draftClusterActs(
  kinds?: readonly DraftClusterAct['kind'][],
): fc.Arbitrary<DraftClusterAct> {
  if (kinds === undefined) return drawnActs;
  return drawnActs.filter(({ kind }) => kinds.includes(kind));
}

const joining = draftNodes({ windows: true, linux: true, traitsMax: 2, managers: false });

const drawnActs = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('availability'),
      node: index,
      availability: fc.constantFrom<NodeAvailability>('active', 'pause', 'drain', 'drain'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('label-node'),
      node: index,
      label: small,
      value: small,
      pauses: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('promote', 'promote', 'demote', 'rejoin', 'rejoin'),
      node: index,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join'), draft: joining }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('leave', 'remove-node'),
      node: index,
      force: fc.boolean(),
      drainsFirst: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change-host'),
      node: index,
      change: fc.constantFrom<HostChange>(
        { memory: '1g' },
        { memory: '512m' },
        { cpus: 1 },
        { cpus: 8 },
        { engineLabels: { storage: 'fast' } },
        { genericResources: [{ kind: 'discrete', resource: 'gpu', value: 1 }] },
        { genericResources: [] },
        { engineVersion: '28.0.0' },
        { plugins: [{ type: 'Network', name: 'overlay' }] },
      ),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom<ObjectActKind>(
        'remove-config',
        'remove-config',
        'remove-secret',
        'remove-network',
        'label-config',
        'label-secret',
      ),
      object: small,
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rotate'), service: index }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('push-image'),
      version: small,
      os: fc.constantFrom<ImageSystems>('both', 'windows', 'linux'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('write-copy', 'delete-copy'),
      node: index,
      place: fc.constantFrom('file', 'registry'),
    }),
  },
  {
    weight: 11,
    arbitrary: fc.record({
      kind: fc.constant('edit-directory'),
      edit: fc.constantFrom<DirectoryEditKind>(
        'add-member',
        'remove-member',
        'allow-retrieval',
        'create-account',
        'remove-account',
        'add-root-key',
        'grant',
      ),
      name: small,
      members: fc.array(index, { maxLength: 2 }),
    }),
  },
) as fc.Arbitrary<DraftClusterAct>;
