// How the tests run: three files at a time, since much of it is waiting, on this machine's own embedded Postgres, which the first test that
// needs it starts.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start programs, live through whole months or ask at every door; the longest first. */
const LONG = [
  ...['access/relations', 'import/commands', 'flow/killed', 'flow/campaign', 'access/', 'payouts/edges', 'flow/many', 'db/permissions'],
  ...['flow/', 'staff/sign-in', 'payouts/', 'properties/', 'scorecard/', 'engine/', 'api/', 'house.test', 'orders/', 'audit/', 'outbound/'],
];

const hasPage = ({ moduleId }: TestSpecification): boolean =>
  moduleId.endsWith('.tsx') && readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment jsdom');
const place = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((start) => moduleId.includes(`/tests/${start}`));
  return at < 0 ? LONG.length : at;
};

/** The long files begin, so that none of them is left alone at the end; those with a page come last and share a process that has one. */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = [...files].sort((a, b) => place(a) - place(b) || (a.moduleId < b.moduleId ? -1 : 1));
    return Promise.resolve([...sorted.filter((file) => !hasPage(file)), ...sorted.filter(hasPage)]);
  }
}

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
    // A process serves many files, each on a clean slate: starting one and reading its libraries costs more than most files do.
    isolate: false,
    setupFiles: ['tests/support/clean-slate.ts'],
    sequence: { sequencer: LongestFirst },
    // At its real price each hash of a password takes a tenth of a second, and hundreds of people sign up here.
    env: { LITE_AUTH_BCRYPT_COST: '4' },
    // Long enough for a machine that is busy with other things; nothing here is judged by the clock.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    teardownTimeout: 30_000,
    // CI counts the tests of all runners in one line, from what each leaves behind.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-reports/unit.json' }]] : ['default'],
  },
});
