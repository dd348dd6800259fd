/**
 * What several rules need to know, worked out once for all of them. It is kept with the cluster that it is about: in
 * a WeakMap of a module V8 would keep it, and the whole swarm with it, until a full collection.
 */
import type { ClusterState } from './cluster-state.ts';
import type { Step } from './invariant.ts';

/** What is kept up about a cluster, from the first time that it is asked for. */
export function keptWithCluster<Kept>(create: () => Kept): (cluster: ClusterState) => Kept {
  return (cluster) => cluster.shared(create);
}

/** What is found out about a step once, however often it is asked for before the next step. */
export function foundOncePerStep<Facts>(find: (step: Step) => Facts): (step: Step) => Facts {
  const lastOf = keptWithCluster((): Last<Facts> => ({ found: undefined }));
  return (step) => {
    const last = lastOf(step.cluster);
    if (last.found?.step !== step) last.found = { step, facts: find(step) };
    return last.found.facts;
  };
}

interface Last<Facts> {
  found: { readonly step: Step; readonly facts: Facts } | undefined;
}
