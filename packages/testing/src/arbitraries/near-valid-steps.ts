/** Steps that a swarm must refuse without changing anything, among others. */
import type { ServiceOptions } from '@swarmsim/core';
import type fc from 'fast-check';
import type { ScenarioOperation, ScenarioStep } from '../scenario/scenario.ts';
import { nearValid, shareOf } from './near-valid.ts';
import { nodeSpoilers } from './nodes.ts';
import { serviceSpoilers } from './services.ts';

type Steps = readonly ScenarioStep[];

/** Puts a step that is refused among the others, in a share of the cases. */
export function nearValidSteps(
  steps: fc.Arbitrary<Steps>,
  share: boolean | number | undefined,
): fc.Arbitrary<Steps> {
  return nearValid(steps, shareOf(share), stepSpoilers);
}

/** It comes right after the first service, whose name is known, or at the beginning. */
function insert(operationFor: (service: string | undefined) => ScenarioOperation) {
  return (steps: Steps): Steps => {
    const index = steps.findIndex(({ kind }) => kind === 'service-create');
    const found = steps[index];
    const name = found?.kind === 'service-create' ? found.options.name : undefined;
    const step: ScenarioStep = { at: found?.at ?? 0, ...operationFor(name) };
    return [...steps.slice(0, index + 1), step, ...steps.slice(index + 1)];
  };
}

const plain: ServiceOptions = { name: 'near-valid', image: 'app:1' };
const nowhere = 'nowhere';

/** Kinds and fields that there are not, as a file may have them. */
function unknown(operation: object): ScenarioOperation {
  return operation as ScenarioOperation;
}

/** See {@link nearValidSteps}. */
export const stepSpoilers: readonly ((steps: Steps) => Steps)[] = [
  ...serviceSpoilers.map((spoil) =>
    insert(() => ({ kind: 'service-create', options: spoil(plain) })),
  ),
  ...nodeSpoilers.map((spoil) =>
    insert(() => ({
      kind: 'node-join',
      node: spoil({ hostname: 'near-valid', host: { os: 'linux' } }),
    })),
  ),
  insert((name) => ({
    kind: 'service-create',
    options: { ...plain, ...(name === undefined ? { image: '' } : { name }) },
  })),
  insert((service = nowhere) => ({ kind: 'service-scale', service, replicas: -1 })),
  insert(() => ({ kind: 'service-force', service: nowhere })),
  insert((service = nowhere) => ({
    kind: 'service-edit',
    service,
    change: { constraints: ['zone=a'] },
  })),
  insert((service = nowhere) => unknown({ kind: 'service-edit', service, change: { replica: 2 } })),
  insert(() => ({ kind: 'node-update', node: nowhere, edit: { availability: 'drain' } })),
  insert(() => ({ kind: 'config-create', name: '-', data: 'a' })),
  insert(() => ({ kind: 'config-remove', config: nowhere })),
  insert(() => ({ kind: 'secret-create', name: '', data: 'a' })),
  insert(() => ({ kind: 'fault', fault: { kind: 'crash', node: nowhere } })),
  insert(() => ({
    kind: 'fault-schedule',
    faults: [{ every: 0, fault: { kind: 'crash', node: { pick: 1 } } }],
  })),
  insert(() => ({
    kind: 'directory-edit',
    domain: 'nowhere.com',
    edit: { kind: 'remove-account', account: 'web01' },
  })),
  insert(() => ({ kind: 'image-push', image: { name: 'App:1', platforms: [] } })),
  insert(() => ({ kind: 'stack-deploy', stack: nowhere })),
  insert(() => unknown({ kind: 'service-destroy', service: nowhere })),
];
