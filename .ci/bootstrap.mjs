// @ts-check
/**
 * Brings a fresh clone to the point where its programs run, with nothing but Node and npm:
 * installs the locked dependencies with the pinned pnpm (through npx) when they are missing or
 * stale, then builds with `tsc -b`. Both steps cost next to nothing when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules', '.bootstrap');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

refuseOldNode();
if (!isInstalled()) install();
build();

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`swarmsim needs Node 20.19 or newer; this is ${process.version}`);
}

/** Node's platform is part of the stamp: several tools ship a binary for one platform only. */
function fingerprint() {
  const lockFile = readFileSync(join(root, 'pnpm-lock.yaml'));
  const digest = createHash('sha256').update(lockFile).digest('hex');
  return `${process.platform}-${process.arch} ${digest}`;
}

function isInstalled() {
  if (!existsSync(stampFile) || !existsSync(compiler)) return false;
  return readFileSync(stampFile, 'utf8') === fingerprint();
}

function install() {
  const pnpm = readManifest().packageManager;
  say(`installing dependencies with ${pnpm}`);

  const frozen = process.env['CI'] ? ['--frozen-lockfile'] : [];
  const windows = process.platform === 'win32';
  const done = spawnSync('npx', ['--yes', pnpm, 'install', ...frozen], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // npx is a .cmd file on Windows, which only a shell starts; no argument needs quoting.
    shell: windows,
  });
  if (done.error) fail(`npx did not start: ${done.error.message}`);
  if (done.status !== 0) fail('the dependencies were not installed; the reason stands above');

  writeFileSync(stampFile, fingerprint());
}

function build() {
  const done = spawnSync(process.execPath, [compiler, '-b'], { cwd: root, stdio: 'inherit' });
  if (done.error) fail(`the compiler did not start: ${done.error.message}`);
  if (done.status !== 0) fail('the build failed; the reasons stand above');
}

/** @returns {{ packageManager: string }} */
function readManifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`bootstrap: ${text}\n`);
}

/**
 * @param {string} text
 * @returns {never}
 */
function fail(text) {
  say(text);
  process.exit(1);
}
