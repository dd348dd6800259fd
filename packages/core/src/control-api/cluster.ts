import type { Cluster, ClusterSpec } from '../model/cluster.ts';
import type { Labels } from '../model/meta.ts';
import { keepPlain } from '../options/keep-plain.ts';
import type { Store } from '../store/store.ts';
import { checkVersion } from './check-version.ts';
import { missingArgument, notFound } from './control-api-error.ts';
import { hasPrefixAmong, isAmong, matchesLabels } from './match-filters.ts';
import { validateCaConfig, validateClusterSpec } from './validate-cluster-spec.ts';

/** The calls for the cluster object. SwarmKit: manager/controlapi/cluster.go. */
export function createClusterApi(store: Store): ClusterApi {
  return {
    get(id) {
      if (id === '') throw missingArgument();
      const cluster = store.get('cluster', id);
      if (cluster === undefined) throw notFound(`cluster ${id} not found`);
      return cluster;
    },

    list(filters = {}) {
      return store.list('cluster').filter((cluster) => matchesClusterFilters(cluster, filters));
    },

    update(id, version, spec) {
      if (id === '' || version === undefined) throw missingArgument();
      validateClusterSpec(spec);
      return store.update((tx) => {
        const cluster = tx.get('cluster', id);
        if (cluster === undefined) throw notFound(`cluster ${id} not found`);
        validateCaConfig(spec);
        checkVersion(cluster, version);
        return tx.update('cluster', { ...cluster, spec: keepPlain('spec', spec) });
      });
    },
  };
}

/** See {@link createClusterApi}. Every method throws {@link ControlApiError} when it refuses. */
export interface ClusterApi {
  get(id: string): Cluster;
  list(filters?: ClusterFilters): readonly Cluster[];
  /** Replaces the whole spec. */
  update(id: string, version: number | undefined, spec: ClusterSpec | undefined): Cluster;
}

/** Filters of {@link ClusterApi.list}: all that are given must hold. */
export interface ClusterFilters {
  readonly names?: readonly string[];
  readonly namePrefixes?: readonly string[];
  readonly idPrefixes?: readonly string[];
  readonly labels?: Labels;
}

function matchesClusterFilters(cluster: Cluster, filters: ClusterFilters): boolean {
  return (
    isAmong(cluster.spec.name, filters.names) &&
    hasPrefixAmong(cluster.spec.name, filters.namePrefixes) &&
    hasPrefixAmong(cluster.id, filters.idPrefixes) &&
    matchesLabels(cluster.spec.labels, filters.labels)
  );
}
