import { matchesConstraints } from '../../constraint/match-constraints.ts';
import { parseConstraints, type Constraint } from '../../constraint/parse-constraints.ts';
import { SwarmSimError } from '../../kernel/errors.ts';
import { joinTexts, type Filter } from './filter.ts';

/** A node must satisfy the placement constraints. SwarmKit: filter.go, ConstraintFilter. */
export const constraintFilter: Filter = {
  name: 'constraint',
  prepare(task, nodes) {
    const expressions = task.spec.placement?.constraints ?? [];
    if (expressions.length === 0) return undefined;
    const constraints = parseValid(expressions);
    if (constraints === undefined) return undefined;
    return nodes.memo.memoize(joinTexts(expressions), nodes.revisions, (slot) => {
      const node = nodes.nodeAt(slot);
      return node !== undefined && matchesConstraints(constraints, node);
    });
  },
  inputs: (task) => joinTexts(task.spec.placement?.constraints ?? []),
  explain: (nodeCount) =>
    nodeCount === 1
      ? 'scheduling constraints not satisfied on 1 node'
      : `scheduling constraints not satisfied on ${nodeCount} nodes`,
};

/** The control API lets no bad expression in; one that is there all the same is ignored. */
function parseValid(expressions: readonly string[]): readonly Constraint[] | undefined {
  try {
    return parseConstraints(expressions);
  } catch (error) {
    if (error instanceof SwarmSimError && error.code === 'unknown') return undefined;
    throw error;
  }
}
