import { quoteBytes } from './go-quote.ts';
import { TemplateError } from './template-context.ts';
import {
  CallError,
  type ParameterType,
  type TemplateFunction,
  type TemplateFunctions,
} from './template-functions.ts';
import {
  describeNode,
  type ChainNode,
  type CommandNode,
  type ConstantNode,
  type FieldNode,
  type LocatedNode,
  type OperandNode,
  type PipeNode,
  type VariableNode,
} from './template-nodes.ts';
import { invalid, isTruthy, printValue, toText, typeOf, type Value } from './template-values.ts';
import { templateName } from './token-cursor.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** Where and with what pipelines are evaluated. */
export interface PipeSurroundings {
  /** Bytes of the whole template, for the places of errors. */
  readonly source: string;
  /** Name of the template that is being filled in. */
  readonly name: string;
  readonly functions: TemplateFunctions;
}

/** Evaluates pipelines, and keeps the variables they declare. Go: text/template/exec.go. */
export class PipeEvaluator {
  readonly #surroundings: PipeSurroundings;
  readonly #variables: Variable[];
  #node: LocatedNode | undefined;

  constructor(surroundings: PipeSurroundings, data: Value) {
    this.#surroundings = surroundings;
    this.#variables = [{ name: '$', value: data }];
  }

  /** How many variables there are; {@link forgetFrom} takes it back. */
  get mark(): number {
    return this.#variables.length;
  }

  /** Forgets the variables that were declared after a mark. */
  forgetFrom(mark: number): void {
    this.#variables.length = mark;
  }

  /** Sets the variable that was declared so many places before the last one. */
  setDeclared(placesBefore: number, value: Value): void {
    const variable = this.#variables[this.#variables.length - 1 - placesBefore];
    if (variable !== undefined) variable.value = value;
  }

  /** Lets errors point at a node. */
  at(node: LocatedNode): void {
    this.#node = node;
  }

  /** Value of a pipeline, after its variables are set. */
  evaluate(dot: Value, pipe: PipeNode): Value {
    this.#node = pipe;
    let last: Value | undefined;
    for (const command of pipe.commands) last = this.#evaluateCommand(dot, command, last);
    const value = last ?? invalid;
    for (const name of pipe.variables) {
      if (pipe.isAssignment) this.#variable(name).value = value;
      else this.#variables.push({ name, value });
    }
    return value;
  }

