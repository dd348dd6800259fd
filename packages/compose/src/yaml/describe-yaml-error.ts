import type { Document, LineCounter, YAMLParseError } from 'yaml';
import { findInnermost, findScalarEnding, type OpenCollection } from './enclosing-collections.ts';

/** A text that is no YAML, and what the library made of it. */
export interface BrokenText {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * Words the first syntax error as go-yaml does. Its parser counts lines from 0, names the line where
 * the surrounding collection begins, and no line at all where that is the first. Its scanner counts
 * from 1. The issue beside the text has the true position.
 */
// docker/cli: gopkg.in/yaml.v3/decode.go, parser.fail.
export function describeYamlError(error: YAMLParseError, broken: BrokenText): string {
  const { by, line, text } = wordingOf(error, broken);
  const isNamed = line > (by === 'scanner' ? 1 : 0);
  return `yaml: ${isNamed ? `line ${line}: ` : ''}${text}`;
}

interface Wording {
  readonly by: 'parser' | 'scanner';
  readonly line: number;
  readonly text: string;
}

/** docker/cli: gopkg.in/yaml.v3/parserc.go and scannerc.go have the texts. */
function wordingOf(error: YAMLParseError, broken: BrokenText): Wording {
  const { code, message } = error;
  const line = lineAt(broken, error.pos[0]);
  if (/^Flow .* end with a|by a comma/.test(message)) return openFlow(error, broken);
  if (message.startsWith('Unexpected , in flow')) {
    return { by: 'parser', line: line - 1, text: 'did not find expected node content' };
  }
  if (isMisplaced(error)) return misplaced(error, broken);
  if (/^Missing closing .quote/.test(message)) {
    const end = error.pos[0];
    const start = findScalarEnding(broken.document, { end, isQuoted: true }) ?? end;
    return inScalar(broken, start, { line, text: 'found unexpected end of stream' });
  }
  if (code === 'TAB_AS_INDENT') return misplacedTab(error, broken);
  if (isKey(error)) return misplacedKey(error, broken);
  const rule = wordings.find(
    (wording) => wording.code === code && (wording.matches?.test(message) ?? true),
  );
  // Of rare errors go-yaml's words are not known; the library's own are used.
  return { by: 'scanner', line, text: rule?.text ?? message };
}

function lineAt({ lines }: BrokenText, offset: number): number {
  return Math.max(lines.linePos(offset).line, 1);
}

/** A collection in brackets that is not closed, or that lacks what comes after a comma. */
function openFlow({ pos: [offset] }: YAMLParseError, broken: BrokenText): Wording {
  const { text, document } = broken;
  const before = text.slice(0, offset);
  // For the parser the end of the text is a line of its own, even where the last one is unfinished.
  const isAtEnd = offset === text.length && !before.endsWith('\n');
  const line = lineAt(broken, offset) - (isAtEnd ? 0 : 1);
  if (/[[{,]\s*$/.test(before)) {
    return { by: 'parser', line, text: 'did not find expected node content' };
  }
  const open = findInnermost(
    document,
    offset,
    ({ kind, isFlow, end }) => isFlow && text.charAt(end - 1) !== (kind === 'list' ? ']' : '}'),
  );
  const closing = open?.kind === 'list' ? ']' : '}';
  return inContext(broken, open, { line, text: `did not find expected ',' or '${closing}'` });
}

/** Something where a mapping wants its next key, a list its next dash, or a file its end. */
function isMisplaced({ code, message }: YAMLParseError): boolean {
  if (code === 'BAD_INDENT') return true;
  return /at node end|flow-(?:map|seq)-end token|^A block sequence may not|^Sequence item without/.test(
    message,
  );
}

/**
 * True for an error after the end of the first document, which docker does not read on from: there
 * a line that is less indented than the first one ends the document.
 */
export function isBeyondDocument(error: YAMLParseError, broken: BrokenText): boolean {
  const { document } = broken;
  const start = document.contents?.range[0] ?? 0;
  return isMisplaced(error) && columnAt(broken, error.pos[0]) < columnAt(broken, start);
}

function misplaced(error: YAMLParseError, broken: BrokenText): Wording {
  const around = collectionAt(error, broken);
  // After a bracket that closes nothing, the scanner goes on to the next colon.
  if (around === undefined) return misplacedColon(broken, broken.text.indexOf(':', error.pos[0]));
  const wanted = around.kind === 'list' ? "'-' indicator" : 'key';
  return inContext(broken, around, {
    line: lineAt(broken, error.pos[0]) - 1,
    text: `did not find expected ${wanted}`,
  });
}

/** The collection in lines whose next entry would stand where the error is. */
function collectionAt(
  { pos: [offset] }: YAMLParseError,
  broken: BrokenText,
): OpenCollection | undefined {
  // The library points at the beginning of a line that is indented by a wrong amount.
  const blanks = /^ */.exec(broken.text.slice(offset))?.[0] ?? '';
  const column = columnAt(broken, offset + blanks.length);
  return findInnermost(
    broken.document,
    offset,
    ({ isFlow, start }) => !isFlow && start < offset && columnAt(broken, start) <= column,
  );
}

/** A tab where lines begin; after a text without quotes it might have gone on with that text. */
function misplacedTab({ pos: [offset] }: YAMLParseError, broken: BrokenText): Wording {
  const { text, document } = broken;
  const line = lineAt(broken, offset);
  const start = findScalarEnding(document, {
    end: text.slice(0, offset).trimEnd().length,
    isQuoted: false,
  });
  if (start === undefined) {
    return { by: 'scanner', line, text: 'found character that cannot start any token' };
  }
  return inScalar(broken, start, {
    line,
    text: 'found a tab character that violates indentation',
  });
}

/** The scanner names the line of the scalar, unless that is the first one. */
function inScalar(
  broken: BrokenText,
  start: number,
  { line, text }: Pick<Wording, 'line' | 'text'>,
): Wording {
  const startLine = lineAt(broken, start);
  return { by: 'scanner', line: startLine === 1 ? line : startLine, text };
}

function columnAt({ lines }: BrokenText, offset: number): number {
  return lines.linePos(offset).col;
}

/** The parser names the line of the collection, unless that is the first one. */
function inContext(
  broken: BrokenText,
  around: OpenCollection | undefined,
  { line, text }: Pick<Wording, 'line' | 'text'>,
): Wording {
  const start = around === undefined ? 0 : lineAt(broken, around.start) - 1;
  return { by: 'parser', line: start === 0 ? line : start, text };
}

/** A colon where no key can be, or a line where only a key can be. */
function isKey({ code }: YAMLParseError): boolean {
  return (
    code === 'BLOCK_AS_IMPLICIT_KEY' ||
    code === 'MULTILINE_IMPLICIT_KEY' ||
    code === 'KEY_OVER_1024_CHARS'
  );
}

function misplacedKey({ code, pos: [offset] }: YAMLParseError, broken: BrokenText): Wording {
  const { document } = broken;
  const around = findInnermost(document, offset, ({ kind }) => kind === 'map');
  if (code === 'MULTILINE_IMPLICIT_KEY' && around !== undefined && around.start < offset) {
    const line = lineAt(broken, offset);
    return { by: 'scanner', line, text: "could not find expected ':'" };
  }
  // The scanner stops at the colon, which may be some lines after the beginning of the text.
  const spread = document.errors.find(
    (error) => error.code === 'MULTILINE_IMPLICIT_KEY' && error.pos[0] === offset,
  );
  return misplacedColon(broken, spread === undefined ? offset : spread.pos[1] - 1);
}

function misplacedColon(broken: BrokenText, offset: number): Wording {
  const line = lineAt(broken, offset);
  return { by: 'scanner', line, text: 'mapping values are not allowed in this context' };
}

interface Rule {
  readonly code: YAMLParseError['code'];
  readonly matches?: RegExp;
  readonly text: string;
}

const wordings: readonly Rule[] = [
  { code: 'BAD_SCALAR_START', text: 'found character that cannot start any token' },
  { code: 'MISSING_CHAR', text: "could not find expected ':'" },
  {
    code: 'BAD_DQ_ESCAPE',
    matches: /\\[xuU]/,
    text: 'did not find expected hexdecimal number',
  },
  { code: 'BAD_DQ_ESCAPE', text: 'found unknown escape character' },
  {
    code: 'UNEXPECTED_TOKEN',
    matches: /block-seq-ind/,
    text: 'block sequence entries are not allowed in this context',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    matches: /Block scalar header/,
    text: 'did not find expected comment or line break',
  },
];
