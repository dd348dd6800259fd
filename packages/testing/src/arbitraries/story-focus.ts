/** What stories may be about, where they are not about everything. */
import type { Fault } from '@swarmsim/core';
import type { DraftClusterAct } from './draft-cluster-acts.ts';
import { usualModes, type DraftService, type FieldName } from './draft-service.ts';

/** A matter: what belongs to it occurs in a story, and nothing else does. */
export interface StoryFocus {
  readonly modes: readonly DraftService['mode'][];
  readonly fields: readonly FieldName[];
  readonly clusterActs: readonly DraftClusterAct['kind'][];
  /** How often something is done with nodes and objects; what is done with services weighs 42. */
  readonly clusterWeight: number;
  readonly faults: readonly Fault['kind'][];
}

const lived = ['replicated', 'replicated', 'replicated', 'global'] as const;

/** Where tasks go. */
const placement: StoryFocus = {
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
  modes: usualModes,
  fields: ['restart', 'healthcheck', 'stopGracePeriod', 'maxReplicasPerNode', 'constraints'],
  clusterActs: ['availability', 'promote', 'demote', 'leave', 'rejoin', 'remove-node'],
  clusterWeight: 24,
  faults: ['crash', 'restart', 'partition', 'repair', 'exit-task', 'ignore-stop', 'sicken-task'],
};

/** How services change. */
const updates: StoryFocus = {
  modes: lived,
  fields: ['update', 'rollback', 'restart', 'constraints', 'ports', 'healthcheck'],
  clusterActs: ['availability', 'label-node'],
  clusterWeight: 6,
  faults: ['crash', 'exit-task', 'exit-task', 'sicken-task'],
};

/** Which node gets which config and which secret. */
const delivery: StoryFocus = {
  modes: lived,
  fields: ['configs', 'secrets', 'credentialSpec', 'restart'],
  clusterActs: [
    ...(['remove-config', 'remove-secret', 'label-config', 'label-secret'] as const),
    ...(['rotate', 'availability'] as const),
  ],
  clusterWeight: 18,
  faults: ['exit-task', 'crash', 'restart', 'partition', 'repair'],
};

/** See the head of this file. */
export const storyFocuses: readonly StoryFocus[] = [placement, failures, updates, delivery];
