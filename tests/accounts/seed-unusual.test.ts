// The demo firm has something to look at on the pages of groups, overrides, probation and behaviour, each got there by the way a real one
// goes; telling it twice adds nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayCountsOf } from '@/lib/payouts/day-counts-read';
import { judgePayout } from '@/lib/payouts/read';
import { seedFirm } from '@/supabase/local/seed';
import { demoLogins } from '@/supabase/local/demo-logins';
import { seedCopycats } from '@/supabase/local/seed/copycats';
import { seedUnusual } from '@/supabase/local/seed/unusual';
import type { SeedContext } from '@/supabase/local/seeding';
import { notOfTheirPrices, SLICES, type TradedSlice } from '../support/exact-trades';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
let context: SeedContext;
const said: string[] = [];
beforeAll(async () => {
  stack = await startTestStack();
  const logins = [];
  for (const login of demoLogins({ login_password: 'long-enough-password' }).filter(({ role }) => ['risk', 'admin'].includes(role)))
    logins.push({ ...login, id: (await stack.signUp(login.email)).id });
  const { dbUrl, apiUrl, appUrl, keys } = stack;
  context = { dbUrl, apiUrl, appUrl, keys, logins, log: (line) => void said.push(line) };
}, 120_000);
afterAll(() => stack?.close());

const rows = async <T extends object>(text: string) => (await stack.sql.query<T>(text)).rows;

test('accounts decided about, one on probation, one that stands out, and groups', async () => {
  const until = new Date().setUTCHours(0, 0, 0, 0);
  const connection = await seedFirm(context);
  await stack.sql.query(`update public.connections set last_event_at = now() where id = $1`, [connection]);
  said.length = 0;
  expect([await seedUnusual(context, connection, until), said]).toEqual([12, []]);
  const state = async () => ({
    accounts: (await rows<{ login: string; status: string }>('select login, status from public.accounts order by login')).map(
      ({ login, status }) => `${login} ${status}`,
    ),
    overrides: (await rows<{ kind: string }>(`select private.override_kind(e) as kind from public.events e order by e.id`)).flatMap(
      ({ kind }) => kind ?? [],
    ),
    reviews: await rows(`select kind, rule, state from public.reviews where kind in ('abuse', 'verdict_changed') order by kind`),
    groups: await rows('select name, members::int from public.account_groups_list order by name'),
  });
  const first = await state();
  expect(first).toMatchObject({
    accounts: ['740001 active', '740002 failed', '740003 failed', '740004 live', '740005 active'],
    overrides: ['reinstated', 'verdict-contested', 'failed-by-hand'],
    reviews: [
      { kind: 'abuse', rule: 'anomaly', state: 'open' },
      { kind: 'verdict_changed', state: 'open' },
    ],
  });
  expect(first.groups).toContainEqual({ name: 'Second chances', members: 2 });
  const [funded] = await rows<{ id: string }>(`select id from public.accounts where login = '740004'`);
  const now = new Date();
  const judged = await judgePayout({ account_id: funded?.id ?? '', now: now.toISOString() });
  expect(judged && dayCountsOf(judged, now)).toContainEqual(expect.objectContaining({ kind: 'probation', done: 4, of: 10 }));
  await seedUnusual(context, connection, until);
  expect([await state(), said]).toEqual([first, []]);
  await seedCopycats(context, connection, until);
  expect(
    await rows(`select from public.accounts a join public.trades t on t.account_id = a.id where a.login like '73000_' limit 1`),
  ).toHaveLength(1);
  expect(notOfTheirPrices(await rows<TradedSlice>(SLICES))).toEqual([]);
  expect(await rows('select * from private.check_verdicts() union all select * from private.check_money()')).toEqual([]);
}, 120_000);
