// @ts-check
/**
 * Runs a program of the workspace in the directory where `npm run` or `pnpm` was called, because
 * both start scripts at the top of the workspace: `--data ./cases` then means what it says.
 */
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const [program] = process.argv.splice(2, 1);
if (program === undefined) throw new Error('usage: run-in-callers-directory.mjs <program> [...]');

const file = resolve(program);
process.argv[1] = file;
process.chdir(process.env['INIT_CWD'] ?? process.cwd());
await import(pathToFileURL(file).href);
