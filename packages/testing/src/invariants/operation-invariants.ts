/** What the control API refuses, and a user can therefore not have done. SwarmKit: manager/controlapi. */
import type { Operation } from '@swarmsim/core';
import type { Invariant } from './invariant.ts';

/** Whoever changes an object says which version of it they have read: nobody overwrites what they have not seen. */
export const updatesNameThePresentVersion: Invariant = {
  name: 'updates-name-the-present-version',
  rule: 'an update is done only if it names the version that the object has',
  source: 'SwarmKit: manager/state/store/memory.go, update (ErrSequenceConflict)',
  when: 'commit',
  about: ['node', 'service', 'config', 'secret'],
  start:
    ({ premise }) =>
    ({ commits, operation }) => {
      const named = operation === undefined ? undefined : namedVersion(operation);
      if (named === undefined) return undefined;
      for (const { table, id, before, after } of commits.flatMap(({ changes }) => changes)) {
        const isIt = named.id === undefined ? table === 'service' : id === named.id;
        if (!isIt || before === undefined || after === undefined) continue;
        premise();
        const { version } = before.meta;
        if (version === named.version) continue;
        return {
          message: `${table} ${id} was updated from version ${named.version}, and had version ${version}`,
          evidence: {
            object: id,
            expected: 'update out of sequence',
            observed: `an update from ${named.version} to ${after.meta.version}`,
          },
        };
      }
      return undefined;
    },
};

/** One that managers cannot tell the state of is removed as well. */
export const readyNodesAreRemovedByForce: Invariant = {
  name: 'ready-nodes-are-removed-by-force',
  rule: 'a node that is ready is removed only by force',
  source: 'SwarmKit: manager/controlapi/node.go, RemoveNode',
  when: 'commit',
  about: ['node'],
  start:
    ({ premise }) =>
    ({ nodes, operation }) => {
      for (const { before, after } of nodes) {
        if (before === undefined || after !== undefined) continue;
        premise();
        const { id, description, spec, status } = before;
        if (status.state !== 'ready') continue;
        if (operation === undefined || !isGentleRemoval(operation)) continue;
        const observed = `ready, ${spec.availability}`;
        return {
          message: `node ${description?.hostname ?? id} was removed without force while it was ${observed}`,
          evidence: { node: id, expected: "is not down and can't be removed", observed },
        };
      }
      return undefined;
    },
};

/** The version from which an operation changes an object: of which it knows the id, or else of a service. */
function namedVersion(
  operation: Operation,
): { readonly version: number; readonly id?: string } | undefined {
  if (operation.kind === 'service-update-spec') return { version: operation.version };
  if (operation.kind !== 'control-api' || operation.call !== 'update') return undefined;
  // It was accepted, so these are what they should be.
  const [id, version] = operation.arguments as readonly [string, number];
  return { version, id };
}

function isGentleRemoval(operation: Operation): boolean {
  if (operation.kind === 'node-remove') return operation.force !== true;
  if (operation.kind !== 'control-api') return false;
  const { object, call, arguments: given } = operation;
  if (object !== 'nodes' || call !== 'remove') return false;
  const [, options] = given as readonly [unknown, { readonly force?: boolean }?];
  return options?.force !== true;
}
