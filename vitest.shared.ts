import { defineConfig } from 'vitest/config';

/**
 * What every package's tests have in common. Tests run on the sources (export condition `kedge-source`), so that a
 * failure points into `src` and a test never sees a stale build.
 */
export default defineConfig({
  resolve: { conditions: ['kedge-source'] },
  ssr: { resolve: { conditions: ['kedge-source'], externalConditions: ['kedge-source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results.json' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
