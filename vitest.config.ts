import { defineConfig } from 'vitest/config';

/** Tests run on the sources of the workspace's packages; what is built is tested as such. */
const conditions = ['@swarmsim/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/src/**/*.test.ts'],
    testTimeout: 120_000,
  },
});
