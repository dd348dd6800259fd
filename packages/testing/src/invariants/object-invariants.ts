/** What holds of configs and secrets as objects of the cluster, and of every object's version. */
import type { Config, Secret, Service } from '@swarmsim/core';
import type { ClusterState } from './cluster-state.ts';
import type { Invariant, Problem } from './invariant.ts';

/**
 * References of tasks and of former specs do not count.
 * SwarmKit: manager/controlapi/config.go, RemoveConfig; manager/controlapi/secret.go, RemoveSecret.
 */
export const usedObjectsAreKept: Invariant = {
  name: 'used-objects-are-kept',
  rule: 'a config or secret is not removed while the spec of a service references it',
  source: 'SwarmKit: manager/controlapi/config.go, RemoveConfig; secret.go, RemoveSecret',
  when: 'commit',
  about: ['config', 'secret'],
  start:
    ({ premise }) =>
    ({ configs, secrets, cluster }) => {
      for (const { before, after } of [...configs, ...secrets]) {
        if (before === undefined || after !== undefined) continue;
        premise();
        const problem = findUser(before, cluster);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
};

/** SwarmKit: manager/state/store/memory.go, update: the objects of a transaction share its version. */
export const versionsOnlyGrow: Invariant = {
  name: 'versions-only-grow',
  rule: 'every write gives an object the version of its transaction, which only grows',
  source: 'SwarmKit: manager/state/store/memory.go, update',
  when: 'commit',
  start({ premise }) {
    let newest = -1;
    return ({ commits }) => {
      for (const { version, changes } of commits) {
        if (version <= newest) return describe('the cluster', { was: newest, is: version });
        newest = version;
        for (const { before, after } of changes) {
          if (after === undefined) continue;
          premise();
          const was = before?.meta.version ?? -1;
          const is = after.meta.version;
          if (is <= was) return describe(after.id, { was, is });
          if (is !== version)
            return describe(after.id, { was: version, is }, 'in a transaction of');
        }
      }
      return undefined;
    };
  },
};

function findUser(object: Config | Secret, cluster: ClusterState): Problem | undefined {
  const service = cluster.services().find((one) => references(one, object.id));
  if (service === undefined) return undefined;
  const { name } = object.spec;
  return {
    message: `${name} was removed, and service ${service.spec.name} references it`,
    evidence: { object: object.id, service: service.id, expected: 'kept', observed: 'removed' },
  };
}

function references({ spec }: Service, id: string): boolean {
  const { runtime } = spec.task;
  if (runtime?.kind !== 'container') return false;
  const { configs = [], secrets = [] } = runtime;
  return (
    configs.some(({ configId }) => configId === id) ||
    secrets.some(({ secretId }) => secretId === id)
  );
}

function describe(
  object: string,
  { was, is }: { readonly was: number; readonly is: number },
  how = 'after',
): Problem {
  return {
    message: `${object} has version ${is} ${how} version ${was}`,
    evidence: {
      object,
      expected: how === 'after' ? `more than ${was}` : `${was}`,
      observed: `${is}`,
    },
  };
}
