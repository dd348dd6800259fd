/** Every deliberate difference is marked in the code and listed on one page, and no other is. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const packages = new URL('../../../packages/', import.meta.url);
const page = readFileSync(new URL('core/design/deviations.md', packages), 'utf8');

const listed = [...page.matchAll(/`(\w+\/src\/[^`]+\.ts)`/g)].map(([, file]) => file);

const marked = readdirSync(packages).flatMap((name) =>
  readdirSync(new URL(`${name}/src/`, packages), { recursive: true, encoding: 'utf8' })
    .map((file) => `${name}/src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => readFileSync(new URL(file, packages), 'utf8').includes('Deviation:')),
);

describe('deviations.md', () => {
  it('lists each file with a mark once, and no other', () => {
    expect(listed.sort()).toEqual(marked.sort());
    expect(marked.length).toBeGreaterThan(0);
  });
});
