import { cut } from '../go/go-text.ts';

/** The value of a variable, or undefined where it is not set. */
export type LookUp = (name: string) => string | undefined;

/** A text with its variables replaced, or what kept them from being replaced. */
export type Substitution =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'invalid'; readonly template: string };

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?text}` and
 * `${NAME?text}`; `$$` is a dollar sign. A variable that is not set becomes the empty text.
 */
// docker/cli: cli/compose/template/template.go, SubstituteWith.
export function substitute(template: string, lookUp: LookUp): Substitution {
  let invalid: string | undefined;
  const text = template.replace(
    pattern,
    (_match, escaped?: string, named?: string, braced?: string): string => {
      if (escaped !== undefined) return escaped;
      const expression = named ?? braced;
      if (expression === undefined) {
        invalid = template;
        return '';
      }
      const result = evaluate(expression, lookUp);
      // A good variable after a bad one hides the bad one: docker overwrites its error likewise.
      invalid = result.kind === 'invalid' ? result.template : undefined;
      return result.kind === 'text' ? result.text : '';
    },
  );
  return invalid === undefined ? { kind: 'text', text } : { kind: 'invalid', template: invalid };
}

// Go folds the long s and the sign for Kelvin into the letters a to z, as the flag `u` does.
const variable = '[_a-z][_a-z0-9]*(?::?[-?][^}]*)?';
const pattern = new RegExp(`\\$(?:(\\$)|(${variable})|\\{(${variable})\\}|)`, 'giu');

interface Operator {
  readonly separator: string;
  /** What the expression means for a name, its value and the text after the separator. */
  readonly apply: (name: string, value: string | undefined, rest: string) => Substitution;
}

/** Tried in this order, each by the first place where its separator stands. */
const operators: readonly Operator[] = [
  { separator: ':-', apply: (_name, value, rest) => toText(value || rest) },
  { separator: '-', apply: (_name, value, rest) => toText(value ?? rest) },
  {
    separator: ':?',
    apply: (name, value, rest) => (value ? toText(value) : missing(name, rest)),
  },
  {
    separator: '?',
    apply: (name, value, rest) => (value === undefined ? missing(name, rest) : toText(value)),
  },
];

function evaluate(variableText: string, lookUp: LookUp): Substitution {
  for (const { separator, apply } of operators) {
    const [name, rest] = cut(variableText, separator);
    if (rest !== undefined) return apply(name, lookUp(name), rest);
  }
  return toText(lookUp(variableText) ?? '');
}

function toText(text: string): Substitution {
  return { kind: 'text', text };
}

function missing(name: string, rest: string): Substitution {
  return { kind: 'invalid', template: `required variable ${name} is missing a value: ${rest}` };
}
