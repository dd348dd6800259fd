import { defineConfig } from 'vitest/config';

/** Tests run on the sources of the workspace's packages; what is built is tested as such. */
const conditions = ['@swarmsim/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/src/**/*.test.ts', 'test/src/**/*.test.ts'],
    setupFiles: ['test/src/actors/watch-every-store.ts', 'test/src/seed/set-seed.ts'],
    testTimeout: 120_000,
    // No module keeps state, so files may share a process; that is several times as fast, and it would
    // show such state.
    isolate: false,
  },
});
