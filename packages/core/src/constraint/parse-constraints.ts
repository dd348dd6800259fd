import { SwarmSimError } from '../kernel/errors.ts';
import { trimSpace } from './fold.ts';

/** One placement constraint, such as `node.labels.zone != a`. */
export interface Constraint {
  /** As the user wrote it, trimmed; whether it names anything is seen at matching. */
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
}

type Operator = '==' | '!=';

// SwarmKit: manager/constraint/constraint.go, operators. The order decides `a!=b==c`.
const operators: readonly Operator[] = ['==', '!='];

// SwarmKit: manager/constraint/constraint.go, alphaNumeric and valuePattern. Folding lets the
// Kelvin sign and the long s through, as in Go; white space inside a value is that of ASCII only.
const keyPattern = /^[a-z_][a-z0-9\-_.]+$/iu;
const valuePattern = /^[a-z0-9:\-_\t\n\f\r .*()?+[\]\\^$|/]+$/iu;

/**
 * Parses the constraint expressions of a service. SwarmKit: manager/constraint/constraint.go, Parse.
 *
 * @throws SwarmSimError with code `unknown` and SwarmKit's text, for the first bad expression.
 */
export function parseConstraints(expressions: readonly string[]): readonly Constraint[] {
  return expressions.map(parseConstraint);
}

function parseConstraint(expression: string): Constraint {
  const operator = operators.find((candidate) => expression.includes(candidate));
  if (operator === undefined) {
    throw invalid(`constraint expected one operator from ${operators.join(', ')}`);
  }

  const position = expression.indexOf(operator);
  const key = trimSpace(expression.slice(0, position));
  if (!keyPattern.test(key)) throw invalid(`key '${key}' is invalid`);

  const value = trimSpace(expression.slice(position + operator.length));
  if (!valuePattern.test(value)) throw invalid(`value '${value}' is invalid`);

  return { key, operator, value };
}

// SwarmKit gives these errors no gRPC code of their own.
function invalid(message: string): SwarmSimError {
  return new SwarmSimError('unknown', message);
}
