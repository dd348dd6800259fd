import { posix } from 'node:path';

import { parseSyntax, type SourceFile } from './source-file.ts';

export const fileLinesMax = 400;
export const functionLinesMax = 60;

const vagueNames = ['common', 'helpers', 'index', 'misc', 'types', 'utils'];

/** Lists what is too long for one reading. */
export function findOverlong(file: SourceFile): readonly string[] {
  const lines = file.text.trimEnd().split('\n').length;
  const fileProblem = lines > fileLinesMax ? [`${file.path}: ${lines} lines`] : [];

  const overlong = parseSyntax(file).functions.filter((shape) => shape.ownLines > functionLinesMax);
  const functionProblems = overlong.map(
    (shape) => `${file.path}:${shape.line}: ${shape.name} has ${shape.ownLines} lines of its own`,
  );
  return [...fileProblem, ...functionProblems];
}

/** Lists a file whose name does not say what is in it, or not in kebab-case. */
export function findVagueName(file: SourceFile): readonly string[] {
  const base = posix.basename(file.path).replace(/(\.prop|\.trace)?(\.test|\.test-d)?\.ts$/, '');
  const isPackageEntry = /^packages\/[^/]+\/src\/index\.ts$/.test(file.path);
  if (vagueNames.includes(base) && !isPackageEntry) return [`${file.path}: a name for anything`];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(base)) return [`${file.path}: not in kebab-case`];
  return [];
}
