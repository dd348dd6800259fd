/**
 * Reads a stack file into a tree whose nodes know their positions. Scalars are resolved, aliases
 * expanded and `<<` merged as go-yaml does; interpolation and validation come later.
 */
import { LineCounter, parseAllDocuments, type Document } from 'yaml';
import type { IssueLog, Position } from '../issue/issue.ts';
import { describeYamlError, isBeyondDocument, type BrokenText } from './describe-yaml-error.ts';
import type { MapNode } from './source-tree.ts';
import { createTreeBuilder } from './tree-builder.ts';

/** The mapping at the top of the file; undefined with errors in the log where there is none. */
export function readYaml(text: string, log: IssueLog): MapNode | undefined {
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  const control = controlCharacter.exec(text);
  if (control !== null) {
    const message = 'yaml: control characters are not allowed';
    log.error(positionAt(lines, control.index), 'malformed-yaml', message);
    return undefined;
  }
  const error = document?.errors[0];
  if (document !== undefined && error !== undefined) {
    const at = positionAt(lines, error.pos[0]);
    const broken: BrokenText = { text, document, lines };
    if (!isBeyondDocument(error, broken)) {
      log.error(at, 'malformed-yaml', describeYamlError(error, broken));
      return undefined;
    }
    // Deviation: docker says nothing of the lines that it does not read.
    log.warning(at, 'ignored-value', 'docker takes this for the end of the file');
  }
  return document === undefined ? noMapping(log) : buildTree(document, lines, log);
}

// docker/cli: gopkg.in/yaml.v3/readerc.go, yaml_parser_update_buffer.
const controlCharacter = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

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
