/** What the YAML library found wrong. */
export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  /** Line of the problem, from 1. */
  readonly line: number;
  /** The text before the problem. */
  readonly before: string;
  /** True where the text ended too early. */
  readonly isAtEnd: boolean;
}

/**
 * Words a syntax error as go-yaml does. Its parser names lines from 0 and its scanner from 1, and
 * neither names the first line; the issue beside the text has the true position.
 */
// docker/cli: go.yaml.in/yaml/v3/decode.go, parser.fail.
export function describeYamlError(problem: YamlProblem): string {
  const { text, by } = wordingOf(problem);
  const named = by === 'scanner' ? problem.line : parserLine(problem);
  const isNamed = named > (by === 'scanner' ? 1 : 0);
  return `yaml: ${isNamed ? `line ${named}: ` : ''}${text ?? problem.message}`;
}

/** For the parser the end of the text is a line of its own, even where the last one is unfinished. */
function parserLine({ line, before, isAtEnd }: YamlProblem): number {
  return isAtEnd && !before.endsWith('\n') ? line : line - 1;
}

interface Wording {
  readonly by: 'parser' | 'scanner';
  /** Absent where go-yaml's words are not known; the library's own are used. */
  readonly text?: string;
}

/** docker/cli: go.yaml.in/yaml/v3/parserc.go and scannerc.go have the texts. */
function wordingOf({ code, message, before }: YamlProblem): Wording {
  const openFlow = /^Flow (sequence|map) .* end with a/.exec(message);
  if (openFlow !== null) return { by: 'parser', text: openFlowText(openFlow[1], before) };
  const rule = wordings.find(
    (wording) => wording.code === code && (wording.matches?.test(message) ?? true),
  );
  return rule ?? { by: 'scanner' };
}

function openFlowText(collection: string | undefined, before: string): string {
  if (/[[{,]\s*$/.test(before)) return 'did not find expected node content';
  return `did not find expected ',' or '${collection === 'map' ? '}' : ']'}'`;
}

const wordings: readonly (Wording & { readonly code: string; readonly matches?: RegExp })[] = [
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    by: 'scanner',
    text: 'mapping values are not allowed in this context',
  },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    by: 'scanner',
    text: 'mapping values are not allowed in this context',
  },
  {
    code: 'BAD_INDENT',
    matches: /sequence items/,
    by: 'parser',
    text: "did not find expected '-' indicator",
  },
  { code: 'BAD_INDENT', by: 'parser', text: 'did not find expected key' },
  {
    code: 'TAB_AS_INDENT',
    by: 'scanner',
    text: 'found character that cannot start any token',
  },
  {
    code: 'BAD_SCALAR_START',
    by: 'scanner',
    text: 'found character that cannot start any token',
  },
  {
    code: 'MISSING_CHAR',
    matches: /closing .quote/,
    by: 'scanner',
    text: 'found unexpected end of stream',
  },
  {
    code: 'MISSING_CHAR',
    matches: /followed by map values/,
    by: 'scanner',
    text: "could not find expected ':'",
  },
  { code: 'MISSING_CHAR', by: 'parser', text: "did not find expected ',' or ']'" },
  { code: 'BAD_DQ_ESCAPE', by: 'scanner', text: 'found unknown escape character' },
  {
    code: 'UNEXPECTED_TOKEN',
    matches: /block-seq-ind/,
    by: 'scanner',
    text: 'block sequence entries are not allowed in this context',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    matches: /Block scalar header/,
    by: 'scanner',
    text: 'did not find expected comment or line break',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    matches: /at node end/,
    by: 'parser',
    text: 'did not find expected <document start>',
  },
];
