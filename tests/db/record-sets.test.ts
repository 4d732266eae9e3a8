// Many accounts recorded at once: the same rows as one by one, each standing or falling alone, and what is told with the record.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, fail, one, record, trade } from './assessment';
import { NOW, openAccount, SLOW, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

const reversal = event('reversal', 'r-t2', '0003', { reverses_external_id: 't2', reason: 'dealer' });
const spine = [
  { kind: 'trade.recorded', data: { n: 1 }, reason: null, occurred_at: NOW },
  { kind: 'trade.conflicted', data: { n: 2 }, reason: 'content-conflict', occurred_at: NOW },
  { kind: 'rule.ignored', data: {}, reason: null, occurred_at: NOW },
];
const at = (id: string, minute: number, cents: number) => trade(id, cents, { close_time: `2026-02-01T10:0${minute}:00Z` });
/** What one message says of an account: winners, a loser that is taken back, a position, a day, a checkpoint and two events. */
const message = (id: string) =>
  assessment(id, 2, {
    events: [event('trade', 't1', '0001'), event('trade', 't2', '0002'), reversal],
    trades: [at('t1', 1, 5000), at('t2', 2, -700), at('t3', 3, 2500)],
    positions: [{ position_id: 'p9', symbol: 'EURUSD', side: 'buy', volume: '1', open_price: '1.1', floating_cents: 12, reported_at: NOW }],
    marks: [{ minute: NOW, open_cents: 1, high_cents: 9, high_at: NOW, low_cents: 1, low_at: NOW, close_cents: 5, close_at: NOW }],
    checkpoints: [{ trading_day: '2026-02-01', order_key: '0001', facts: { n: 1 } }],
    days: [{ trading_day: '2026-02-01', start_balance_cents: 10000000, pnl_cents: 5000, trades: 2, lots: '2', is_breached: true }],
    spine,
  });

const WRITTEN: Record<string, string> = {
  trades: 'external_id, net_profit_cents::int, reverses_id is not null as takes_back',
  account_events: 'kind, external_id, order_key',
  trade_consistency_snapshot: 'trade_ticket, cumulative_profit_cents::int, total_winning_trades, trade_percentage::text',
  positions: 'position_id, floating_cents::int',
  equity_marks: 'high_cents::int, close_cents::int',
  daily_stats: 'trading_day::text, pnl_cents::int, is_breached',
  account_checkpoints: 'order_key, facts',
  account_facts: 'facts_version::int, last_event_key',
  events: "seq::int, kind, reason, data ->> 'n' as n",
};
async function written(id: string) {
  const found: Record<string, unknown[]> = {};
  for (const [table, columns] of Object.entries(WRITTEN)) {
    found[table] = (await db.sql.query(`select ${columns} from public.${table} where account_id = $1 order by 1, 2`, [id])).rows;
  }
  return found;
}
const open = async (...logins: string[]) => {
  const ids: string[] = [];
  for (const login of logins) ids.push(await openAccount(db.sql, login, { connection: SLOW }));
  return ids as [string, ...string[]];
};

test('a call of many accounts writes for each what a call of its own would have written', async () => {
  const [alone, ...together] = await open('alone', 'set-1', 'set-2', 'set-3');
  await record(db.sql, [message(alone)]);
  const answer = await record(db.sql, together.map(message));
  expect(answer.accounts.map((each) => [each.outcome, each.version])).toEqual(together.map(() => ['recorded', 3]));
  const expected = await written(alone);
  expect(expected.trades).toHaveLength(4);
  expect(expected.trade_consistency_snapshot).toMatchObject([
    { trade_ticket: 'p-t1', cumulative_profit_cents: 5000 },
    { trade_ticket: 'p-t3', cumulative_profit_cents: 7500, total_winning_trades: 2 },
  ]);
  expect(expected.events?.slice(-2)).toMatchObject([{ kind: 'trade.recorded' }, { kind: 'trade.conflicted' }]);
  for (const id of together) expect(await written(id)).toEqual(expected);
  expect((await one(db.sql, 'select bool_and(is_intact) as intact from public.verify_events()')).intact).toBe(true);
});

test('an account named twice in one call is recorded once, and the second is stale', async () => {
  const [id, other] = (await open('twice', 'beside')) as [string, string];
  const answer = await record(db.sql, [message(id), message(id), message(other)]);
  expect(answer.accounts.map((each) => each.outcome).sort()).toEqual(['recorded', 'recorded', 'stale']);
  expect((await written(id)).trades).toHaveLength(4);
});

test('a stale account in a call is left out and holds nobody up', async () => {
  const [good, stale] = (await open('fresh', 'stale')) as [string, string];
  const answer = await record(db.sql, [message(good), { ...message(stale), version: 1 }]);
  const found = Object.fromEntries(answer.accounts.map((each) => [each.account_id, each.outcome]));
  expect(found).toEqual({ [good]: 'recorded', [stale]: 'stale' });
  expect((await written(stale)).trades).toEqual([]);
});

test('an account somebody else holds fails alone, and a message that needs it stays open', async () => {
  const [free, held] = (await open('free', 'held')) as [string, string];
  const holder = await db.sql.connect();
  try {
    await holder.query('begin');
    await holder.query('select from public.accounts where id = $1 for update', [held]);
    const answer = await record(db.sql, [message(free), message(held)]);
    const found = Object.fromEntries(answer.accounts.map((each) => [each.account_id, each.code ?? each.outcome]));
    expect(found).toEqual({ [free]: 'recorded', [held]: '55P03' });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  expect((await record(db.sql, [message(held)])).accounts[0]?.outcome).toBe('recorded');
});

test('the document may come as one string', async () => {
  const [id] = await open('text');
  const text = JSON.stringify(JSON.stringify({ now: NOW, accounts: [message(id)], messages: [] }));
  const { answer } = await one(db.sql, 'select public.record_assessment($1::jsonb) as answer', [text]);
  expect(answer.accounts).toMatchObject([{ outcome: 'recorded', version: 3 }]);
});

test('what a trade found and what had stopped the account before are told apart', async () => {
  const [id] = await open('told');
  const tell = { account_id: id, raised_key: '0001', position_id: 'p-t1' };
  const asked = async (account: object) => {
    const p = JSON.stringify({ now: NOW, accounts: [account], messages: [], tell });
    return (await one(db.sql, 'select public.record_assessment($1::jsonb) as answer', [p])).answer.told;
  };
  const quiet = await asked(message(id));
  expect(quiet).toMatchObject({ findings: [], standing: [], shares: { total_winning_trades: 2, trade_percentage: '100.0000' } });
  expect(parseFloat(quiet.shares.largest_win)).toBe(50);
  await record(
    db.sql,
    [assessment(id, 3, { violations: [fail('2026-02-01T09:00:00.000Z', { raised_key: '0009' })] })],
    [],
    '2026-02-01T10:05:00Z',
  );
  const broken = await asked(
    assessment(id, 4, { violations: [fail(undefined, { raised_key: '0001', subject: 'p-t1', consequence: 'flag' })] }),
  );
  expect(broken.findings).toMatchObject([{ subject: 'p-t1' }]);
  expect(broken.standing).toMatchObject([{ subject: '', breached_at: '2026-02-01T09:00:00.000000Z' }]);
  const later = JSON.stringify({ ...tell, now: '2026-02-02T10:00:00Z' });
  expect((await one(db.sql, 'select public.tell_trade($1::jsonb) as told', [later])).told.findings).toMatchObject([{ subject: 'p-t1' }]);
});

test('who may judge is told by the role and the person of the request, not by what they say', async () => {
  const asks = async (role: string) => {
    const client = await db.sql.connect();
    try {
      await client.query('begin');
      await client.query("select set_config('role', $1, true)", [role]);
      return (await client.query('select public.may_judge() as may')).rows[0]?.may as string | null;
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  expect(await asks('service_role')).toBe('key');
  expect(await asks('authenticated')).toBeNull();
  await expect(asks('anon')).rejects.toThrow('permission denied');
});

test('a position closed by half is no winner yet: its share is counted with the final slice, dated at it', async () => {
  const [id] = await open('halves');
  const profit = async () =>
    one(db.sql, 'select cumulative_profit::text, total_winning_trades::int as winners from public.get_cumulative_profit($1)', [id]);
  const tell = async (...trades: unknown[]) =>
    record(db.sql, [
      assessment(id, Number((await one(db.sql, 'select version from public.accounts where id = $1', [id])).version), { trades }),
    ]);
  const shares = async () => (await written(id)).trade_consistency_snapshot;
  const half = { position_id: 'p-half', is_final_slice: false };
  await tell({ ...at('h1', 1, 4000), ...half }, at('whole', 2, 1000));
  expect(await shares()).toMatchObject([{ trade_ticket: 'p-whole', cumulative_profit_cents: 1000 }]);
  expect(await profit()).toEqual({ cumulative_profit: '10.00', winners: 1 });
  await tell({ ...at('h2', 3, 3000), ...half, is_final_slice: true });
  expect(await shares()).toMatchObject([
    { trade_ticket: 'p-half', cumulative_profit_cents: 8000, total_winning_trades: 2, trade_percentage: '87.5000' },
    { trade_ticket: 'p-whole', cumulative_profit_cents: 1000, total_winning_trades: 1 },
  ]);
  expect(await profit()).toEqual({ cumulative_profit: '80.00', winners: 2 });
});

/** What time alone has moved of an account, with a day that has begun, as a batch writes it. */
const moved = (id: string) => ({
  ...{
    account_id: `{${id}}`,
    facts_version: '{0}',
    equity_cents: '{null}',
    trading_day: '{2026-02-01}',
    risk_state: '{safe}',
    rule_states: '[[]]',
  },
  ...{
    day_start_balance_cents: '{1}',
    day_start_equity_cents: '{1}',
    headroom_cents: '{null}',
    allowance_cents: '{null}',
    used_bps: '{null}',
  },
  ...{ nearest_rule: '{null}', standing_print: '{null}', standing_of: '{x}', standing_until: '{null}' },
  days: {
    ...{
      account_id: `{${id}}`,
      trading_day: '{2026-02-01}',
      starts_at: '{null}',
      ends_at: '{null}',
      start_balance_cents: '{1}',
      pnl_cents: '{0}',
    },
    ...{
      start_equity_cents: '{1}',
      trades: '{0}',
      wins: '{0}',
      losses: '{0}',
      largest_win_cents: '{0}',
      largest_loss_cents: '{0}',
      lots: '{0}',
    },
    ...{ floors: '[{}]', is_breached: '{false}' },
  },
});

test('a batch that begins a day and a message about the same account wait for each other, and neither is lost', async () => {
  const [id] = await open('waits');
  const third = await db.sql.connect();
  await third.query('begin');
  await third.query(`insert into public.daily_stats (account_id, trading_day, start_balance_cents) values ($1, '2026-02-01', 1)`, [id]);
  const waiting = (count: number) =>
    expect
      .poll(
        async () =>
          (await db.sql.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount,
        {
          interval: 10,
        },
      )
      .toBe(count);
  const batch = db.sql.query('select cardinality(private.write_standing($1, now())) as done', [JSON.stringify(moved(id))]);
  await waiting(1);
  const told = record(db.sql, [message(id)]);
  await waiting(2);
  await third.query('rollback');
  third.release();
  expect((await batch).rows).toEqual([{ done: 1 }]);
  expect((await told).accounts.map(({ outcome }) => outcome)).toEqual(['recorded']);
});
