// The demo firm's desk of money: a file that was carried, and statements with every kind of difference, each got there by the way a real
// one goes; telling it twice adds nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedFirm } from '@/supabase/local/seed';
import { demoLogins } from '@/supabase/local/demo-logins';
import { seedMoneyDesk } from '@/supabase/local/seed/money-desk';
import type { SeedContext } from '@/supabase/local/seeding';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let context: SeedContext;
const said: string[] = [];
beforeAll(async () => {
  stack = await startTestStack();
  const logins = [];
  for (const login of demoLogins({ login_password: 'long-enough-password' }).filter(({ role }) =>
    ['finance', 'admin', 'config'].includes(role),
  ))
    logins.push({ ...login, id: (await stack.signUp(login.email)).id });
  const { dbUrl, apiUrl, appUrl, keys } = stack;
  context = { dbUrl, apiUrl, appUrl, keys, logins, log: (line) => void said.push(line) };
}, 120_000);
afterAll(() => stack?.close());

test('a carried file, one due, one whose window runs, and differences of each kind', async () => {
  const until = new Date().setUTCHours(0, 0, 0, 0);
  const connection = await seedFirm(context);
  await stack.sql.query(`update public.connections set last_event_at = now() where id = $1`, [connection]);
  said.length = 0;
  expect([await seedMoneyDesk(context, connection, until), said]).toEqual([4, []]);
  const states = await stack.sql.query<{ state: string }>('select state from public.payouts order by requested_at, state');
  expect(states.rows.map(({ state }) => state).sort()).toEqual(['approved', 'approved', 'paid', 'sent', 'sent', 'sent']);
  const found = await stack.sql.query<{ kind: string; state: string }>('select kind, state from public.payout_differences order by kind');
  expect(found.rows.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    ...['amount-differs open', 'fee-taken open', 'only-ours open', 'only-theirs decided', 'twice-theirs open'],
  ]);
  expect((await stack.sql.query('select state from public.payout_adjustments')).rows).toEqual([{ state: 'proposed' }]);
  expect(await seedMoneyDesk(context, connection, until)).toBe(0);
  expect((await stack.sql.query('select * from private.check_ledger() union all select * from private.check_payouts()')).rows).toEqual([]);
}, 120_000);
