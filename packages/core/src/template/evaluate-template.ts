import { quoteBytes } from './go-quote.ts';
import type { TemplateSet } from './parse-template.ts';
import {
  CallError,
  type ParameterType,
  type TemplateFunction,
  type TemplateFunctions,
} from './template-functions.ts';
import { TemplateError } from './template-context.ts';
import {
  describeNode,
  type BranchNode,
  type CallNode,
  type CommandNode,
  type LocatedNode,
  type NumberNode,
  type OperandNode,
  type PipeNode,
  type TemplateNode,
} from './template-nodes.ts';
import {
  invalid,
  isTruthy,
  printValue,
  sortedEntries,
  toBool,
  toText,
  typeOf,
  type Value,
} from './template-values.ts';
import { templateName } from './token-cursor.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

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
  return new Evaluator(evaluation, templateName).run();
}

/** Leaves the body of a `range`. */
class Jump extends Error {
  readonly kind: 'break' | 'continue';

  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

interface Variable {
  readonly name: string;
  value: Value;
}

// Go: text/template/exec.go, maxExecDepth. Deviation: ours is what a JavaScript stack allows.
const depthMax = 500;

class Evaluator {
  readonly #evaluation: Evaluation;
  readonly #name: string;
  readonly #depth: number;
  readonly #data: Value;
  #variables: Variable[];
  #node: LocatedNode | undefined;
  #output = '';

  constructor(evaluation: Evaluation, name: string, data: Value = evaluation.data, depth = 0) {
    this.#evaluation = evaluation;
    this.#name = name;
    this.#data = data;
    this.#depth = depth;
    this.#variables = [{ name: '$', value: data }];
  }

  run(): string {
    this.#walkList(this.#data, this.#evaluation.templates.get(this.#name) ?? []);
    return this.#output;
  }

  #walkList(dot: Value, nodes: readonly TemplateNode[]): void {
    for (const node of nodes) this.#walk(dot, node);
  }

  #walk(dot: Value, node: TemplateNode): void {
    this.#node = node;
    switch (node.kind) {
      case 'text':
        this.#output += node.text;
        return;
      case 'action': {
        const value = this.#evaluatePipe(dot, node.pipe);
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
    const mark = this.#variables.length;
    const value = this.#evaluatePipe(dot, node.pipe);
    if (isTruthy(value)) this.#walkList(node.kind === 'with' ? value : dot, node.list);
    else this.#walkList(dot, node.elseList ?? []);
    this.#variables.length = mark;
  }

  #walkRange(dot: Value, node: BranchNode): void {
    const mark = this.#variables.length;
    const value = this.#evaluatePipe(dot, node.pipe);
    const items = this.#itemsOf(value);
    if (items.length === 0) this.#walkList(dot, node.elseList ?? []);
    try {
      for (const [key, item] of items) this.#walkItem(node, key, item);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'break') throw error;
    }
    this.#variables.length = mark;
  }

