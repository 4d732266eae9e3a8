// Who asks is told to the database in one statement before the request's own: what that saves, and that nothing ever runs without it.
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { withFewerTrips } from '@/supabase/local/fewer-trips';
import { createTestDatabase, type TestDatabase } from '@/tests/support/database';

let db: TestDatabase;
let driver: postgres.Sql;
let sent: string[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
  driver = postgres(db.url, { max: 1, onnotice: () => undefined, debug: (_, text) => void sent.push(text) });
  withFewerTrips(driver);
});
beforeEach(() => {
  sent = [];
});
afterAll(async () => {
  await driver.end();
  await db.close();
});

const role = (name: string): [string, string[]] => ["SELECT set_config('role', $1, true)", [name]];
const whoAmI = "select current_user as who, current_setting('request.method', true) as method";

async function ask(...statements: [text: string, values?: string[]][]): Promise<unknown[]> {
  const held = await driver.reserve();
  try {
    const answers: unknown[] = [];
    for (const [text, values] of statements) answers.push([...(await held.unsafe(text, values ?? []))]);
    return answers;
  } finally {
    held.release();
  }
}

test('all settings of a request travel in one statement, and the request runs under them', async () => {
  const method: [string, string[]] = ["SELECT set_config('request.method', $1, true)", ['POST']];
  const answers = await ask(
    ['begin'],
    role('authenticated'),
    method,
    ["SELECT set_config('response.status', '', true)"],
    [whoAmI],
    ['commit'],
  );
  expect(answers.at(-2)).toEqual([{ who: 'authenticated', method: 'POST' }]);
  expect(sent.filter((text) => !/pg_catalog/.test(text))).toEqual([
    'begin',
    'select set_config($1, $2, true), set_config($3, $4, true), set_config($5, $6, true)',
    whoAmI,
    'commit',
  ]);
});

test('the next request begins as nobody in particular', async () => {
  await ask(['begin'], role('anon'), [whoAmI], ['commit']);
  expect((await ask(['begin'], [whoAmI], ['commit']))[1]).toEqual([{ who: 'postgres', method: '' }]);
});

test('settings of a transaction that was given up are not told to the next one', async () => {
  await ask(['begin'], role('anon'), ['rollback']);
  expect((await ask(['begin'], [whoAmI], ['commit']))[1]).toEqual([{ who: 'postgres', method: '' }]);
});

test('a request whose role cannot be taken does not run', async () => {
  await expect(ask(['begin'], role('nobody-there'), ['create table public.should_not_be (id int)'])).rejects.toThrow('role');
  await ask(['rollback']);
  expect(sent.some((text) => text.includes('should_not_be'))).toBe(false);
});
