import { isPrintable, quoteBytes } from './go-quote.ts';
import { describeRune, isFieldStart, isSpace, isDigit, isWordRune } from './lex-runes.ts';
import { decodeRune } from './utf8.ts';

/** One token of a template. Go: text/template/parse/lex.go. */
export interface Token {
  readonly kind: TokenKind;
  /** Position of its first byte. */
  readonly at: number;
  /** Its bytes; of an error, what is wrong. */
  readonly text: string;
  readonly line: number;
}

/** Kinds of tokens. */
export type TokenKind =
  | 'error'
  | 'eof'
  | 'text'
  | 'left-delim'
  | 'right-delim'
  | 'space'
  | 'bool'
  | 'char'
  | 'char-constant'
  | 'assign'
  | 'declare'
  | 'field'
  | 'identifier'
  | 'left-paren'
  | 'right-paren'
  | 'number'
  | 'pipe'
  | 'string'
  | 'raw-string'
  | 'variable'
  | 'dot'
  | 'nil'
  | 'keyword';

/** Splits the bytes of a template into tokens; the last one is the end, or an error. */
export function lexTemplate(source: string): readonly Token[] {
  return new Lexer(source).run();
}

const keywords: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

const leftDelim = '{{';
const rightDelim = '}}';
const trimMarkerSize = 2;

// What looks like a number; whether it is one is for the parser to say.
const numberPattern =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

