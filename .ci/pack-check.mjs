// @ts-check
/** Checks what npm would publish: every public package must satisfy publint and attw. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checks = [
  { tool: 'publint', args: ['--strict', '--pack', 'npm'] },
  { tool: 'attw', args: ['--pack', '--profile', 'esm-only'] },
];

const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name));
const published = packages.filter((directory) => readManifest(directory)['private'] !== true);
if (published.length === 0) throw new Error('no public package found: nothing was checked');

const failures = published.flatMap((directory) =>
  checks.filter(({ tool, args }) => !passes(tool, args, directory)),
);
process.exit(failures.length === 0 ? 0 : 1);

/**
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function passes(tool, args, cwd) {
  process.stdout.write(`\n${String(readManifest(cwd)['name'])}: ${tool}\n`);
  const program = join(root, 'node_modules', '.bin', tool);
  const done = spawnSync(`"${program}"`, args, { cwd, stdio: 'inherit', shell: true });
  return done.status === 0;
}

/**
 * @param {string} directory
 * @returns {Record<string, unknown>}
 */
function readManifest(directory) {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}
