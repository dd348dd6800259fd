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

  const lineOf = (offset: number): number => file.text.slice(0, offset).split('\n').length;
  const markers: Marker[] = [];
  const open: { name: string; start: number; nested: number }[] = [];
  const functions: FunctionShape[] = [];

  const mark = (word: Marker['word'], start: number): void => {
    markers.push({ word, line: lineOf(start) });
  };
  const enter = (name: string, start: number): void => {
    open.push({ name, start, nested: 0 });
  };
  const leave = (end: number): void => {
    const shape = open.pop();
    if (shape === undefined) throw new Error(`${file.path}: a function ends that never began`);
    const line = lineOf(shape.start);
    const lines = lineOf(end) - line + 1;
    functions.push({ name: shape.name, line, ownLines: lines - shape.nested });
    const outer = open.at(-1);
    if (outer) outer.nested += lines;
  };

  // Only declarations and methods are functions of their own here: an arrow in the middle of
  // another function is part of what a reader of that function has to hold in mind.
  new Visitor({
    FunctionDeclaration(node) {
      if (node.async) mark('async', node.start);
      enter(node.id?.name ?? '(default)', node.start);
    },
    'FunctionDeclaration:exit': (node) => leave(node.end),
    FunctionExpression(node) {
      if (node.async) mark('async', node.start);
      enter('(method)', node.start);
    },
    'FunctionExpression:exit': (node) => leave(node.end),
    ArrowFunctionExpression(node) {
      if (node.async) mark('async', node.start);
    },
    AwaitExpression: (node) => mark('await', node.start),
    ExportAllDeclaration: (node) => mark('export *', node.start),
  }).visit(program);

  const imports = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) =>
      found.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
    ...module.dynamicImports.map((found) =>
      file.text.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1),
    ),
  ];
  return { imports: [...new Set(imports)], functions, markers, code: blank(file.text, comments) };
}

function blank(
  text: string,
  ranges: readonly { readonly start: number; readonly end: number }[],
): string {
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
