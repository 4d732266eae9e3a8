// The lint: Next's own rules, TypeScript's, and the parts of the house's form a linter can see.
// Import directions that need the whole tree are held by tests/house.test.ts; the simple ones are said here too, for the editor.
import { defineConfig, globalIgnores } from 'eslint/config';
import nextVitals from 'eslint-config-next/core-web-vitals';
import nextTypescript from 'eslint-config-next/typescript';

const size = { skipBlankLines: false, skipComments: false };

function forbid(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns }] };
}
const doors = { group: ['@/app/*', '@/app'], message: 'Nobody imports a door: app is the outermost layer.' };
const furniture = { group: ['@/components/*', '@/components'], message: 'Only app imports components.' };
const memory = {
  group: ['@/supabase/*', '@/tests/*'],
  message: 'Product code imports neither the embedded stack nor the tests.',
};

export default defineConfig([
  ...nextVitals,
  ...nextTypescript,
  {
    rules: {
      'max-lines': ['error', { max: 250, ...size }],
      'max-lines-per-function': ['error', { max: 70, ...size }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-expect-error': true, 'ts-nocheck': true }],
      // Errors and warnings are the server's log; anything else is a forgotten print.
      'no-console': ['error', { allow: ['error', 'warn'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
    },
  },
  { files: ['lib/**/*.ts'], rules: forbid(doors, furniture, memory) },
  { files: ['components/**/*.{ts,tsx}'], rules: forbid(doors, memory, { group: ['@/lib/db/*'], message: 'Furniture never fetches.' }) },
  { files: ['app/**/*.{ts,tsx}', 'proxy.ts'], rules: forbid(memory) },
  { files: ['lib/jobs/*.ts', 'supabase/local/**', 'tests/**'], rules: { 'no-console': 'off' } },
  { files: ['tests/**/*.{ts,tsx}'], rules: { 'max-lines-per-function': 'off' } },
  globalIgnores([
    '.next/**',
    '.data/**',
    'out/**',
    'build/**',
    'next-env.d.ts',
    'lib/db/types.ts',
    'playwright-report/**',
    'test-results/**',
  ]),
]);
