import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@huke/source', 'module', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@huke/source', 'module', 'node', 'import', 'default'] } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.{ts,tsx}',
      'apps/*/e2e/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
