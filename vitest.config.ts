import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@swarmsim/source'] },
  ssr: { resolve: { conditions: ['@swarmsim/source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/src/**/*.test.ts'],
    testTimeout: 120_000,
  },
});
