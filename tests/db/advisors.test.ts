// The database's own advisors, through the official CLI, find nothing: no error and no warning, of security or performance.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

interface Finding {
  level: string;
  name: string;
  detail: string;
}
async function advise(): Promise<Finding[]> {
  const cli = ['node_modules/supabase/dist/supabase.js', 'db', 'advisors', `--remote=${db.url}`, '--output-format', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, cli, { maxBuffer: 1 << 26 });
  const found: unknown = JSON.parse(stdout.slice(stdout.search(/[[{]/)));
  return findings(found);
}
/** The list stands alone or under a key, by the CLI's version. */
function findings(found: unknown): Finding[] {
  if (Array.isArray(found)) return found as Finding[];
  const list = Object.values(found as Record<string, unknown>).find(Array.isArray);
  if (!list) throw new Error(`The advisors answered something else: ${JSON.stringify(found)}`);
  return list as Finding[];
}

test('no error and no warning', async () => {
  expect((await advise()).filter((one) => one.level !== 'INFO').map((one) => `${one.level} ${one.name}: ${one.detail}`)).toEqual([]);
});
test('a table without row-level security would be found', async () => {
  await db.sql.query('create table public.forgotten (id int primary key); grant select on public.forgotten to anon');
  expect((await advise()).map((one) => one.name)).toContain('rls_disabled_in_public');
});
