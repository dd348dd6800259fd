import { PipeEvaluator } from './evaluate-pipe.ts';
import { quoteBytes } from './go-quote.ts';
import type { TemplateSet } from './parse-template.ts';
import type { TemplateFunctions } from './template-functions.ts';
import type { BranchNode, CallNode, TemplateNode } from './template-nodes.ts';
import {
  invalid,
  isTruthy,
  printValue,
  sortedEntries,
  toText,
  type Value,
} from './template-values.ts';
import { templateName } from './token-cursor.ts';

/** What a template is filled in with. */
export interface Evaluation {
  readonly source: string;
  readonly templates: TemplateSet;
  readonly functions: TemplateFunctions;
  readonly data: Value;
}

/**
 * Fills in a parsed template. Go: text/template/exec.go, with missing keys as errors.
 *
 * @throws TemplateError with Go's text.
 */
export function evaluateTemplate(evaluation: Evaluation): string {
  return new Evaluator(evaluation, { name: templateName, data: evaluation.data, depth: 0 }).run();
}

/** Leaves the body of a `range`. */
class Jump extends Error {
  readonly kind: 'break' | 'continue';

  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

/** Which of the templates is filled in, with what, and how many others wait for it. */
interface Frame {
  readonly name: string;
  readonly data: Value;
  readonly depth: number;
}

// Deviation: Go goes down to 100000 (text/template/exec.go, maxExecDepth); a JavaScript stack will not.
const depthMax = 500;

class Evaluator {
  readonly #evaluation: Evaluation;
  readonly #frame: Frame;
  readonly #pipes: PipeEvaluator;
  #output = '';

  constructor(evaluation: Evaluation, frame: Frame) {
    this.#evaluation = evaluation;
    this.#frame = frame;
    this.#pipes = new PipeEvaluator({ ...evaluation, name: frame.name }, frame.data);
  }

  run(): string {
    const { data, name } = this.#frame;
    this.#walkList(data, this.#evaluation.templates.get(name) ?? []);
    return this.#output;
  }

  #walkList(dot: Value, nodes: readonly TemplateNode[]): void {
    for (const node of nodes) this.#walk(dot, node);
  }

  #walk(dot: Value, node: TemplateNode): void {
    this.#pipes.at(node);
    switch (node.kind) {
      case 'text':
        this.#output += node.text;
        return;
      case 'action': {
        const value = this.#pipes.evaluate(dot, node.pipe);
        if (node.pipe.variables.length === 0) this.#output += printable(value);
        return;
      }
      case 'if':
      case 'with':
        this.#walkCondition(dot, node);
        return;
      case 'range':
        this.#walkRange(dot, node);
        return;
      case 'template':
        this.#walkCall(dot, node);
        return;
      case 'break':
      case 'continue':
        throw new Jump(node.kind);
    }
  }

  #walkCondition(dot: Value, node: BranchNode): void {
    const { mark } = this.#pipes;
    const value = this.#pipes.evaluate(dot, node.pipe);
    if (isTruthy(value)) this.#walkList(node.kind === 'with' ? value : dot, node.list);
    else this.#walkList(dot, node.elseList ?? []);
    this.#pipes.forgetFrom(mark);
  }

  #walkRange(dot: Value, node: BranchNode): void {
    const { mark } = this.#pipes;
    const items = this.#itemsOf(this.#pipes.evaluate(dot, node.pipe), node);
    if (items.length === 0) this.#walkList(dot, node.elseList ?? []);
    try {
      for (const [key, item] of items) this.#walkItem(node, key, item);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'break') throw error;
    }
    this.#pipes.forgetFrom(mark);
  }

  #itemsOf(value: Value, node: BranchNode): readonly (readonly [Value, Value])[] {
    if (value.kind === 'invalid') return [];
    if (value.kind === 'map') {
      return sortedEntries(value.entries).map(([key, text]) => [toText(key), toText(text)]);
    }
    if (value.kind === 'int') {
      if (node.pipe.variables.length > 1) {
        this.#pipes.fail(`can't use ${value.int} to iterate over more than one variable`);
      }
      return Array.from({ length: Math.max(0, Number(value.int)) }, (_, index) => {
        const item: Value = { kind: 'int', int: BigInt(index) };
        return [item, item];
      });
    }
    const shown = value.kind === 'pointer' ? value.to : value;
    return this.#pipes.fail(`range can't iterate over ${printValue(shown)}`);
  }

  #walkItem(node: BranchNode, key: Value, item: Value): void {
    const { mark } = this.#pipes;
    const declared = node.pipe.variables.length;
    if (declared > 0) this.#pipes.setDeclared(0, item);
    if (declared > 1) this.#pipes.setDeclared(1, key);
    try {
      this.#walkList(item, node.list);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    } finally {
      this.#pipes.forgetFrom(mark);
    }
  }

  #walkCall(dot: Value, { name, pipe }: CallNode): void {
    if (!this.#evaluation.templates.has(name)) {
      this.#pipes.fail(`template ${quoteBytes(name)} not defined`);
    }
    const depth = this.#frame.depth + 1;
    if (depth > depthMax) this.#pipes.fail(`exceeded maximum template depth (${depthMax})`);
    const data = pipe === undefined ? invalid : this.#pipes.evaluate(dot, pipe);
    this.#output += new Evaluator(this.#evaluation, { name, data, depth }).run();
  }
}

/** What an action writes. Go: text/template/exec.go, printableValue. */
function printable(value: Value): string {
  if (value.kind === 'invalid') return '<no value>';
  return printValue(value.kind === 'pointer' ? value.to : value);
}
