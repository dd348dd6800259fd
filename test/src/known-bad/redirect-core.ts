/**
 * A hook of Node's module loader: whoever imports `@swarmsim/core` gets `injected-core.ts` in its place,
 * which alone gets the real one.
 */
import type { ResolveHook } from 'node:module';

const injected = new URL('./injected-core.js', import.meta.url).href;

/** Called for every import. */
export const resolve: ResolveHook = (specifier, context, next) =>
  specifier === '@swarmsim/core' && context.parentURL !== injected
    ? { url: injected, shortCircuit: true }
    : next(specifier, context);
