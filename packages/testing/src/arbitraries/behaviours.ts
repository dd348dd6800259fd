import type { Behaviour } from '@swarmsim/core';
import type fc from 'fast-check';
import { checkConstraints, type ConstraintTable } from './check-constraints.ts';
import { draftBehaviours, toBehaviour } from './draft-behaviours.ts';
import { nearValid, shareOf, type Spoiler } from './near-valid.ts';

/** Bounds of {@link behaviours}. */
export interface BehaviourConstraints {
  /** Services whose tasks may act so. Default none. */
  readonly services?: readonly string[];
  /** Nodes on which tasks may act so. Default none. */
  readonly nodes?: readonly string[];
  /** Whether, or in which share of cases, a behaviour is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random ways in which containers act: they end, are rejected, turn ill, are slow, or do not stop. Most
 * are about the first tasks of a slot, so that services run in the end. They shrink to such.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or of the wrong kind.
 */
export function behaviours(constraints: BehaviourConstraints = {}): fc.Arbitrary<Behaviour> {
  checkConstraints('behaviours', constraints, table);
  const { services = [], nodes = [] } = constraints;
  const drawn = draftBehaviours().map((draft): Behaviour => {
    return toBehaviour(draft, { services, nodes }) ?? { incarnation: 0, ...draft.how };
  });
  return nearValid(drawn, shareOf(constraints.nearValid), spoilers);
}

const table: ConstraintTable<BehaviourConstraints> = {
  services: 'texts',
  nodes: 'texts',
  nearValid: 'share',
};

const spoilers: readonly Spoiler<Behaviour>[] = [
  (behaviour) => ({ ...behaviour, exitAfterMs: -1 }),
  (behaviour) => ({ ...behaviour, startMs: { min: 2, max: 1 } }),
  (behaviour) => ({ ...behaviour, exitCode: 0.5 }),
  (behaviour) => ({ ...behaviour, image: 'App:1' }),
  (behaviour) => ({ ...behaviour, reject: '' }),
  (behaviour) => ({ ...behaviour, exitAfter: 1_000 }),
];
