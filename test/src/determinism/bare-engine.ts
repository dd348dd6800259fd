import { createContext, runInContext } from 'node:vm';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Calls the scenario inside a JavaScript engine that offers nothing but the language. */
export type RunBare = (seed: number) => string;

/**
 * What V8 gives to every context although the language does not promise it, or promises it with
 * answers that differ from run to run and from engine to engine.
 */
const removed = ['console', 'Date', 'Intl', 'WebAssembly', 'Promise', 'queueMicrotask'];

/** Bundles the scenario with all of core into one script, and loads it into a bare engine. */
export async function loadBareScenario(): Promise<RunBare> {
  const engine = createContext({});
  for (const name of removed) runInContext(`delete globalThis.${name}`, engine);
  runInContext(`Math.random = () => { throw new Error('Math.random was called'); }`, engine);

  runInContext(await bundleScenario(), engine);
  return (seed) => String(runInContext(`scenario.runScenario(${seed})`, engine));
}

async function bundleScenario(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    // Immer asks for it by this name, which every bundler for browsers replaces.
    define: { 'process.env.NODE_ENV': '"production"' },
    resolve: { conditions: ['@swarmsim/source', 'module', 'browser'] },
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('./scenario.ts', import.meta.url)),
        formats: ['iife'],
        name: 'scenario',
      },
    },
  });
  if (!Array.isArray(output)) throw new Error('the bundler watches instead of building');

  const chunks = output.flatMap((bundle) => bundle.output);
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== 'chunk') throw new Error('expected one script');
  return chunk.code;
}