  #itemsOf(value: Value): readonly (readonly [Value, Value])[] {
    switch (value.kind) {
      case 'invalid':
        return [];
      case 'map':
        return sortedEntries(value.entries).map(([key, text]) => [toText(key), toText(text)]);
      case 'int':
        return Array.from({ length: Math.max(0, Number(value.int)) }, (_, index) => {
          const item: Value = { kind: 'int', int: BigInt(index) };
          return [item, item] as const;
        });
      default: {
        const shown = value.kind === 'pointer' ? value.to : value;
        return this.#fail(`range can't iterate over ${printValue(shown)}`);
      }
    }
  }

  #walkItem(node: BranchNode, key: Value, item: Value): void {
    const mark = this.#variables.length;
    const [last, secondLast] = [this.#variables[mark - 1], this.#variables[mark - 2]];
    if (node.pipe.variables.length > 0 && last !== undefined) last.value = item;
    if (node.pipe.variables.length > 1 && secondLast !== undefined) secondLast.value = key;
    try {
      this.#walkList(item, node.list);
    } catch (error) {
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    } finally {
      this.#variables.length = mark;
    }
  }

  #walkCall(dot: Value, node: CallNode): void {
    if (!this.#evaluation.templates.has(node.name)) {
      this.#fail(`template ${quoteBytes(node.name)} not defined`);
    }
    if (this.#depth === depthMax) this.#fail(`exceeded maximum template depth (${depthMax})`);
    const data = node.pipe === undefined ? invalid : this.#evaluatePipe(dot, node.pipe);
    this.#output += new Evaluator(this.#evaluation, node.name, data, this.#depth + 1).run();
  }

  #evaluatePipe(dot: Value, pipe: PipeNode): Value {
    this.#node = pipe;
    let value: Value | undefined;
    for (const command of pipe.commands) value = this.#evaluateCommand(dot, command, value);
    const result = value ?? invalid;
    for (const name of pipe.variables) {
      if (pipe.isAssignment) this.#assign(name, result);
      else this.#variables.push({ name, value: result });
    }
    return result;
  }

  #assign(name: string, value: Value): void {
    this.#variable(name).value = value;
  }

  /** `final` is the value of the command before, which becomes the last argument. */
  #evaluateCommand(dot: Value, command: CommandNode, final: Value | undefined): Value {
    const [first, ...args] = command.operands;
    switch (first.kind) {
      case 'field':
      case 'chain':
      case 'variable':
        return this.#evaluatePath(dot, first, { args, final });
      case 'identifier':
        this.#node = first;
        return this.#callFunction(dot, first.text, command, { args, final });
      case 'pipe':
        this.#refuseArguments(first, { args, final });
        return this.#evaluatePipe(dot, first);
      default:
        this.#node = first;
        this.#refuseArguments(first, { args, final });
        if (first.kind === 'nil') return this.#fail('nil is not a command');
        return this.#evaluateConstant(dot, first);
    }
  }

  #evaluateConstant(dot: Value, node: OperandNode): Value {
    switch (node.kind) {
      case 'dot':
        return dot;
      case 'bool':
        return toBool(node.text === 'true');
      case 'string':
        return toText(node.value);
      case 'number':
        return this.#evaluateNumber(node);
      default:
        return invalid;
    }
  }

  #evaluateNumber(node: NumberNode): Value {
    this.#node = node;
    const isFloat = /[.eEpP]/.test(node.text) && !/^'|^0[xX]/.test(node.text);
    if (isFloat) return { kind: 'float64', float: node.float };
    if (node.int === undefined) return this.#fail(`${node.text} overflows int`);
    return { kind: 'int', int: node.int };
  }

  #evaluatePath(
    dot: Value,
    node: Extract<OperandNode, { readonly names: readonly string[] }>,
    call: CallArguments,
  ): Value {
    this.#node = node;
    let receiver = dot;
    let names = node.names;
    if (node.kind === 'variable') {
      const [name = '', ...fields] = node.names;
      receiver = this.#variable(name).value;
      names = fields;
      if (fields.length === 0) this.#refuseArguments(node, call);
    } else if (node.kind === 'chain') {
      receiver = this.#evaluateOperand(dot, node.operand);
    }
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      receiver = this.#evaluateField(dot, name, receiver, isLast ? call : noArguments, node);
    }
    return receiver;
  }

  /** The variable of this name that was declared last. */
  #variable(name: string): Variable {
    for (let index = this.#variables.length - 1; index >= 0; index -= 1) {
      const variable = this.#variables[index];
      if (variable?.name === name) return variable;
    }
    return this.#fail(`undefined variable: ${name}`);
  }

  #evaluateField(
    dot: Value,
    name: string,
    receiver: Value,
    call: CallArguments,
    node: LocatedNode,
  ): Value {
    if (receiver.kind === 'invalid') {
      return this.#fail(`nil data; no entry for key ${quoteBytes(name)}`);
    }
    if (receiver.kind === 'pointer' && name === 'Expand') {
      const expand: TemplateFunction = {
        parameters: ['string'],
        run: ([text]) => toText(text?.kind === 'string' ? receiver.expand(text.text) : ''),
      };
      return this.#call(dot, expand, name, node, call);
    }
    const hasArguments = call.args.length > 0 || call.final !== undefined;
    if (receiver.kind === 'map') {
      if (hasArguments) this.#fail(`${name} is not a method but has arguments`);
      const text = receiver.entries.get(name);
      if (text === undefined) return this.#fail(`map has no entry for key ${quoteBytes(name)}`);
      return toText(text);
    }
    const struct = receiver.kind === 'pointer' ? receiver.to : receiver;
    const field = struct.kind === 'struct' ? struct.fields.get(name) : undefined;
    if (field === undefined) {
      return this.#fail(`can't evaluate field ${name} in type ${typeOf(receiver)}`);
    }
    if (hasArguments) this.#fail(`${name} has arguments but cannot be invoked as function`);
    return field;
  }

  #callFunction(dot: Value, name: string, node: LocatedNode, call: CallArguments): Value {
    const found = this.#evaluation.functions.get(name);
    if (found === undefined) return this.#fail(`${quoteBytes(name)} is not a defined function`);
    return this.#call(dot, found, name, node, call);
  }

  #call(
    dot: Value,
    found: TemplateFunction,
    name: string,
    node: LocatedNode,
    { args, final }: CallArguments,
  ): Value {
    this.#checkCount(found, name, { args, final });
    if (name === 'and' || name === 'or') return this.#callLogic(dot, name, { args, final });

    const values = args.map((arg, index) => {
      return this.#evaluateArgument(dot, arg, found.parameters[index] ?? found.rest ?? 'value');
    });
    if (final !== undefined) {
      values.push(this.#checkType(final, found.parameters[args.length] ?? found.rest ?? 'value'));
    }
    try {
      return name === 'call' ? callValue(args[0], values[0]) : found.run(values);
    } catch (error) {
      this.#node = node;
      if (error instanceof CallError) return this.#fail(`error calling ${name}: ${error.message}`);
      if (!(error instanceof TemplateError)) throw error;
      return this.#fail(`error calling ${name}: ${toUtf8(error.message)}`);
    }
  }

  #checkCount(found: TemplateFunction, name: string, { args, final }: CallArguments): void {
    const count = args.length + (final === undefined ? 0 : 1);
    const wanted = found.parameters.length;
    if (found.rest !== undefined && count < wanted) {
      this.#fail(`wrong number of args for ${name}: want at least ${wanted} got ${args.length}`);
    }
    if (found.rest === undefined && count !== wanted) {
      this.#fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
    }
  }

  /** The first value that decides; later ones are not even evaluated. */
  #callLogic(dot: Value, name: 'and' | 'or', { args, final }: CallArguments): Value {
    let value: Value = invalid;
    for (const arg of args) {
      value = this.#evaluateArgument(dot, arg, 'value');
      if (isTruthy(value) === (name === 'or')) return value;
    }
    return final ?? value;
  }

  #evaluateArgument(dot: Value, node: OperandNode, type: ParameterType): Value {
    this.#node = node;
    const isConstant = node.kind === 'bool' || node.kind === 'number' || node.kind === 'string';
    if (type === 'string' && node.kind === 'nil') return this.#fail('cannot assign nil to string');
    if (type === 'string' && isConstant && node.kind !== 'string') {
      return this.#fail(`expected string; found ${describeNode(node)}`);
    }
    return this.#checkType(this.#evaluateOperand(dot, node), type);
  }

  #evaluateOperand(dot: Value, node: OperandNode): Value {
    switch (node.kind) {
      case 'field':
      case 'chain':
      case 'variable':
        return this.#evaluatePath(dot, node, noArguments);
      case 'identifier':
        this.#node = node;
        return this.#callFunction(dot, node.text, node, noArguments);
      case 'pipe':
        return this.#evaluatePipe(dot, node);
      default:
        return this.#evaluateConstant(dot, node);
    }
  }

  #checkType(value: Value, type: ParameterType): Value {
    if (type === 'value' || value.kind === 'string') return value;
    if (value.kind === 'invalid') return this.#fail('invalid value; expected string');
    return this.#fail(`wrong type for value; expected string; got ${typeOf(value)}`);
  }

  #refuseArguments(node: LocatedNode, { args, final }: CallArguments): void {
    if (args.length === 0 && final === undefined) return;
    this.#fail(`can't give argument to non-function ${describeNode(node)}`);
  }

  /** Go: text/template/exec.go, errorf, and text/template/parse/parse.go, ErrorContext. */
  #fail(message: string): never {
    const at = this.#node?.at ?? 0;
    const lines = this.#evaluation.source.slice(0, at).split('\n');
    const column = lines.at(-1)?.length ?? 0;
    const place = `template: ${templateName}:${lines.length}:${column}`;
    const shown = this.#node === undefined ? '' : describeNode(this.#node);
    const name = quoteBytes(this.#name);
    throw new TemplateError(
      fromUtf8(`${place}: executing ${name} at <${shown}>: `) + fromUtf8(message),
    );
  }
}

/** Arguments of a call as they are written, and the value that a pipeline adds. */
interface CallArguments {
  readonly args: readonly OperandNode[];
  readonly final: Value | undefined;
}

const noArguments: CallArguments = { args: [], final: undefined };

/** What an action writes. Go: text/template/exec.go, printableValue. */
function printable(value: Value): string {
  if (value.kind === 'invalid') return '<no value>';
  return printValue(value.kind === 'pointer' ? value.to : value);
}

/** No value of a template is a function. Go: text/template/funcs.go, call. */
function callValue(node: OperandNode | undefined, value: Value | undefined): never {
  if (value === undefined || value.kind === 'invalid') throw new CallError('call of nil');
  const shown = node === undefined ? printValue(value) : describeNode(node);
  throw new CallError(`non-function ${shown} of type ${typeOf(value)}`);
}
