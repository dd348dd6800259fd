/**
 * The pages of the packages show code. Each block is run as it stands, in a process of its own, with
 * the built packages: what rots fails.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const folder = fileURLToPath(new URL('test/', root));

const blocks = readdirSync(new URL('packages/', root)).flatMap((name) => {
  const page = readFileSync(new URL(`packages/${name}/README.md`, root), 'utf8');
  return [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => ({ name, code }));
});

describe('package pages', () => {
  it('each have code', () => {
    expect(new Set(blocks.map(({ name }) => name)).size).toBe(
      readdirSync(new URL('packages/', root)).length,
    );
  });

  it.each(blocks)('$name: the code runs', ({ code }) => {
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: folder,
      encoding: 'utf8',
    });

    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});
