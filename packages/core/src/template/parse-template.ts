import { quoteBytes } from './go-quote.ts';
import { unquote } from './go-unquote.ts';
import type { Token, TokenKind } from './lex-template.ts';
import { parseNumber } from './parse-number.ts';
import {
  describeNode,
  type BranchNode,
  type CommandNode,
  type OperandNode,
  type PipeNode,
  type TemplateNode,
  type TermNode,
} from './template-nodes.ts';
import { templateName, TokenCursor } from './token-cursor.ts';

/** Templates by name; the one that was parsed is under {@link templateName}. */
export type TemplateSet = ReadonlyMap<string, readonly TemplateNode[]>;

/**
 * Parses the bytes of a template. Go: text/template/parse/parse.go.
 *
 * @throws TemplateError with Go's text.
 */
export function parseTemplate(source: string, functions: ReadonlySet<string>): TemplateSet {
  return new Parser(source, functions).run();
}

/** What ends a list of nodes. */
interface ListEnd {
  readonly kind: 'end' | 'else';
  /** The keyword after `else` that goes on with another condition. */
  readonly chained: string | undefined;
}

interface NodeList {
  readonly nodes: readonly TemplateNode[];
  readonly end: ListEnd;
}

type Variables = readonly string[];

const operandKinds: readonly TokenKind[] = [
  'bool',
  'char-constant',
  'dot',
  'field',
  'identifier',
  'left-paren',
  'number',
  'raw-string',
  'string',
  'variable',
];

class Parser {
  readonly #cursor: TokenCursor;
  readonly #functions: ReadonlySet<string>;
  readonly #templates = new Map<string, readonly TemplateNode[]>();
  #variables: Variables = ['$'];
  #rangeDepth = 0;

  constructor(source: string, functions: ReadonlySet<string>) {
    this.#cursor = new TokenCursor(source);
    this.#functions = functions;
  }

  run(): TemplateSet {
    const nodes: TemplateNode[] = [];
    while (this.#cursor.peek().kind !== 'eof') {
      if (this.#parseDefinition()) continue;
      const node = this.#parseTextOrAction();
      if (isListEnd(node)) throw this.#cursor.error(`unexpected {{${node.kind}}}`);
      nodes.push(node);
    }
    this.#add(templateName, nodes);
    return this.#templates;
  }

  /** Reads `define` up to its `end`, where that is next. */
  #parseDefinition(): boolean {
    if (this.#cursor.peek().kind !== 'left-delim') return false;
    const start = this.#cursor.mark;
    this.#cursor.take();
    if (!isKeyword(this.#cursor.takeWord(), 'define')) {
      this.#cursor.backTo(start);
      return false;
    }
    const name = this.#parseName(this.#cursor.takeWord(), 'define clause');
    this.#cursor.expectRightDelim('define clause');
    this.#add(name, this.#parseOwnList('define clause'));
    return true;
  }

  /** A list with variables of its own, up to an `end`. */
  #parseOwnList(context: string): readonly TemplateNode[] {
    const variables = this.#variables;
    const depth = this.#rangeDepth;
    this.#variables = ['$'];
    this.#rangeDepth = 0;
    const { nodes, end } = this.#parseList();
    this.#variables = variables;
    this.#rangeDepth = depth;
    if (end.kind !== 'end') throw this.#cursor.error(`unexpected {{${end.kind}}} in ${context}`);
    return nodes;
  }

  #parseList(): NodeList {
    const nodes: TemplateNode[] = [];
    while (this.#cursor.peekWord().kind !== 'eof') {
      const node = this.#parseTextOrAction();
      if (isListEnd(node)) return { nodes, end: node };
      nodes.push(node);
    }
    throw this.#cursor.error('unexpected EOF');
  }

