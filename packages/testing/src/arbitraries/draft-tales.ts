/** Steps that mean little alone: one makes ready what another goes for, some time later. */
import type { HostChange } from '@swarmsim/core';
import fc from 'fast-check';
import { draftFaults } from './draft-faults.ts';
import type { DraftField, DraftPort } from './draft-service.ts';
import {
  draftDeployments,
  draftRedeployments,
  overADayMs,
  type DraftAct,
  type DraftStep,
} from './draft-steps.ts';

/**
 * Random tales of two or three steps; `pauses` are the times that pass before each, and `faults` says whether
 * anything goes wrong in them.
 */
export function draftTales(
  pauses: fc.Arbitrary<number>,
  faults: boolean,
): fc.Arbitrary<readonly DraftStep[]> {
  const tell = tellerOf(pauses);
  return fc.oneof(
    { weight: 3, arbitrary: tell(asking(labels), relabelling) },
    { weight: 1, arbitrary: tell(asking(reservations), shrinking) },
    { weight: 1, arbitrary: tell(asking(sameConfig), asking(sameConfig), removingIt) },
    { weight: 1, arbitrary: tell(asking(meshPorts, 0), asking(meshPorts, 1)) },
    { weight: 2, arbitrary: tell(draftDeployments, draftRedeployments) },
    ...(faults ? [{ weight: 2, arbitrary: tell(asking(probes), sickening) }] : []),
  );
}

/** Random tales of a release that fails: it is rolled back, by hand or not, or tried once more. */
export function draftReleaseTales(
  pauses: fc.Arbitrary<number>,
): fc.Arbitrary<readonly DraftStep[]> {
  const tell = tellerOf(pauses);
  return fc.oneof(
    { weight: 1, arbitrary: tell(asking(rollingBack('rollback')), release, rollback) },
    { weight: 1, arbitrary: tell(asking(rollingBack('update')), release) },
    { weight: 2, arbitrary: tell(asking(attempts), release, retrial) },
  );
}

/** Random tales of a node that is lost, and of a service that is looked at again when its tasks there are given up. */
export function draftLosses(pauses: fc.Arbitrary<number>): fc.Arbitrary<readonly DraftStep[]> {
  return fc.tuple(
    fc.record({ afterMs: pauses, act: crash }),
    fc.record({ afterMs: fc.constant(overADayMs), act: retrial }),
  );
}

/** Tells tales in which a pause comes before each act. */
function tellerOf(pauses: fc.Arbitrary<number>) {
  return (...acts: readonly fc.Arbitrary<DraftAct>[]): fc.Arbitrary<readonly DraftStep[]> =>
    fc.tuple(...acts.map((act) => fc.record({ afterMs: pauses, act })));
}

const index = fc.nat({ max: 5 });
const small = fc.nat({ max: 3 });

/** A service asks for something: any, or the one of a number. */
function asking(field: fc.Arbitrary<DraftField>, number?: number): fc.Arbitrary<DraftAct> {
  return fc.record({
    kind: fc.constant('edit'),
    service: number === undefined ? index : fc.constant(number),
    fields: field.map((one) => [one]),
    drop: fc.constant(undefined),
    version: fc.constant(undefined),
    replicas: fc.constant(undefined),
  });
}

const labels: fc.Arbitrary<DraftField> = fc.record({
  field: fc.constant('constraints'),
  value: fc
    .record({ about: fc.constant('label'), isEqual: fc.boolean(), value: small })
    .map((constraint) => [constraint]),
});

/** Nodes are dealt out anew among those that services ask for. */
const relabelling: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('label-node'),
  node: index,
  label: small,
  value: small,
  pauses: fc.constantFrom(false, false, true),
});

const reservations: fc.Arbitrary<DraftField> = fc.record({
  field: fc.constant('reserve'),
  value: fc.constantFrom({ memory: '2g' }, { cpus: 2 }, { cpus: 1, memory: '2g' }),
});

/** A host comes back from its repair with less. */
const shrinking: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('change-host'),
  node: index,
  change: fc.constantFrom<HostChange>({ memory: '1g' }, { cpus: 1 }, { cpus: 1, memory: '1g' }),
});

const sameConfig: fc.Arbitrary<DraftField> = fc.constant({
  field: 'configs',
  value: [{ object: 0, options: {} }],
});

/** Each service has ports of its own, so that none is refused. */
const meshPorts: fc.Arbitrary<DraftField> = fc.record({
  field: fc.constant('ports'),
  value: fc.constantFrom<readonly DraftPort[]>(
    [{ published: 'fixed' }],
    [{ published: 'fixed', protocol: 'udp' }],
  ),
});

const removingIt: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('remove-config'),
  object: fc.constant(0),
});

const probes: fc.Arbitrary<DraftField> = fc.record({
  field: fc.constant('healthcheck'),
  value: fc.record({
    test: fc.constant(['CMD', 'check']),
    intervalMs: fc.constantFrom(1_000, 500),
    retries: fc.constantFrom(1, 2, 3),
  }),
});

/** A container that is looked after falls ill. */
const sickening: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('fault'),
  fault: draftFaults(['sicken-task']),
});

const crash: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('fault'),
  fault: draftFaults(['crash']),
});

/** Failures lead back to where one came from. */
function rollingBack(field: 'update' | 'rollback'): fc.Arbitrary<DraftField> {
  return fc.constant({ field, value: { failureAction: 'rollback' } });
}

const attempts: fc.Arbitrary<DraftField> = fc.record({
  field: fc.constant('restart'),
  value: fc.record({ maxAttempts: fc.constantFrom(2, 3), delay: fc.constantFrom('500ms', '1s') }),
});

/** A new image. */
const release: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('edit'),
  service: index,
  fields: fc.constant([]),
  drop: fc.constant(undefined),
  version: fc.constantFrom(1, 1, 2),
  replicas: fc.constant(undefined),
});

const rollback: fc.Arbitrary<DraftAct> = fc.record({
  kind: fc.constant('rollback'),
  service: index,
});

const retrial: fc.Arbitrary<DraftAct> = fc.record({ kind: fc.constant('force'), service: index });
