import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';

/** One text of the workspace, by its path from the top, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What the rules need to know of a TypeScript file, read from its syntax tree. */
export interface Syntax {
  /** Every module that is imported or re-exported from, as written. */
  readonly imports: readonly string[];
  readonly functions: readonly FunctionShape[];
  /** The line of each `async`, `await` and `export *`, with the word. */
  readonly markers: readonly Marker[];
  /** The text with every comment blanked, so that words in prose do not count. */
  readonly code: string;
}

export interface FunctionShape {
  readonly name: string;
  readonly line: number;
  /** Lines of its own: those of functions declared inside it are counted there. */
  readonly ownLines: number;
}

export interface Marker {
  readonly word: 'async' | 'await' | 'export *';
  readonly line: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type Program = ReturnType<typeof parseSync>['program'];

/** The top of the workspace. */
export const workspaceRoot: string = findWorkspaceRoot(dirname(fileURLToPath(import.meta.url)));

const unreadFolders = new Set(['node_modules', 'dist', 'coverage', '.git']);
const textFiles = /\.(ts|mts|mjs|js|json|md|yaml|yml)$|^\.[a-z]+\/run$/;

/** Reads the workspace's own texts under a folder: no dependencies, no build output. */
export function readWorkspace(folder = ''): readonly SourceFile[] {
  const entries = readdirSync(join(workspaceRoot, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));

  return entries.flatMap((entry): readonly SourceFile[] => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return unreadFolders.has(entry.name) ? [] : readWorkspace(path);
    if (!textFiles.test(path)) return [];
    return [{ path, text: readFileSync(join(workspaceRoot, path), 'utf8') }];
  });
}

/** Tells whether the file is a program that is published: no test, no type test. */
export function isPublishedSource(file: SourceFile): boolean {
  return /^packages\/[^/]+\/src\/.*\.ts$/.test(file.path) && !isTest(file);
}

export function isTest(file: SourceFile): boolean {
  return /\.test(-d)?\.ts$/.test(file.path);
}

/** Reads a file's syntax. A file that does not parse is an error, not an empty answer. */
export function parseSyntax(file: SourceFile): Syntax {
  const { program, module, comments, errors } = parseSync(file.path, file.text);
  if (errors.length > 0) throw new Error(`${file.path} does not parse: ${errors[0]?.message}`);

  const imports = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) =>
      found.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
    ...module.dynamicImports.map((found) =>
      file.text.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1),
    ),
  ];
  return {
    imports: [...new Set(imports)],
    functions: measureFunctions(file, program),
    markers: findMarkers(file, program),
    code: blank(file.text, comments),
  };
}

function findMarkers(file: SourceFile, program: Program): readonly Marker[] {
  const markers: Marker[] = [];
  const mark = (word: Marker['word'], start: number): void => {
    markers.push({ word, line: lineOf(file, start) });
  };
  const markAsync = (node: { readonly async: boolean; readonly start: number }): void => {
    if (node.async) mark('async', node.start);
  };

  new Visitor({
    FunctionDeclaration: markAsync,
    FunctionExpression: markAsync,
    ArrowFunctionExpression: markAsync,
    AwaitExpression: (node) => mark('await', node.start),
    ExportAllDeclaration: (node) => mark('export *', node.start),
  }).visit(program);
  return markers;
}

/**
 * Measures the functions that have a name: declared, method, or arrow kept in a constant. An arrow
 * in the middle of a function is part of what a reader of that function has to hold in mind.
 */
function measureFunctions(file: SourceFile, program: Program): readonly FunctionShape[] {
  const functions: FunctionShape[] = [];
  const names = new Map<number, string>();
  const open: { readonly name: string; readonly line: number; nested: number }[] = [];

  const name = (value: Span | null, key: Span): void => {
    if (value) names.set(value.start, file.text.slice(key.start, key.end));
  };
  const enter = (node: Span): void => {
    const known = names.get(node.start);
    if (known !== undefined) open.push({ name: known, line: lineOf(file, node.start), nested: 0 });
  };
  const leave = (node: Span): void => {
    const shape = names.has(node.start) ? open.pop() : undefined;
    if (shape === undefined) return;
    const lines = lineOf(file, node.end) - shape.line + 1;
    functions.push({ name: shape.name, line: shape.line, ownLines: lines - shape.nested });
    const outer = open.at(-1);
    if (outer) outer.nested += lines;
  };

  new Visitor({
    FunctionDeclaration(node) {
      name(node, node.id ?? node);
      enter(node);
    },
    'FunctionDeclaration:exit': leave,
    VariableDeclarator: (node) => name(node.init, node.id),
    Property: (node) => name(node.value, node.key),
    MethodDefinition: (node) => name(node.value, node.key),
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
  }).visit(program);
  return functions;
}

function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

function blank(text: string, ranges: readonly Span[]): string {
  let code = text;
  for (const { start, end } of ranges) {
    const comment = text.slice(start, end).replace(/[^\n]/g, ' ');
    code = code.slice(0, start) + comment + code.slice(end);
  }
  return code;
}

function findWorkspaceRoot(folder: string): string {
  const names = readdirSync(folder);
  return names.includes('pnpm-workspace.yaml') ? folder : findWorkspaceRoot(dirname(folder));
}
