import { quoteBytes } from './go-quote.ts';
import { unquote } from './go-unquote.ts';
import type { Token, TokenKind } from './lex-template.ts';
import { parseNumber } from './parse-number.ts';
import type { ChainNode, CommandNode, Constant, OperandNode, PipeNode } from './template-nodes.ts';
import { toBool, toText } from './template-values.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Parses what stands inside an action. Go: text/template/parse/parse.go, pipeline and below. */
export class PipelineParser {
  readonly cursor: TokenCursor;
  /** Names of the variables that are declared here. */
  variables: readonly string[] = ['$'];
  readonly #functions: ReadonlySet<string>;

  constructor(cursor: TokenCursor, functions: ReadonlySet<string>) {
    this.cursor = cursor;
    this.#functions = functions;
  }

  /** Reads a pipeline up to what ends it; `context` names it in errors. */
  parsePipe(context: string, end: 'right-delim' | 'right-paren'): PipeNode {
    const { at } = this.cursor.peekWord();
    const { variables, isAssignment } = this.#parseTargets(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.cursor.peekWord();
      if (token.kind === end) break;
      if (!operandKinds.has(token.kind)) {
        throw this.cursor.unexpected(this.cursor.takeWord(), context);
      }
      commands.push(this.#parseCommand());
    }
    this.cursor.takeWord();
    this.#checkCommands(commands, context);
    return { kind: 'pipe', at, isAssignment, variables, commands };
  }

  /** Reads the variables that a pipeline declares or assigns. */
  #parseTargets(context: string): Pick<PipeNode, 'variables' | 'isAssignment'> {
    const variables: string[] = [];
    while (this.cursor.peekWord().kind === 'variable') {
      const start = this.cursor.mark;
      const variable = this.cursor.takeWord();
      const sign = this.cursor.peekWord();
      const isList = sign.kind === 'char' && sign.text === ',';
      if (sign.kind !== 'assign' && sign.kind !== 'declare' && !isList) {
        this.cursor.backTo(start);
        break;
      }
      this.cursor.takeWord();
      variables.push(variable.text);
      this.variables = [...this.variables, variable.text];
      if (!isList) return { variables, isAssignment: sign.kind === 'assign' };
      this.#checkTargets(variables, context);
    }
    return { variables, isAssignment: false };
  }

  #checkTargets(variables: readonly string[], context: string): void {
    if (context !== 'range' || variables.length >= 2) {
      throw this.cursor.error(`too many declarations in ${context}`);
    }
    const { kind } = this.cursor.peekWord();
    if (kind !== 'variable' && kind !== 'right-delim' && kind !== 'right-paren') {
      throw this.cursor.error('range can only initialize variables');
    }
  }

  #checkCommands(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) throw this.cursor.error(`missing value for ${context}`);
    for (const [index, { operands }] of commands.entries()) {
      if (index > 0 && operands[0].kind === 'constant') {
        throw this.cursor.error(`non executable command in pipeline stage ${index + 1}`);
      }
    }
  }

  #parseCommand(): CommandNode {
    const { at } = this.cursor.peekWord();
    const operands: OperandNode[] = [];
    for (;;) {
      this.cursor.peekWord();
      const operand = this.#parseOperand();
      if (operand !== undefined) operands.push(operand);
      const token = this.cursor.take();
      if (token.kind === 'space') continue;
      if (token.kind === 'right-delim' || token.kind === 'right-paren')
        this.cursor.backTo(this.cursor.mark - 1);
      else if (token.kind !== 'pipe') throw this.cursor.unexpected(token, 'operand');
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw this.cursor.error('empty command');
    return { kind: 'command', at, operands: [first, ...rest] };
  }

  #parseOperand(): OperandNode | undefined {
    const term = this.#parseTerm();
    if (term === undefined || this.cursor.peek().kind !== 'field') return term;
    const { at } = this.cursor.peek();
    const fields: string[] = [];
    while (this.cursor.peek().kind === 'field') fields.push(this.cursor.take().text.slice(1));
    switch (term.kind) {
      case 'field':
      case 'variable':
        return { kind: term.kind, at, names: [...term.names, ...fields] };
      case 'pipe':
      case 'identifier':
        return { kind: 'chain', at, operand: term, names: fields };
      case 'constant':
        throw this.cursor.error(`unexpected . after term ${quoteBytes(term.text)}`);
    }
  }

  #parseTerm(): Term | undefined {
    const token = this.cursor.peekWord();
    if (!operandKinds.has(token.kind)) return undefined;
    this.cursor.take();
    const { at, kind, text } = token;
    if (kind === 'left-paren') return this.parsePipe('parenthesized pipeline', 'right-paren');
    if (kind === 'identifier') return this.#parseIdentifier(token);
    if (kind === 'variable') return this.#parseVariable(token);
    if (kind === 'field') return { kind, at, names: [text.slice(1)] };
    return { kind: 'constant', at, text, constant: this.#parseConstant(token) };
  }

  #parseIdentifier({ at, text }: Token): Term {
    if (this.#functions.has(text)) return { kind: 'identifier', at, name: text };
    throw this.cursor.error(`function ${quoteBytes(text)} not defined`);
  }

  #parseVariable({ at, text }: Token): Term {
    if (this.variables.includes(text)) return { kind: 'variable', at, names: [text] };
    throw this.cursor.error(`undefined variable ${quoteBytes(text)}`);
  }

  #parseConstant(token: Token): Constant {
    const { kind, text } = token;
    if (kind === 'dot' || kind === 'nil') return { kind };
    if (kind === 'bool') return { kind: 'value', value: toBool(text === 'true') };
    if (kind !== 'number' && kind !== 'char-constant') {
      return { kind: 'value', value: toText(this.unquote(token)) };
    }
    const number = parseNumber(text, kind === 'char-constant');
    if (typeof number === 'string') throw this.cursor.error(number);
    const { float, int } = number;
    // Go: text/template/exec.go, idealConstant. The way it is written decides on the type.
    const isFloat = /[.eEpP]/.test(text) && !/^'|^0[xX]/.test(text);
    if (isFloat) return { kind: 'value', value: { kind: 'float64', float } };
    return int === undefined
      ? { kind: 'overflow' }
      : { kind: 'value', value: { kind: 'int', int } };
  }

  /** The text that a quoted token stands for. */
  unquote(token: Token): string {
    const value = unquote(token.text);
    if (value === undefined) throw this.cursor.error('invalid syntax');
    return value;
  }
}

/** An operand without the fields that may follow. */
type Term = Exclude<OperandNode, ChainNode>;

const operandKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'char-constant',
  'dot',
  'field',
  'identifier',
  'left-paren',
  'nil',
  'number',
  'raw-string',
  'string',
  'variable',
]);
