// Rules that only time can break are found by the scheduled run, without a single message from the broker: the trading period, inactivity.
// The same run leaves alone whoever still has time, and says the same thing when it runs again.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const connection = randomUUID();

beforeAll(async () => {
  stack = await startTestStack();
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, server, confirm_grace_seconds) values ($1, 'clock', 'neutral', 'mt5', 'Clock', 0)`,
    [connection],
  );
});
afterAll(async () => stack?.close());

async function accountUnder(product: string, rules: object, opened: string): Promise<string> {
  const document = {
    format: 'rule-set/1',
    code: product,
    version: 1,
    currency: 'USD',
    minor_digits: 2,
    initial_balance: '100000.00',
    reset: { tz: 'UTC', time: '00:00' },
    rules,
  };
  const { rows } = await stack.sql.query<{ id: string }>(
    `with sold as (insert into public.challenge_types (title, steps, kind, product_id, account_size_cents) values ($1, 1, 'classic', $1, 10000000) returning id),
       phase as (insert into public.phases (challenge_type_id, position, name) select id, 1, 'Only' from sold returning id)
     select id from phase`,
    [product],
  );
  await stack.sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
     values ($1, $2, 1, 10000000, $3, 'published', '2020-01-01', '2020-01-01')`,
    [rows[0]?.id, product, JSON.stringify(document)],
  );
  const p = {
    connection_id: connection,
    platform: 'mt5',
    server: 'Clock',
    login: product,
    email: 'cloe@mail.test',
    full_name: 'Cloe',
    product_id: product,
    now: opened,
  };
  const { data, error } = await stack.service.rpc('open_account', { p });
  if (error) throw new Error(error.message);
  return (data as { account_id: string }).account_id;
}

test('a period that is over and a month without a trade end the account, once', async () => {
  const late = await accountUnder('period', { 'max-period': [{ days: 5, starts: 'assigned' }] }, ago(9));
  const idle = await accountUnder('idle', { inactivity: [{ days: 30 }] }, ago(40));
  const young = await accountUnder('young', { 'max-period': [{ days: 5, starts: 'assigned' }], inactivity: [{ days: 30 }] }, ago(2));
  await runScheduled('risk-batch', new Date());
  await runScheduled('risk-batch', new Date());
  const { rows } = await stack.sql.query(
    `select a.id, a.status, array_agg(v.rule || ' ' || v.state) filter (where v.id is not null) as verdicts
     from public.accounts a left join public.risk_violations v on v.account_id = a.id and v.outcome = 'breach' where a.id = any ($1) group by a.id order by array_position($1, a.id)`,
    [[late, idle, young]],
  );
  expect(rows).toEqual([
    { id: late, status: 'failed', verdicts: ['max-period confirmed'] },
    { id: idle, status: 'failed', verdicts: ['inactivity confirmed'] },
    { id: young, status: 'active', verdicts: null },
  ]);
});
