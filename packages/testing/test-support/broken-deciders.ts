/**
 * Deciders that are wrong on purpose. A test that lets one of these pass would let the real mistake
 * pass too. They are given to `createSwarm({ deciders })`, and never ship.
 */
import {
  decideAssignments,
  decideContainerFiles,
  type AssignmentChange,
  type DecideAssignments,
  type DecideContainerFiles,
  type DeciderOptions,
  type RestrictDependencies,
} from '@swarmsim/core';

/** Every node gets every config and secret, as hosts do that credential specs are copied to. */
const deliverEverythingEverywhere: DecideAssignments = (set, change, objects) => {
  const changes: AssignmentChange[] = [...decideAssignments(set, change, objects)];
  if (change.task === undefined || change.task.status.state !== 'assigned') return changes;
  for (const config of objects.configs())
    changes.push({ action: 'update', item: 'config', config });
  for (const secret of objects.secrets())
    changes.push({ action: 'update', item: 'secret', secret });
  return changes;
};

/** What a node once got stays there. */
const neverTakeBack: DecideAssignments = (set, change, objects) =>
  decideAssignments(set, change, objects).filter(
    ({ action, item }) => action !== 'remove' || item === 'task',
  );

/** Runtime targets are written into the container as well. */
const mountAsFile: DecideContainerFiles = (spec, os) => [
  ...decideContainerFiles(spec, os),
  ...(spec.configs ?? []).flatMap(({ configId, configName, target }) =>
    target?.kind === 'runtime'
      ? [
          {
            kind: 'config' as const,
            id: configId,
            name: configName,
            path: `C:\\${configName}`,
            uid: '0',
            gid: '0',
            mode: 0o444,
          },
        ]
      : [],
  ),
];

/** A task may read whatever its node holds. */
const readEverything: RestrictDependencies = (held) => ({
  config: (id) => read(held().configs, id),
  secret: (id) => read(held().secrets, id),
});

function read<Value>(objects: Readonly<Record<string, Value>>, id: string): Value {
  const found = objects[id];
  if (found === undefined) throw new Error(`${id} not found`);
  return found;
}

/** Known-bad deciders by name. */
export const brokenDeciders: Readonly<Record<string, DeciderOptions>> = {
  'deliver everything everywhere': { decideAssignments: deliverEverythingEverywhere },
  'never take back': { decideAssignments: neverTakeBack },
  'read everything': { restrictDependencies: readEverything },
  'mount as file': { decideContainerFiles: mountAsFile },
};