  #parseTextOrAction(): TemplateNode | ListEnd {
    const token = this.#cursor.takeWord();
    if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text };
    if (token.kind !== 'left-delim') throw this.#cursor.unexpected(token, 'input');
    this.#cursor.actionLine = token.line;
    const action = this.#parseAction();
    this.#cursor.actionLine = 0;
    return action;
  }

  #parseAction(): TemplateNode | ListEnd {
    const token = this.#cursor.peekWord();
    if (token.kind !== 'keyword' || token.text === 'nil' || token.text === 'define') {
      return { kind: 'action', at: token.at, pipe: this.#parsePipe('command', 'right-delim') };
    }
    this.#cursor.takeWord();
    switch (token.text) {
      case 'if':
      case 'with':
      case 'range':
        return this.#parseBranch(token.text);
      case 'else':
        return this.#parseElse();
      case 'end':
        this.#cursor.expectRightDelim('end');
        return { kind: 'end', chained: undefined };
      case 'break':
      case 'continue':
        return this.#parseJump(token, token.text);
      case 'block':
        return this.#parseBlock();
      default:
        return this.#parseCall();
    }
  }

  #parseJump(token: Token, kind: 'break' | 'continue'): TemplateNode {
    this.#cursor.expectRightDelim(`{{${kind}}}`);
    if (this.#rangeDepth === 0) throw this.#cursor.error(`{{${kind}}} outside {{range}}`);
    return { kind, at: token.at };
  }

  #parseElse(): ListEnd {
    const word = this.#cursor.peekWord();
    const isChained = isKeyword(word, 'if') || isKeyword(word, 'with');
    if (!isChained) this.#cursor.expectRightDelim('else');
    return { kind: 'else', chained: isChained ? word.text : undefined };
  }

  #parseBranch(kind: BranchNode['kind']): BranchNode {
    const variables = this.#variables;
    const pipe = this.#parsePipe(kind, 'right-delim');
    if (kind === 'range') this.#rangeDepth += 1;
    const { nodes: list, end } = this.#parseList();
    if (kind === 'range') this.#rangeDepth -= 1;
    const elseList = end.kind === 'else' ? this.#parseElseList(kind, end) : undefined;
    this.#variables = variables;
    return { kind, at: pipe.at, pipe, list, elseList };
  }

  #parseElseList(kind: BranchNode['kind'], start: ListEnd): readonly TemplateNode[] {
    if (start.chained === kind && kind !== 'range') {
      this.#cursor.take();
      return [this.#parseBranch(kind)];
    }
    const { nodes, end } = this.#parseList();
    if (end.kind !== 'end') throw this.#cursor.error(`expected end; found {{${end.kind}}}`);
    return nodes;
  }

  #parseBlock(): TemplateNode {
    const token = this.#cursor.takeWord();
    const name = this.#parseName(token, 'block clause');
    const pipe = this.#parsePipe('block clause', 'right-delim');
    this.#add(name, this.#parseOwnList('block clause'));
    return { kind: 'template', at: token.at, name, pipe };
  }

  #parseCall(): TemplateNode {
    const token = this.#cursor.takeWord();
    const name = this.#parseName(token, 'template clause');
    const hasPipe = this.#cursor.peekWord().kind !== 'right-delim';
    if (!hasPipe) this.#cursor.takeWord();
    const pipe = hasPipe ? this.#parsePipe('template clause', 'right-delim') : undefined;
    return { kind: 'template', at: token.at, name, pipe };
  }

  #parseName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw-string') {
      throw this.#cursor.unexpected(token, context);
    }
    return this.#unquote(token);
  }

  #parsePipe(context: string, end: 'right-delim' | 'right-paren'): PipeNode {
    const { at } = this.#cursor.peekWord();
    const { variables, isAssignment } = this.#parseTargets(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#cursor.peekWord();
      if (token.kind === end) break;
      if (!operandKinds.includes(token.kind) && !isKeyword(token, 'nil')) {
        throw this.#cursor.unexpected(this.#cursor.takeWord(), context);
      }
      commands.push(this.#parseCommand());
    }
    this.#cursor.takeWord();
    this.#checkCommands(commands, context);
    return { kind: 'pipe', at, isAssignment, variables, commands };
  }

  /** Reads the variables that a pipeline declares or assigns. */
  #parseTargets(context: string): Pick<PipeNode, 'variables' | 'isAssignment'> {
    const variables: string[] = [];
    while (this.#cursor.peekWord().kind === 'variable') {
      const start = this.#cursor.mark;
      const variable = this.#cursor.takeWord();
      const sign = this.#cursor.peekWord();
      const isList = sign.kind === 'char' && sign.text === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !isList) {
        this.#cursor.backTo(start);
        break;
      }
      this.#cursor.takeWord();
      variables.push(variable.text);
      this.#variables = [...this.#variables, variable.text];
      if (!isList) return { variables, isAssignment: sign.kind === 'assign' };
      this.#checkTargets(variables, context);
    }
    return { variables, isAssignment: false };
  }

  #checkTargets(variables: Variables, context: string): void {
    if (context !== 'range' || variables.length >= 2) {
      throw this.#cursor.error(`too many declarations in ${context}`);
    }
    const { kind } = this.#cursor.peekWord();
    if (kind !== 'variable' && kind !== 'right-delim' && kind !== 'right-paren') {
      throw this.#cursor.error('range can only initialize variables');
    }
  }

  #checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.#cursor.error(`missing value for ${context}`);
    const constants: readonly string[] = ['bool', 'dot', 'nil', 'number', 'string'];
    for (const [index, { operands }] of commands.entries()) {
      if (index > 0 && constants.includes(operands[0].kind)) {
        throw this.#cursor.error(`non executable command in pipeline stage ${index + 1}`);
      }
    }
  }

  #parseCommand(): CommandNode {
    const { at } = this.#cursor.peekWord();
    const operands: OperandNode[] = [];
    for (;;) {
      this.#cursor.peekWord();
      const operand = this.#parseOperand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#cursor.take();
      if (token.kind === 'space') continue;
      if (token.kind === 'right-delim' || token.kind === 'right-paren')
        this.#cursor.backTo(this.#cursor.mark - 1);
      else if (token.kind !== 'pipe') throw this.#cursor.unexpected(token, 'operand');
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw this.#cursor.error('empty command');
    return { kind: 'command', at, operands: [first, ...rest] };
  }

  #parseOperand(): OperandNode | undefined {
    const term = this.#parseTerm();
    if (term === undefined || this.#cursor.peek().kind !== 'field') return term;
    const { at } = this.#cursor.peek();
    const fields: string[] = [];
    while (this.#cursor.peek().kind === 'field') fields.push(this.#cursor.take().text.slice(1));
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { kind: term.kind, at, names: [...term.names, ...fields] };
      case 'pipe':
      case 'identifier':
        return { kind: 'chain', at, operand: term as PipeNode | TermNode, names: fields };
      default:
        throw this.#cursor.error(`unexpected . after term ${quoteBytes(describeNode(term))}`);
    }
  }

  #parseTerm(): OperandNode | undefined {
    const start = this.#cursor.mark;
    const token = this.#cursor.takeWord();
    const { at, kind, text } = token;
    switch (kind) {
      case 'identifier':
        if (!this.#functions.has(text)) {
          throw this.#cursor.error(`function ${quoteBytes(text)} not defined`);
        }
        return { kind, at, text, value: text };
      case 'dot':
      case 'bool':
        return { kind, at, text, value: text };
      case 'variable':
        return this.#parseVariable(token);
      case 'field':
        return { kind, at, names: [text.slice(1)] };
      case 'number':
      case 'char-constant':
        return this.#parseNumber(token);
      case 'left-paren':
        return this.#parsePipe('parenthesized pipeline', 'right-paren');
      case 'string':
      case 'raw-string':
        return { kind: 'string', at, text, value: this.#unquote(token) };
      default:
        if (isKeyword(token, 'nil')) return { kind: 'nil', at, text, value: text };
        this.#cursor.backTo(start);
        return undefined;
    }
  }

  #parseVariable(token: Token): OperandNode {
    if (!this.#variables.includes(token.text)) {
      throw this.#cursor.error(`undefined variable ${quoteBytes(token.text)}`);
    }
    return { kind: 'variable', at: token.at, names: [token.text] };
  }

  #parseNumber({ at, kind, text }: Token): OperandNode {
    const number = parseNumber(text, kind === 'char-constant');
    if (typeof number === 'string') throw this.#cursor.error(number);
    return { kind: 'number', at, text, ...number };
  }

  #unquote(token: Token): string {
    const value = unquote(token.text);
    if (value === undefined) throw this.#cursor.error('invalid syntax');
    return value;
  }

  /** A later definition may replace one of nothing but space. */
  #add(name: string, nodes: readonly TemplateNode[]): void {
    const known = this.#templates.get(name);
    if (known === undefined || isBlank(known)) {
      this.#templates.set(name, nodes);
    } else if (!isBlank(nodes)) {
      const quoted = quoteBytes(name);
      throw this.#cursor.error(`template: multiple definition of template ${quoted}`);
    }
  }
}

function isListEnd(node: TemplateNode | ListEnd): node is ListEnd {
  return node.kind === 'end' || node.kind === 'else';
}

function isKeyword(token: Token, word: string): boolean {
  return token.kind === 'keyword' && token.text === word;
}

function isBlank(nodes: readonly TemplateNode[]): boolean {
  return nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}
