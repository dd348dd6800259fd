/** Every known-bad swarm, component by component. */
import { badAgents } from './agent.ts';
import { badConstraints } from './constraints.ts';
import { badControlApis } from './control-api.ts';
import { badDeliveries } from './delivery.ts';
import { badDispatchers } from './dispatcher.ts';
import { badEnforcers } from './enforcer.ts';
import { badFilters } from './filters.ts';
import { badGlobals } from './global.ts';
import { badHistories } from './history.ts';
import { badJobs } from './jobs.ts';
import type { KnownBadSwarm } from './known-bad-swarm.ts';
import { badReplicas } from './replicated.ts';
import { badRestarts } from './restart.ts';
import { badRollbacks } from './rollback.ts';
import { badSpreads } from './spread.ts';
import { badUpdates } from './update.ts';

/** See the head of this file. Names differ from each other. */
export const knownBadSwarms: readonly KnownBadSwarm[] = [
  ...badSpreads,
  ...badFilters,
  ...badConstraints,
  ...badReplicas,
  ...badGlobals,
  ...badJobs,
  ...badRestarts,
  ...badUpdates,
  ...badRollbacks,
  ...badHistories,
  ...badEnforcers,
  ...badDispatchers,
  ...badDeliveries,
  ...badAgents,
  ...badControlApis,
];
