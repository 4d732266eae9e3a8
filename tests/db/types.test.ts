// The generated types are committed so that the code can be read and checked without a database; this proves them current.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateTypes } from '../../supabase/local/db-types';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('lib/db/types.ts is what the migrated database says', async () => {
  expect(readFileSync('lib/db/types.ts', 'utf8')).toBe(await generateTypes(database.url));
});
