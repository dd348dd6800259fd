/**
 * The README shows programs and what they print. Each is run here as a reader would run it, from the
 * built files, and compared to the letter.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBlocks } from './readme-blocks.ts';

const root = new URL('../../../', import.meta.url);
const blocks = findBlocks(readFileSync(new URL('README.md', root), 'utf8'));

describe('README', () => {
  it('shows the output of every example', () => {
    const programs = readdirSync(new URL('examples/src/', root))
      .filter((name) => name.endsWith('.ts') && name !== 'print.ts')
      .map((name) => name.replace(/\.ts$/, ''));
    const shown = blocks.filter(({ kind }) => kind === 'output').map(({ program }) => program);

    expect(shown.sort()).toEqual([...programs, 'flagship/main'].sort());
    expect(programs.length).toBeGreaterThanOrEqual(5);
  });

  it.each(blocks.filter(({ kind }) => kind === 'source'))(
    'quotes $program',
    ({ program, text }) => {
      const source = readFileSync(new URL(`examples/src/${program}.ts`, root), 'utf8');

      expect(text).toBe(source);
    },
  );

  it.each(blocks.filter(({ kind }) => kind === 'output'))('shows what $program prints', (block) => {
    const file = fileURLToPath(new URL(`examples/dist/${block.program}.js`, root));

    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(block.text).toBe(stdout.replace(/^\n+/, ''));
  });
});

describe('findBlocks', () => {
  it('reads what a block shows', () => {
    const page = 'text\n<!-- output: a/b -->\n```text\none\ntwo\n```\n\n```ts\nno\n```\n';

    expect(findBlocks(page)).toEqual([{ kind: 'output', program: 'a/b', text: 'one\ntwo\n' }]);
  });
});
