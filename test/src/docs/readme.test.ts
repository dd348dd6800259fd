/**
 * The README and the guide show programs and what they print. Each is run here as a reader would run it,
 * from the built files, and compared to the letter. The guide's tests run with all others.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBlocks, type ReadmeBlock } from './readme-blocks.ts';

const root = new URL('../../../', import.meta.url);
const guidePage = 'packages/testing/guide/testing-your-stack.md';

function blocksOf(page: string): readonly ReadmeBlock[] {
  return findBlocks(readFileSync(new URL(page, root), 'utf8'));
}

function programsIn(folder: string): readonly string[] {
  return readdirSync(new URL(`examples/src/${folder}`, root))
    .filter((name) => name.endsWith('.ts') && name !== 'print.ts')
    .map((name) => `${folder}${name.replace(/\.ts$/, '')}`);
}

const readme = blocksOf('README.md');
const guide = blocksOf(guidePage);
const blocks = [...readme, ...guide];

describe('README', () => {
  it('shows the output of every example', () => {
    const programs = programsIn('');
    const shown = readme.filter(({ kind }) => kind === 'output').map(({ program }) => program);

    expect(shown.sort()).toEqual([...programs, 'flagship/main'].sort());
    expect(programs.length).toBeGreaterThanOrEqual(5);
  });
});

describe('the guide', () => {
  it('shows every one of its programs', () => {
    const shown = guide.filter(({ kind }) => kind === 'source').map(({ program }) => program);

    expect(shown.sort()).toEqual([...programsIn('guide/')].sort());
  });
});

describe('README and guide', () => {
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
