// A data folder is taken by the version that made it and by later ones; by any other it is refused in words that say what to do.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pushMigrations } from '@/supabase/local/migrate';
import { projectRoot } from '@/supabase/local/settings';
import { createTestDatabase, type TestDatabase } from '@/tests/support/database';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('a database that has all there is gets nothing, and one that knows what we do not is left alone', async () => {
  expect(await pushMigrations(db.url, projectRoot)).toEqual([]);
  await db.admin.query(`insert into supabase_migrations.schema_migrations (version) values ('20200101000000')`);
  await expect(pushMigrations(db.url, projectRoot)).rejects.toThrow(/made by another version.*npm run stack -- reset/);
});
