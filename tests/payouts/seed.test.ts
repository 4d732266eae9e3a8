// The demo firm has payouts of every ending to look at, each got there by the way a real one goes, and telling them twice adds nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedFirm } from '@/supabase/local/seed';
import { demoLogins } from '@/supabase/local/demo-logins';
import { seedPayouts } from '@/supabase/local/seed/payouts';
import type { SeedContext } from '@/supabase/local/seeding';
import { notOfTheirPrices, SLICES, type TradedSlice } from '../support/exact-trades';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let context: SeedContext;
const said: string[] = [];
beforeAll(async () => {
  stack = await startTestStack();
  const logins = [];
  for (const login of demoLogins({ login_password: 'long-enough-password' }))
    logins.push({ ...login, id: (await stack.signUp(login.email)).id });
  context = {
    dbUrl: stack.dbUrl,
    apiUrl: stack.apiUrl,
    appUrl: stack.appUrl,
    keys: stack.keys,
    logins,
    log: (line) => void said.push(line),
  };
}, 120_000);
afterAll(() => stack?.close());

test('every ending is there, and a second telling changes nothing', async () => {
  const until = new Date().setUTCHours(0, 0, 0, 0);
  const connection = await seedFirm(context);
  await stack.sql.query(`update public.connections set last_event_at = now() where id = $1`, [connection]);
  said.length = 0;
  expect([await seedPayouts(context, connection, until), said]).toEqual([9, []]);
  const states = () =>
    stack.sql.query<{ state: string; route: string }>(
      'select state, route, approvals_required as n from public.payouts order by state, route, n',
    );
  const first = (await states()).rows;
  expect(first.map(({ state }) => state)).toEqual([
    'failed',
    'held',
    'paid',
    'rejected',
    'requested',
    'requested',
    'requested',
    'returned',
    'unknown',
  ]);
  expect(first.filter(({ state }) => state === 'requested')).toMatchObject([
    { route: 'person', n: 1 },
    { route: 'person', n: 2 },
    { route: 'policy' },
  ]);
  // Nobody is approved whom nobody checked, and what takes two admins can be tried.
  const unchecked = `select t.full_name from public.traders t where t.kyc_status = 'approved' and not exists (
    select from public.kyc_reports k where k.trader_id = t.id and k.status = 'approved' and k.is_applied)`;
  expect((await stack.sql.query(unchecked)).rows).toEqual([]);
  const admins = await stack.sql.query(`select full_name from public.staff where role = 'admin' and is_active order by 1`);
  expect(admins.rows).toEqual([{ full_name: 'Ada Marsh' }, { full_name: 'Arne Lund' }]);
  expect(notOfTheirPrices((await stack.sql.query<TradedSlice>(SLICES)).rows)).toEqual([]);
  expect(await seedPayouts(context, connection, until)).toBe(9);
  expect((await states()).rows).toEqual(first);
  expect((await stack.sql.query('select * from private.check_ledger() union all select * from private.check_payouts()')).rows).toEqual([]);
}, 120_000);