  /** Go: text/template/exec.go, errorf, and text/template/parse/parse.go, ErrorContext. */
  fail(message: string): never {
    const { name, source } = this.#surroundings;
    const lines = source.slice(0, this.#node?.at ?? 0).split('\n');
    const column = lines.at(-1)?.length ?? 0;
    const shown = this.#node === undefined ? '' : describeNode(this.#node);
    const place = `template: ${templateName}:${lines.length}:${column}`;
    throw new TemplateError(
      fromUtf8(`${place}: executing ${quoteBytes(name)} at <${shown}>: ${message}`),
    );
  }

  /** The variable of this name that was declared last. */
  #variable(name: string): Variable {
    for (let index = this.#variables.length - 1; index >= 0; index -= 1) {
      const variable = this.#variables[index];
      if (variable?.name === name) return variable;
    }
    return this.fail(`undefined variable: ${name}`);
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
        return this.#callNamed(dot, first.name, command, { args, final });
      case 'pipe':
        this.#refuseArguments(first, { args, final });
        return this.evaluate(dot, first);
      case 'constant':
        this.#node = first;
        this.#refuseArguments(first, { args, final });
        if (first.constant.kind === 'nil') return this.fail('nil is not a command');
        return this.#evaluateConstant(dot, first);
    }
  }

  #evaluateOperand(dot: Value, node: OperandNode): Value {
    switch (node.kind) {
      case 'field':
      case 'chain':
      case 'variable':
        return this.#evaluatePath(dot, node, noArguments);
      case 'identifier':
        this.#node = node;
        return this.#callNamed(dot, node.name, node, noArguments);
      case 'pipe':
        return this.evaluate(dot, node);
      case 'constant':
        return this.#evaluateConstant(dot, node);
    }
  }

  #evaluateConstant(dot: Value, { constant, text }: ConstantNode): Value {
    switch (constant.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return invalid;
      case 'value':
        return constant.value;
      case 'overflow':
        return this.fail(`${text} overflows int`);
    }
  }

  #evaluatePath(dot: Value, node: PathNode, call: CallArguments): Value {
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
      const step: FieldStep = { name, node, call: isLast ? call : noArguments };
      receiver = this.#evaluateField(dot, receiver, step);
    }
    return receiver;
  }

  #evaluateField(dot: Value, receiver: Value, { name, node, call }: FieldStep): Value {
    if (receiver.kind === 'invalid') {
      return this.fail(`nil data; no entry for key ${quoteBytes(name)}`);
    }
    if (receiver.kind === 'pointer' && name === 'Expand') {
      const expand: TemplateFunction = {
        parameters: ['string'],
        run: ([text]) => toText(text?.kind === 'string' ? receiver.expand(text.text) : ''),
      };
      return this.#call(dot, expand, { name, node, call });
    }
    const hasArguments = call.args.length > 0 || call.final !== undefined;
    if (receiver.kind === 'map') {
      if (hasArguments) this.fail(`${name} is not a method but has arguments`);
      const text = receiver.entries.get(name);
      if (text === undefined) return this.fail(`map has no entry for key ${quoteBytes(name)}`);
      return toText(text);
    }
    const struct = receiver.kind === 'pointer' ? receiver.to : receiver;
    const field = struct.kind === 'struct' ? struct.fields.get(name) : undefined;
    if (field === undefined) {
      return this.fail(`can't evaluate field ${name} in type ${typeOf(receiver)}`);
    }
    if (hasArguments) this.fail(`${name} has arguments but cannot be invoked as function`);
    return field;
  }

  #callNamed(dot: Value, name: string, node: LocatedNode, call: CallArguments): Value {
    const found = this.#surroundings.functions.get(name);
    if (found === undefined) return this.fail(`${quoteBytes(name)} is not a defined function`);
    return this.#call(dot, found, { name, node, call });
  }

  #call(dot: Value, found: TemplateFunction, { name, node, call }: FieldStep): Value {
    const { args, final } = call;
    this.#checkCount(found, name, call);
    if (name === 'and' || name === 'or') return this.#callLogic(dot, name, call);

    const typeAt = (index: number): ParameterType =>
      found.parameters[index] ?? found.rest ?? 'value';
    const values = args.map((arg, index) => this.#evaluateArgument(dot, arg, typeAt(index)));
    if (final !== undefined) values.push(this.#checkType(final, typeAt(args.length)));
    try {
      return name === 'call' ? callValue(args[0], values[0]) : found.run(values);
    } catch (error) {
      this.#node = node;
      if (error instanceof CallError) return this.fail(`error calling ${name}: ${error.message}`);
      if (!(error instanceof TemplateError)) throw error;
      return this.fail(`error calling ${name}: ${toUtf8(error.message)}`);
    }
  }

  #checkCount(found: TemplateFunction, name: string, { args, final }: CallArguments): void {
    const count = args.length + (final === undefined ? 0 : 1);
    const wanted = found.parameters.length;
    if (found.rest !== undefined && count < wanted) {
      this.fail(`wrong number of args for ${name}: want at least ${wanted} got ${args.length}`);
    }
    if (found.rest === undefined && count !== wanted) {
      this.fail(`wrong number of args for ${name}: want ${wanted} got ${count}`);
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
    if (type === 'string' && node.kind === 'constant' && node.constant.kind !== 'dot') {
      if (node.constant.kind === 'nil') return this.fail('cannot assign nil to string');
      const isText = node.constant.kind === 'value' && node.constant.value.kind === 'string';
      if (!isText) return this.fail(`expected string; found ${node.text}`);
    }
    return this.#checkType(this.#evaluateOperand(dot, node), type);
  }

  #checkType(value: Value, type: ParameterType): Value {
    if (type === 'value' || value.kind === 'string') return value;
    if (value.kind === 'invalid') return this.fail('invalid value; expected string');
    return this.fail(`wrong type for value; expected string; got ${typeOf(value)}`);
  }

  #refuseArguments(node: LocatedNode, { args, final }: CallArguments): void {
    if (args.length === 0 && final === undefined) return;
    this.fail(`can't give argument to non-function ${describeNode(node)}`);
  }
}

interface Variable {
  readonly name: string;
  value: Value;
}

type PathNode = FieldNode | VariableNode | ChainNode;

/** Arguments of a call as they are written, and the value that a pipeline adds. */
interface CallArguments {
  readonly args: readonly OperandNode[];
  readonly final: Value | undefined;
}

/** A field that is looked up or a function that is called, and the node to blame. */
interface FieldStep {
  readonly name: string;
  readonly node: LocatedNode;
  readonly call: CallArguments;
}

const noArguments: CallArguments = { args: [], final: undefined };

/** No value of a template is a function. Go: text/template/funcs.go, call. */
function callValue(node: OperandNode | undefined, value: Value | undefined): never {
  if (value === undefined || value.kind === 'invalid') throw new CallError('call of nil');
  const shown = node === undefined ? printValue(value) : describeNode(node);
  throw new CallError(`non-function ${shown} of type ${typeOf(value)}`);
}
