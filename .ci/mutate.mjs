// @ts-check
/**
 * `npm run mutate -- packages/core/src/scheduler/filters [MORE FOLDERS]`: changes the code of folders in one
 * place after the other, and sees whether a unit test of core notices. Prints the score and what survived.
 * It works on a copy, in a folder for temporary files, since it changes files in place; Stryker is installed
 * there and nowhere else, as it is large. A folder takes minutes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const strykerVersion = '9.6.1';

/** Tests that have to notice. Invariants and random scenarios are left out: each mutant would run them all. */
const testConfig = `import { defineConfig } from 'vitest/config';
const conditions = ['@swarmsim/source'];
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: { include: ['packages/core/src/**/*.test.ts'], testTimeout: 120_000, isolate: false },
});
`;

const copy = mkdtempSync(join(tmpdir(), 'swarmsim-mutate-'));
try {
  const folders = readFolders();
  prepare(folders);
  run('npx', ['stryker', 'run', 'stryker.json']);
  report();
} catch (error) {
  console.error(`mutate: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function readFolders() {
  const folders = process.argv.slice(2);
  const [missing] = folders.filter((folder) => !existsSync(join(root, folder)));
  if (missing !== undefined) throw new Error(`there is no folder ${missing}`);
  if (folders.length > 0) return folders;
  throw new Error('name a folder, such as packages/core/src/scheduler/filters');
}

/** Copies what is committed, and installs. @param {readonly string[]} folders */
function prepare(folders) {
  run('git', ['clone', '--quiet', root, copy], root);
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--silent']);
  const tools = ['core', 'vitest-runner'].map(
    (name) => `@stryker-mutator/${name}@${strykerVersion}`,
  );
  run('npx', [
    '--yes',
    packageManager,
    'add',
    '--workspace-root',
    '--save-dev',
    '--silent',
    ...tools,
  ]);
  writeFileSync(join(copy, 'vitest.mutate.config.ts'), testConfig);
  const options = {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    mutate: [...folders.map((folder) => `${folder}/**/*.ts`), '!**/*.test.ts', '!**/assert-*.ts'],
    vitest: { configFile: 'vitest.mutate.config.ts', related: true },
    coverageAnalysis: 'perTest',
    // What runs while modules are loaded is only noticed by running all tests anew.
    ignoreStatic: true,
    concurrency: 1,
    inPlace: true,
    // Stryker asks the compiler for an API that TypeScript 7 does not have, unless there is no such file.
    tsconfigFile: 'none.json',
    ignorePatterns: ['**/dist', 'examples', '.ci'],
    timeoutMS: 15_000,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: 'mutants.json' },
  };
  writeFileSync(join(copy, 'stryker.json'), JSON.stringify(options));
}

/** Prints what survived, then how many of how many were noticed. */
function report() {
  /** @type {{ files: Record<string, { source: string, mutants: Mutant[] }> }} */
  const { files } = JSON.parse(readFileSync(join(copy, 'mutants.json'), 'utf8'));
  let noticed = 0;
  let survived = 0;
  for (const [path, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const { status, location, mutatorName, replacement = '' } of mutants) {
      if (status === 'Killed' || status === 'Timeout') noticed += 1;
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      survived += 1;
      const { line, column } = location.start;
      const text = lines[line - 1]?.trim() ?? '';
      console.log(
        `${path}:${line}:${column} ${mutatorName}: ${text} -> ${replacement.slice(0, 60)}`,
      );
    }
  }
  const percent = ((100 * noticed) / Math.max(1, noticed + survived)).toFixed(1);
  console.log(`${noticed} of ${noticed + survived} mutants noticed: ${percent} %`);
}

/**
 * @typedef {{
 *   status: string, mutatorName: string, replacement?: string,
 *   location: { start: { line: number, column: number } },
 * }} Mutant
 */

/** @param {string} program @param {readonly string[]} args */
function run(program, args, cwd = copy) {
  // npx is a .cmd file on Windows, which only a shell starts; no argument needs quoting.
  const shell = process.platform === 'win32';
  const done = spawnSync(program, args, { cwd, stdio: 'inherit', shell });
  if (done.error) throw new Error(`${program} did not start: ${done.error.message}`);
  if (done.status !== 0) throw new Error(`${program} ${args[0]} failed; the reason stands above`);
}
