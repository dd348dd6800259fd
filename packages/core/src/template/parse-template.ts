import { quoteBytes } from './go-quote.ts';
import type { Token } from './lex-template.ts';
import { PipelineParser } from './parse-pipeline.ts';
import type { BranchNode, TemplateNode } from './template-nodes.ts';
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

class Parser {
  readonly #cursor: TokenCursor;
  readonly #pipelines: PipelineParser;
  readonly #templates = new Map<string, readonly TemplateNode[]>();
  #rangeDepth = 0;

  constructor(source: string, functions: ReadonlySet<string>) {
    this.#cursor = new TokenCursor(source);
    this.#pipelines = new PipelineParser(this.#cursor, functions);
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
    const variables = this.#pipelines.variables;
    const depth = this.#rangeDepth;
    this.#pipelines.variables = ['$'];
    this.#rangeDepth = 0;
    const { nodes, end } = this.#parseList();
    this.#pipelines.variables = variables;
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
    if (token.kind !== 'keyword' || token.text === 'define') {
      return {
        kind: 'action',
        at: token.at,
        pipe: this.#pipelines.parsePipe('command', 'right-delim'),
      };
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
    const variables = this.#pipelines.variables;
    const pipe = this.#pipelines.parsePipe(kind, 'right-delim');
    if (kind === 'range') this.#rangeDepth += 1;
    const { nodes: list, end } = this.#parseList();
    if (kind === 'range') this.#rangeDepth -= 1;
    const elseList = end.kind === 'else' ? this.#parseElseList(kind, end) : undefined;
    this.#pipelines.variables = variables;
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
    const pipe = this.#pipelines.parsePipe('block clause', 'right-delim');
    this.#add(name, this.#parseOwnList('block clause'));
    return { kind: 'template', at: token.at, name, pipe };
  }

  #parseCall(): TemplateNode {
    const token = this.#cursor.takeWord();
    const name = this.#parseName(token, 'template clause');
    const hasPipe = this.#cursor.peekWord().kind !== 'right-delim';
    if (!hasPipe) this.#cursor.takeWord();
    const pipe = hasPipe ? this.#pipelines.parsePipe('template clause', 'right-delim') : undefined;
    return { kind: 'template', at: token.at, name, pipe };
  }

  #parseName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'raw-string') {
      throw this.#cursor.unexpected(token, context);
    }
    return this.#pipelines.unquote(token);
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
