// How the tests run: three at a time, since much of it is waiting, on this machine's own embedded Postgres, which the first test that needs it starts.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: {
      '@/utils/supabase/server': fileURLToPath(new URL('./lib/db/server.ts', import.meta.url)),
      '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
    },
  },
  // Next wants JSX kept for its own compiler; the tests have only this one.
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'tests/bench/**', '**/node_modules/**'],
    globalSetup: ['tests/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 240_000,
    teardownTimeout: 30_000,
    // CI counts the tests of all runners in one line, from what each leaves behind.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