class LexError extends Error {}

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #start = 0;
  #at = 0;
  #line = 1;
  #parens = 0;

  constructor(source: string) {
    this.#source = source;
  }

  run(): readonly Token[] {
    try {
      while (this.#lexText()) this.#lexAction();
    } catch (error) {
      if (!(error instanceof LexError)) throw error;
      this.#push('error', error.message);
    }
    return this.#tokens;
  }

  /** Reads text up to the next action; false at the end. */
  #lexText(): boolean {
    const action = this.#source.indexOf(leftDelim, this.#at);
    const end = action < 0 ? this.#source.length : action;
    const text = this.#source.slice(this.#start, end);
    const trims = action >= 0 && this.#hasLeftTrimMarker(action + leftDelim.length);
    this.#at = trims ? this.#start + text.replace(/[ \t\r\n]+$/, '').length : end;
    if (this.#at > this.#start) this.#emit('text');
    this.#skipTo(end);
    if (action >= 0) return true;
    this.#emit('eof');
    return false;
  }

  /** Reads `{{` and everything to `}}`. */
  #lexAction(): void {
    const afterDelim = this.#at + leftDelim.length;
    const marker = this.#hasLeftTrimMarker(afterDelim) ? trimMarkerSize : 0;
    if (this.#source.startsWith('/*', afterDelim + marker)) {
      this.#skipTo(afterDelim + marker);
      this.#lexComment();
      return;
    }
    this.#at = afterDelim;
    this.#emit('left-delim');
    this.#skipTo(afterDelim + marker);
    this.#parens = 0;
    while (!this.#lexRightDelim()) this.#lexInside();
  }

  #lexComment(): void {
    const end = this.#source.indexOf('*/', this.#at + 2);
    if (end < 0) throw new LexError('unclosed comment');
    this.#at = end + 2;
    const trims = this.#hasRightTrimMarker(this.#at);
    const delim = this.#at + (trims ? trimMarkerSize : 0);
    if (!this.#source.startsWith(rightDelim, delim)) {
      throw new LexError('comment ends before closing delimiter');
    }
    this.#at = delim + rightDelim.length;
    this.#skipTo(trims ? this.#endOfSpace(this.#at) : this.#at);
  }

  /** Reads `}}`, where it is next. */
  #lexRightDelim(): boolean {
    const trims =
      this.#hasRightTrimMarker(this.#at) &&
      this.#source.startsWith(rightDelim, this.#at + trimMarkerSize);
    if (!trims && !this.#source.startsWith(rightDelim, this.#at)) return false;
    if (this.#parens > 0) throw new LexError('unclosed left paren');
    if (trims) this.#skipTo(this.#at + trimMarkerSize);
    this.#at += rightDelim.length;
    this.#emit('right-delim');
    if (trims) this.#skipTo(this.#endOfSpace(this.#at));
    return true;
  }

  #lexInside(): void {
    const next = this.#source[this.#at];
    if (next === undefined) throw new LexError('unclosed action');
    if (isSpace(next)) return this.#lexSpace();
    if (next === '"' || next === "'") return this.#lexQuoted(next);
    if (next === '`') return this.#lexRaw();
    if (next === '$' || (next === '.' && isFieldStart(this.#source[this.#at + 1]))) {
      return this.#lexFieldOrVariable(next);
    }
    if (next === '.' || next === '+' || next === '-' || isDigit(next)) return this.#lexNumber();
    if (isWordRune(this.#source, this.#at)) return this.#lexWord();
    return this.#lexSymbol(next);
  }

  #lexSpace(): void {
    const end = this.#endOfSpace(this.#at);
    // The last space may belong to a trim marker.
    const trims =
      this.#hasRightTrimMarker(end - 1) &&
      this.#source.startsWith(rightDelim, end - 1 + trimMarkerSize);
    this.#at = trims ? end - 1 : end;
    if (this.#at > this.#start) this.#emit('space');
  }

  #lexQuoted(mark: string): void {
    const isString = mark === '"';
    const pattern = isString ? /"(?:[^"\\\n]|\\[^\n])*"/y : /'(?:[^'\\\n]|\\[^\n])*'/y;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match === null) {
      throw new LexError(`unterminated ${isString ? 'quoted string' : 'character constant'}`);
    }
    this.#at += match[0].length;
    this.#emit(isString ? 'string' : 'char-constant');
  }

  #lexRaw(): void {
    const end = this.#source.indexOf('`', this.#at + 1);
    if (end < 0) throw new LexError('unterminated raw quoted string');
    this.#at = end + 1;
    this.#emit('raw-string');
  }

  #lexFieldOrVariable(first: string): void {
    this.#at += 1;
    if (this.#isAtTerminator()) return this.#emit(first === '$' ? 'variable' : 'dot');
    this.#passWord();
    this.#emit(first === '$' ? 'variable' : 'field');
  }

  #lexWord(): void {
    this.#passWord();
    const word = this.#source.slice(this.#start, this.#at);
    if (word === 'nil') this.#emit('nil');
    else if (keywords.has(word)) this.#emit('keyword');
    else this.#emit(word === 'true' || word === 'false' ? 'bool' : 'identifier');
  }

  #passWord(): void {
    while (isWordRune(this.#source, this.#at)) {
      this.#at += decodeRune(this.#source, this.#at).size;
    }
    if (this.#isAtTerminator()) return;
    throw new LexError(`bad character ${describeRune(this.#source, this.#at)}`);
  }

  #lexNumber(): void {
    this.#passNumber();
    if (/[+-]/.test(this.#source[this.#at] ?? '')) {
      // Deviation: complex numbers such as 1+2i are not read.
      this.#passNumber();
      throw this.#badNumber();
    }
    this.#emit('number');
  }

  #passNumber(): void {
    numberPattern.lastIndex = this.#at;
    this.#at += numberPattern.exec(this.#source)?.[0].length ?? 0;
    if (!isWordRune(this.#source, this.#at)) return;
    this.#at += decodeRune(this.#source, this.#at).size;
    throw this.#badNumber();
  }

  #badNumber(): LexError {
    const text = this.#source.slice(this.#start, this.#at);
    return new LexError(`bad number syntax: ${quoteBytes(text)}`);
  }

  #lexSymbol(symbol: string): void {
    const { size } = decodeRune(this.#source, this.#at);
    const described = describeRune(this.#source, this.#at);
    this.#at += size;
    if (symbol === '=') return this.#emit('assign');
    if (symbol === '|') return this.#emit('pipe');
    if (symbol === ':') {
      if (this.#source[this.#at] !== '=') throw new LexError('expected :=');
      this.#at += 1;
      return this.#emit('declare');
    }
    if (symbol === '(') {
      this.#parens += 1;
      return this.#emit('left-paren');
    }
    if (symbol === ')') {
      this.#parens -= 1;
      if (this.#parens < 0) throw new LexError('unexpected right paren');
      return this.#emit('right-paren');
    }
    if (size === 1 && isPrintable(symbol) && symbol < '\x7f') return this.#emit('char');
    throw new LexError(`unrecognized character in action: ${described}`);
  }

  #isAtTerminator(): boolean {
    const next = this.#source[this.#at];
    if (next === undefined || isSpace(next) || '.,|:)('.includes(next)) return true;
    return this.#source.startsWith(rightDelim, this.#at);
  }

  #hasLeftTrimMarker(at: number): boolean {
    return this.#source[at] === '-' && isSpace(this.#source[at + 1] ?? '');
  }

  #hasRightTrimMarker(at: number): boolean {
    return isSpace(this.#source[at] ?? '') && this.#source[at + 1] === '-';
  }

  #endOfSpace(at: number): number {
    let end = at;
    while (isSpace(this.#source[end] ?? '')) end += 1;
    return end;
  }

  #emit(kind: TokenKind): void {
    this.#push(kind, this.#source.slice(this.#start, this.#at));
    this.#skipTo(this.#at);
  }

  #push(kind: TokenKind, text: string): void {
    this.#tokens.push({ kind, at: this.#start, text, line: this.#line });
  }

  /** Moves on without a token; everything passed since the last one counts for the line. */
  #skipTo(at: number): void {
    this.#line += this.#source.slice(this.#start, at).split('\n').length - 1;
    this.#at = at;
    this.#start = at;
  }
}
