// What the office says of a trader and may mend: what was paid so far, for those who read payouts, and how they are reached.
import type { SupabaseClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeContact } from '@/lib/traders/write';
import { as, openAccount, staffId, stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

let db: TestDatabase;
let trader: string;
let account: string;
let address: string;

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  account = await openAccount(db.sql, '7001', {});
  const { rows } = await db.sql.query(
    'select t.id, t.email from public.accounts a join public.traders t on t.id = a.trader_id where a.id = $1',
    [account],
  );
  [trader, address] = [rows[0].id, rows[0].email];
  await db.sql.query('update public.traders set auth_user_id = $2 where id = $1', [trader, randomUUID()]);
});
afterAll(() => db.close());

const paidOf = async (user: string) =>
  (await as<{ paid: unknown }>(db.sql, { user }, 'select paid from public.traders_list where id = $1', [trader]))[0]?.paid;

test('says what was paid so far by currency to those who read payouts, and nothing to those who do not', async () => {
  expect(await paidOf(staffId('finance'))).toEqual([]);
  const to = await db.sql.query(
    `insert into public.beneficiaries (trader_id, provider, name, masked, destination, confirmed_at) values ($1, 'bank', 'P', '…1', '{}', now()) returning id`,
    [trader],
  );
  await db.sql.query('alter table public.payouts disable trigger user');
  const make = (cents: number, state: string) =>
    db.sql.query(
      `insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, state, route, approvals_required, provider,
         entitled_cents, hold_until, requested_by, requested_at, request_key)
       values ($1, $2, $3, $4::bigint, $4::bigint, 0, 'USD', $5, 'person', 1, 'bank', $4::bigint, now(), $2, now(), gen_random_uuid()::text)`,
      [account, trader, to.rows[0].id, cents, state],
    );
  await make(12_000, 'paid');
  await make(500, 'paid');
  await make(7_000, 'cancelled');
  await db.sql.query('alter table public.payouts enable trigger user');
  expect(await paidOf(staffId('finance'))).toEqual([{ currency: 'USD', cents: 12_500 }]);
  expect(await paidOf(staffId('viewer'))).toBeNull();
});

test('is mended field by field: what did not change is not sent, and a proven address is theirs', async () => {
  const support = { user: staffId('support'), keep: true };
  const save = (p: object) =>
    as<{ answer: unknown }>(db.sql, support, 'select public.save_trader($1::jsonb) as answer', [JSON.stringify({ id: trader, ...p })]).then(
      (rows) => rows[0]?.answer,
    );
  const client = {
    rpc: async (_name: string, { p }: { p: object }) => ({ data: await save(p), error: null }),
  } as unknown as SupabaseClient;
  expect(await changeContact(client, trader, {})).toMatchObject({ ok: false, refusal: { code: 'nothing-changed' } });
  expect(await changeContact(client, trader, { full_name: 'Ada Flow', country: 'CZ' })).toMatchObject({ ok: true });
  const [now] = (await db.sql.query('select full_name, email, country from public.traders where id = $1', [trader])).rows;
  expect(now).toEqual({ full_name: 'Ada Flow', email: address, country: 'CZ' });
  expect(await changeContact(client, trader, { email: 'else@mail.test' })).toMatchObject({
    refusal: { code: 'already-proven', path: 'email' },
  });
});
