import { quoteBytes } from './go-quote.ts';
import type { Value } from './template-values.ts';

/** A piece of a parsed template. Go: text/template/parse/node.go. */
export type TemplateNode =
  | TextNode
  | ActionNode
  | BranchNode
  | CallNode
  | { readonly kind: 'break' | 'continue'; readonly at: number };

/** Text that is written as it is. */
export interface TextNode {
  readonly kind: 'text';
  readonly at: number;
  readonly text: string;
}

/** A pipeline whose value is written. */
export interface ActionNode {
  readonly kind: 'action';
  readonly at: number;
  readonly pipe: PipeNode;
}

/** `if`, `with` or `range`, up to its `end`. */
export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range';
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: readonly TemplateNode[];
  readonly elseList: readonly TemplateNode[] | undefined;
}

/** `template`, or the place of a `block`. */
export interface CallNode {
  readonly kind: 'template';
  readonly at: number;
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

/** Commands, each of which gets the value of the one before as its last argument. */
export interface PipeNode {
  readonly kind: 'pipe';
  readonly at: number;
  readonly isAssignment: boolean;
  readonly variables: readonly string[];
  readonly commands: readonly CommandNode[];
}

/** An operand with arguments. */
export interface CommandNode {
  readonly kind: 'command';
  readonly at: number;
  readonly operands: readonly [OperandNode, ...OperandNode[]];
}

/** What a command is made of. */
export type OperandNode =
  PipeNode | IdentifierNode | ConstantNode | FieldNode | VariableNode | ChainNode;

/** Name of a function. */
export interface IdentifierNode {
  readonly kind: 'identifier';
  readonly at: number;
  readonly name: string;
}

/** A word or literal that needs no looking up. */
export interface ConstantNode {
  readonly kind: 'constant';
  readonly at: number;
  /** What it was written as. */
  readonly text: string;
  readonly constant: Constant;
}

/** What a constant stands for; `overflow` is a whole number that only an unsigned one could hold. */
export type Constant =
  { readonly kind: 'dot' | 'nil' | 'overflow' } | { readonly kind: 'value'; readonly value: Value };

/** Fields of the current value: `.Service.Name`. */
export interface FieldNode {
  readonly kind: 'field';
  readonly at: number;
  readonly names: readonly string[];
}

/** A variable and fields of its value: `$x.Name`; the first name is the variable's. */
export interface VariableNode {
  readonly kind: 'variable';
  readonly at: number;
  readonly names: readonly string[];
}

/** Fields of another operand: `(pipeline).Name`. */
export interface ChainNode {
  readonly kind: 'chain';
  readonly at: number;
  readonly operand: PipeNode | IdentifierNode;
  readonly names: readonly string[];
}

/** Any node that an error can point at. */
export type LocatedNode = TemplateNode | CommandNode | OperandNode;

/** A node as an error shows it. Go: Node.String. */
export function describeNode(node: LocatedNode): string {
  switch (node.kind) {
    case 'pipe':
      return describePipe(node);
    case 'command':
      return node.operands.map(describeOperand).join(' ');
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain':
      return [describeOperand(node.operand), ...node.names].join('.');
    case 'template':
      return describeCall(node);
    case 'action':
      return `{{${describePipe(node.pipe)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return `{{${node.kind} ${describePipe(node.pipe)}}}`;
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
    case 'identifier':
      return node.name;
    case 'constant':
    case 'text':
      return node.text;
  }
}

function describePipe(pipe: PipeNode): string {
  const sign = pipe.isAssignment ? ' = ' : ' := ';
  const target = pipe.variables.length === 0 ? '' : pipe.variables.join(', ') + sign;
  return target + pipe.commands.map(describeNode).join(' | ');
}

function describeOperand(operand: OperandNode): string {
  const text = describeNode(operand);
  return operand.kind === 'pipe' ? `(${text})` : text;
}

function describeCall(node: CallNode): string {
  const pipe = node.pipe === undefined ? '' : ` ${describePipe(node.pipe)}`;
  return `{{template ${quoteBytes(node.name)}${pipe}}}`;
}
