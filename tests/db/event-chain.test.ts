// The spine keeps what was written: no edit, no delete, no truncate, and a superuser's edit is found by the chain.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, record, trade } from './assessment';
import { openAccount, stageFirm } from './stage';

let db: TestDatabase;
let stream: string;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  const id = await openAccount(db.sql, '1');
  stream = `account:${id}`;
  const spine = [1, 2, 3].map((n) => ({ kind: 'trade.recorded', data: { n }, reason: null, occurred_at: '2026-02-01T10:00:00.123456Z' }));
  await record(db.sql, [assessment(id, 2, { spine, events: [event('trade', 't1', '0001')], trades: [trade('t1', 100)] })]);
});
afterAll(() => db.close());
const verify = async () => (await db.sql.query('select * from public.verify_events() where stream = $1', [stream])).rows[0];

async function tampered(statement: string): Promise<{ is_intact: boolean; first_bad_seq: string | null }> {
  const client = await db.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(statement, [stream]);
    return (await client.query('select * from public.verify_events() where stream = $1', [stream])).rows[0];
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('an untouched stream is intact', async () => {
  expect(await verify()).toMatchObject({ events: '5', first_bad_seq: null, is_intact: true });
});
test.each([
  { name: 'an edited row', statement: `update public.events set data = '{"n": 9}' where stream = $1 and seq = 3`, bad: '3' },
  {
    name: 'an edited instant',
    statement: `update public.events set occurred_at = occurred_at + interval '1 microsecond' where stream = $1 and seq = 4`,
    bad: '4',
  },
  { name: 'a deleted row', statement: `delete from public.events where stream = $1 and seq = 3`, bad: '4' },
  { name: 'a swapped reason', statement: `update public.events set reason = 'other' where stream = $1 and seq = 1`, bad: '1' },
])('$name breaks the chain at its place', async ({ statement, bad }) => {
  expect(await tampered(statement)).toMatchObject({ is_intact: false, first_bad_seq: bad });
});
test.each(['events', 'trades', 'account_events', 'account_notes', 'login_events', 'ingest_conflicts', 'inbox_conflicts'])(
  '%s is append-only, for its owner too',
  async (table) => {
    await expect(db.sql.query(`truncate public.${table} cascade`)).rejects.toThrow(/append-only|refused/);
  },
);
test.each([
  'update public.events set reason = null',
  'delete from public.events',
  'update public.trades set comment = null',
  'delete from public.trades',
  'update public.account_events set data = null',
])('"%s" is refused', async (statement) => {
  await expect(db.sql.query(statement)).rejects.toThrow('append-only');
});
