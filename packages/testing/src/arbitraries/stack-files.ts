import type fc from 'fast-check';
import type { ScenarioStack } from '../scenario/scenario.ts';
import { checkConstraints, type ConstraintTable } from './check-constraints.ts';
import { draftStacks, writeStack } from './draft-stack.ts';
import { nearValid, shareOf } from './near-valid.ts';

/** Bounds of {@link stackFiles}. */
export interface StackFileConstraints {
  /** Most services of a stack. Default 2. */
  readonly servicesMax?: number;
  /** Most keys of a service beside its image. Default 3. */
  readonly keysMax?: number;
  /** Whether the files are for swarms with Windows and Linux hosts. Default false. */
  readonly mixed?: boolean;
  /** Whether, or in which share of cases, a file is one that is refused. Default false. */
  readonly nearValid?: boolean | number;
}

/**
 * Random stack files, with the files that they name. They shrink to fewer services with fewer keys.
 *
 * @throws SwarmSimError `invalid-argument` where constraints are unknown or of the wrong kind.
 */
export function stackFiles(constraints: StackFileConstraints = {}): fc.Arbitrary<ScenarioStack> {
  checkConstraints('stackFiles', constraints, table);
  const { servicesMax = 2, keysMax = 3, mixed = false } = constraints;
  const files = draftStacks(Math.max(servicesMax, 1), keysMax).map(
    (draft) => writeStack(draft, { number: 0, mixed }).stack,
  );
  return nearValid(files, shareOf(constraints.nearValid), spoilers);
}

const table: ConstraintTable<StackFileConstraints> = {
  servicesMax: 'count',
  keysMax: 'count',
  mixed: 'flag',
  nearValid: 'share',
};

const spoilers: readonly ((stack: ScenarioStack) => ScenarioStack)[] = [
  (stack) => ({ ...stack, text: stack.text.replace('image:', 'imagge:') }),
  (stack) => ({ ...stack, text: stack.text.replace('services:', 'service:') }),
  (stack) => ({ ...stack, text: `${stack.text}networks: [` }),
  (stack) => ({ ...stack, text: `${stack.text}configs2: {}\n` }),
  (stack) => ({ ...stack, text: stack.text.replace(/image: (.*)\n/, 'image: 5\n') }),
  (stack) => ({
    ...stack,
    text: stack.text.replace(/^(\s*)image: (.*)\n/m, '$1image: $2\n$1tty: "maybe"\n'),
  }),
];
