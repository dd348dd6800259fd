import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Another Node than the one that runs the tests, or the reason why there is none. */
export type OtherNode = { readonly program: string } | { readonly absent: string };

/** Finds the other Node, which npm carries as an optional package for some platforms. */
export function findOtherNode(): OtherNode {
  if (process.version.startsWith('v24.')) return { absent: 'the tests run on Node 24 themselves' };

  const name = `node-24-${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const program = join(dirname(manifest), 'bin', 'node');
    return existsSync(program) ? { program } : { absent: `${name} carries no program` };
  } catch {
    return { absent: `${name} is not installed on this platform` };
  }
}
