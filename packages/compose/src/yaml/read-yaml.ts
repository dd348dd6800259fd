/**
 * Reads a stack file into a tree whose nodes know their positions. Scalars are resolved, aliases
 * expanded and `<<` merged as go-yaml does; interpolation and validation come later.
 */
import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import type { IssueLog, Position } from '../issue/issue.ts';
import { describeYamlError } from './describe-yaml-error.ts';
import type { MapNode } from './source-tree.ts';
import { createTreeBuilder } from './tree-builder.ts';

/** The mapping at the top of the file; undefined with errors in the log where there is none. */
export function readYaml(text: string, log: IssueLog): MapNode | undefined {
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  const error = document?.errors[0];
  if (error !== undefined) {
    const position = positionAt(lines, error.pos[0]);
    const { code, message } = error;
    const before = text.slice(0, error.pos[0]);
    const isAtEnd = before.length === text.length;
    const problem = { code, message, line: position.line, before, isAtEnd };
    log.error(position, 'malformed-yaml', describeYamlError(problem));
    return undefined;
  }
  return document === undefined ? noMapping(log) : buildTree(document, lines, log);
}

function firstDocument(text: string, lines: LineCounter): Document.Parsed | undefined {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
  });
  // docker/cli: go.yaml.in/yaml/v3/yaml.go, unmarshal: further documents are not looked at.
  return documents[0];
}

function buildTree(
  document: Document.Parsed,
  lines: LineCounter,
  log: IssueLog,
): MapNode | undefined {
  const builder = createTreeBuilder(document, (offset) => positionAt(lines, offset));
  const root = builder.build();
  for (const { at, message } of builder.problems()) log.error(at, 'malformed-yaml', message);
  if (log.errorCount() > 0) return undefined;
  return root?.kind === 'map' && root.otherKey === undefined ? root : noMapping(log);
}

/** docker/cli: cli/compose/loader/loader.go, ParseYAML. */
function noMapping(log: IssueLog): undefined {
  const start: Position = { path: '', line: 1, column: 1 };
  log.error(start, 'malformed-yaml', 'top-level object must be a mapping');
  return undefined;
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { path: '', line: Math.max(line, 1), column: Math.max(col, 1) };
}
