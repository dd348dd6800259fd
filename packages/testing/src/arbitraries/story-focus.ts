/** What stories may be about, where they are not about everything. */
import type { Fault } from '@swarmsim/core';
import type { BehaviourKind } from './draft-behaviours.ts';
import type { DraftClusterAct } from './draft-cluster-acts.ts';
import { usualModes, type DraftService, type FieldName } from './draft-service.ts';

/** A matter: what belongs to it occurs in a story, and nothing else does. */
export interface StoryFocus {
  /** How often stories are about it; those about everything weigh 14. */
  readonly weight: number;
  /** Most services at the beginning, where that is less than elsewhere. */
  readonly servicesMax?: number;
  readonly modes: readonly DraftService['mode'][];
  readonly fields: readonly FieldName[];
  /** Most of these options of a service at first; default 3. */
  readonly fieldsMax?: number;
  /** How often what is done with services; default as in stories about everything, 42 in all. */
  readonly serviceWeights?: ServiceWeights;
  /** Default all, each as often as the others. */
  readonly changes?: readonly ServiceActKind[];
  /** Whether edits often change the image. */
  readonly changesImages?: boolean;
  readonly clusterActs: readonly DraftClusterAct['kind'][];
  /** How often something is done with nodes and objects. */
  readonly clusterWeight: number;
  readonly faults: readonly Fault['kind'][];
  /** How containers act oddly now and then; default in any way. */
  readonly behaviours?: BehaviourKind | 'none';
  /** Whether a day and more passes now and then. */
  readonly lastsDays?: boolean;
}

/** What is done with a service by its name alone. */
export type ServiceActKind = 'force' | 'rollback' | 'remove-service';

/** How often services come, change and go. */
export interface ServiceWeights {
  readonly create: number;
  readonly spec: number;
  readonly edit: number;
  readonly scale: number;
  /** They are forced, rolled back and removed. */
  readonly change: number;
}

const lived = ['replicated', 'replicated', 'replicated', 'global'] as const;

/** Where tasks go. */
const placement: StoryFocus = {
  weight: 1,
  modes: lived,
  // Two levels of preferences, and nodes that differ in both, are rare enough.
  fields: [
    ...(['spread', 'spread', 'spread', 'constraints', 'maxReplicasPerNode'] as const),
    ...(['reserve', 'ports', 'restart'] as const),
  ],
  clusterActs: ['availability', 'label-node', 'change-host', 'join'],
  clusterWeight: 24,
  faults: ['crash', 'restart', 'exit-task', 'ignore-stop'],
};

/** What happens when tasks end, and when nodes are lost. */
const failures: StoryFocus = {
  weight: 1,
  modes: usualModes,
  fields: ['restart', 'healthcheck', 'stopGracePeriod', 'maxReplicasPerNode', 'constraints'],
  clusterActs: ['availability', 'promote', 'demote', 'leave', 'rejoin', 'remove-node'],
  clusterWeight: 24,
  faults: ['crash', 'restart', 'partition', 'repair', 'exit-task', 'ignore-stop', 'sicken-task'],
};

/** What becomes of slots whose tasks end, and are perhaps given up, as their service changes, grows and shrinks. */
const slots: StoryFocus = {
  weight: 2,
  servicesMax: 1,
  modes: lived,
  fields: [
    ...(['restart', 'restart', 'restart', 'update', 'rollback', 'rollback'] as const),
    ...(['labels', 'labels', 'stopGracePeriod', 'maxReplicasPerNode'] as const),
  ],
  serviceWeights: { create: 2, spec: 0, edit: 16, scale: 16, change: 14 },
  changes: ['force', 'rollback', 'rollback'],
  clusterActs: ['availability'],
  clusterWeight: 6,
  faults: ['exit-task'],
};

/** How services change. */
const updates: StoryFocus = {
  weight: 1,
  modes: lived,
  fields: ['update', 'rollback', 'restart', 'constraints', 'ports', 'healthcheck'],
  clusterActs: ['availability', 'label-node'],
  clusterWeight: 6,
  faults: ['crash', 'exit-task', 'exit-task', 'sicken-task'],
};

/** A service is updated to what fails, rolled back, and tried once more. */
const releases: StoryFocus = {
  weight: 5,
  servicesMax: 1,
  modes: lived,
  fields: [
    ...(['update', 'update', 'rollback', 'rollback', 'rollback', 'rollback'] as const),
    ...(['restart', 'restart', 'restart', 'ports', 'labels', 'env'] as const),
  ],
  fieldsMax: 6,
  serviceWeights: { create: 1, spec: 0, edit: 40, scale: 4, change: 24 },
  changes: ['force', 'rollback'],
  changesImages: true,
  clusterActs: ['availability'],
  clusterWeight: 3,
  faults: ['exit-task'],
  behaviours: 'late',
};

/** What becomes of tasks on nodes that do not come back, for days. Nothing fails by itself. */
const absences: StoryFocus = {
  weight: 2,
  servicesMax: 2,
  modes: lived,
  fields: ['stopGracePeriod', 'constraints', 'maxReplicasPerNode', 'spread'],
  serviceWeights: { create: 8, spec: 0, edit: 8, scale: 8, change: 6 },
  clusterActs: ['availability', 'rejoin', 'join'],
  clusterWeight: 8,
  faults: ['crash'],
  behaviours: 'none',
  lastsDays: true,
};

/** Which node gets which config and which secret. */
const delivery: StoryFocus = {
  weight: 1,
  modes: lived,
  fields: ['configs', 'secrets', 'credentialSpec', 'restart'],
  clusterActs: [
    ...(['remove-config', 'remove-secret', 'label-config', 'label-secret'] as const),
    ...(['rotate', 'availability', 'edit-directory'] as const),
  ],
  clusterWeight: 18,
  faults: ['exit-task', 'crash', 'restart', 'partition', 'repair'],
};

/** See the head of this file. */
export const storyFocuses: readonly StoryFocus[] = [
  placement,
  failures,
  slots,
  updates,
  releases,
  absences,
  delivery,
];
