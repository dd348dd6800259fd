import { lexTemplate, type Token } from './lex-template.ts';
import { quoteBytes } from './go-quote.ts';
import { TemplateError } from './template-context.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/** Name of every template that SwarmKit expands. SwarmKit: template/template.go, newTemplate. */
export const templateName = 'expansion';

/** Walks along the tokens of a template, and words the errors of its parser. */
export class TokenCursor {
  /** Line of the action that is being parsed; 0 outside of one. */
  actionLine = 0;
  readonly #tokens: readonly Token[];
  #next = 0;
  #furthest = 0;

  constructor(source: string) {
    this.#tokens = lexTemplate(source);
  }

  /** A place to come back to. */
  get mark(): number {
    return this.#next;
  }

  /** Goes back to a mark. */
  backTo(mark: number): void {
    this.#next = mark;
  }

  /** The next token, which stays the next. */
  peek(): Token {
    this.#furthest = Math.max(this.#furthest, this.#next);
    return this.#tokens[this.#next] ?? end;
  }

  /** The next token; the one after it becomes the next. */
  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** The next token that is not space; the space is passed. */
  peekWord(): Token {
    while (this.peek().kind === 'space') this.#next += 1;
    return this.peek();
  }

  /** Takes the next token that is not space. */
  takeWord(): Token {
    this.peekWord();
    return this.take();
  }

  /** Takes the end of an action. */
  expectRightDelim(context: string): void {
    const token = this.takeWord();
    if (token.kind !== 'right-delim') throw this.unexpected(token, context);
  }

  /** An error about a token that does not belong where it is. */
  unexpected(token: Token, context: string): TemplateError {
    if (token.kind !== 'error') {
      return this.error(`unexpected ${describeToken(token)} in ${context}`);
    }
    if (this.actionLine === 0 || this.actionLine === token.line) return this.error(token.text);
    const started = ` started at ${templateName}:${this.actionLine}`;
    const extra = token.text.endsWith(' action') ? started : ` in action${started}`;
    return this.error(token.text + extra);
  }

  /** An error at the line that the parser has looked at last. */
  error(message: string): TemplateError {
    const { line } = this.#tokens[Math.min(this.#furthest, this.#tokens.length - 1)] ?? end;
    return new TemplateError(`template: ${templateName}:${line}: ${fromUtf8(message)}`);
  }
}

const end: Token = { kind: 'eof', at: 0, text: '', line: 1 };
const shownLengthMax = 10;

/** A token as an error shows it. Go: text/template/parse/lex.go, item.String. */
function describeToken({ kind, text }: Token): string {
  if (kind === 'eof') return 'EOF';
  if (kind === 'keyword' || kind === 'dot' || kind === 'nil') return `<${text}>`;
  if (text.length <= shownLengthMax) return quoteBytes(text);
  const start = Array.from(fromUtf8(text)).slice(0, shownLengthMax).join('');
  return `${quoteBytes(toUtf8(start))}...`;
}
