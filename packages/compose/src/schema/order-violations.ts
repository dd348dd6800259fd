import type { Violation } from './validate.ts';

// docker/cli: cli/compose/schema/schema.go, getMostSpecificError.
/** Puts the misfit that docker would print first; the others keep their order. */
export function orderViolations(violations: readonly Violation[]): readonly Violation[] {
  const [first, ...rest] = violations;
  if (first === undefined) return [];
  let chosen = first;
  for (const violation of rest) {
    const difference = depthOf(violation) - depthOf(chosen);
    const isWrongType = violation.isTypeError && !chosen.isTypeError;
    if (difference > 0 || (difference === 0 && isWrongType)) chosen = violation;
  }
  return [chosen, ...violations.filter((violation) => violation !== chosen)];
}

function depthOf({ field }: Violation): number {
  return field.split('.').length;
}
