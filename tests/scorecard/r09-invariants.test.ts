// R9: every invariant at volume, and that each of a number of breakages is named by it: an empty answer must mean something.
import { afterAll, beforeAll, expect } from 'vitest';
import { compileRuleSet } from '@/lib/rules/rule-set';
import fc from 'fast-check';
import { deliveries, lives, toldOnly } from '../properties/lives';
import { openShop, SqlOffice, type Shop } from '../properties/sql-office';
import type { RuleSet } from '@/lib/rules/types';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { batch, bytes, operation, reversal, trade } from '../trades/wire-samples';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { atVolume, IS_FULL, scoreRow } from './row';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db?.close();
});

/** One statement each, done as the superuser with triggers off, and the invariant that must name it. */
const BREAKAGES: [invariant: string, statement: string][] = [
  [
    'balance is the sum of what was booked',
    `update public.account_facts set balance_cents = balance_cents + 1 where facts is not null and account_id = (select account_id from public.trades limit 1)`,
  ],
  [
    'every trade event has its row',
    `delete from public.trades where id = (select t.id from public.trades t where t.reverses_id is null and not exists (select from public.trades r where r.reverses_id = t.id) limit 1)`,
  ],
  ['a reversal takes back exactly its target', `update public.trades set booked_cents = booked_cents + 1 where reverses_id is not null`],
  ['facts have folded every event', `update public.account_facts set last_event_key = '0' where facts is not null`],
  ['every breach has evidence', `update public.risk_violations set evidence = '[]' where outcome = 'breach'`],
  [
    'no mail waits for a withdrawn verdict',
    `update public.risk_violations set state = 'withdrawn' where id in (select violation_id from public.mail_deliveries where state = 'queued')`,
  ],
  [
    'a provisional fail stops trading',
    `update public.accounts set trading_off_reason = null where id in (select account_id from public.risk_violations where state = 'provisional' and consequence = 'fail' and outcome = 'breach')`,
  ],
  [
    'a pinned rule set is published and of the phase',
    `update public.rule_sets set state = 'draft' where id in (select rule_set_id from public.accounts)`,
  ],
  ['an opened account has its facts', `delete from public.account_facts where facts is null or true`],
  ['a chain is intact', `update public.events set data = data || '{"x": 1}' where id = (select max(id) from public.events)`],
  ['nobody outside writes tables', `grant insert on public.trades to authenticated`],
  ['every table has row-level security', `alter table public.trades disable row level security`],
  ['a function fixes its search path', `alter function private.require_staff(text[]) reset search_path`],
];

const check = async (sql: Pick<TestDatabase['sql'], 'query'>): Promise<Set<string>> =>
  new Set((await sql.query<{ invariant: string }>('select invariant from private.check_all()')).rows.map(({ invariant }) => invariant));

async function breakage(statement: string): Promise<Set<string>> {
  const client = await db.admin.connect();
  try {
    await client.query('begin');
    await client.query(`set local session_replication_role = replica`);
    await client.query(statement);
    return await check(client as unknown as TestDatabase['sql']);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Accounts with closed trades, booked the way the door books them, for the time a check takes; plain rows, made in one statement. */
async function fill(shop: Shop, accounts: number, trades: number): Promise<void> {
  await db.admin.query(
    `with opened as (
       insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, status, activated_at, profit_split_bps)
       select a.connection_id, a.platform, a.server, 'v' || n, a.trader_id, a.challenge_type_id, a.phase_id, a.rule_set_id, a.initial_balance_cents, a.currency, 'pending', null, a.profit_split_bps
       from public.accounts a cross join generate_series(1, $2::int) n where a.challenge_type_id = $1 and a.login not like 'v%' returning id, initial_balance_cents, rule_set_id)
     insert into public.account_facts (account_id, balance_cents, equity_cents, high_water_cents, risk_state, facts, last_event_key, updated_at)
     select id, initial_balance_cents + $3, initial_balance_cents + $3, initial_balance_cents + $3, 'safe', '{}', lpad($3::text, 16, '0'), now() from opened`,
    [shop.challengeId, accounts, trades],
  );
  const filled = `public.accounts a cross join generate_series(1, $2::int) n where a.challenge_type_id = $1 and a.login like 'v%'`;
  await db.admin.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, close_time, profit_loss_cents, booked_cents)
     select a.id, n, n, n, 'EURUSD', 'buy', 1, 1, 1, '2026-02-01'::timestamptz + n * interval '1 minute', 1, 1 from ${filled}`,
    [shop.challengeId, trades],
  );
  await db.admin.query(
    `insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
     select a.id, 'trade', n, lpad(n::text, 16, '0'), now(), now(), 'webhook', 'x', '{}' from ${filled}`,
    [shop.challengeId, trades],
  );
  await db.admin.query('analyze');
}

/** An account that broke its limit, with a deal taken back and a letter that waits: something for every breakage to break. */
async function plant(shop: Shop, ruleSet: RuleSet): Promise<void> {
  const wires = [
    // Most ledgers open with the deposit that makes the initial balance.
    operation('0', 'deposit', '100000.00', '2026-11-18T08:00:00.000Z'),
    trade('1', '-100.00', '2026-11-18T09:00:00.000Z'),
    reversal('2', '1', '2026-11-18T09:30:00.000Z'),
    trade('3', '-5600.00', '2026-11-18T10:00:00.000Z'),
  ];
  const parsed = parseNeutral(bytes(batch(...wires)));
  const events = parsed.ok ? parsed.events : [];
  const placed = events.flatMap((event, index) => (event.outcome === 'read' ? [{ index, draft: event.draft }] : []));
  const office = await SqlOffice.open(shop, ruleSet, '2026-11-10T00:00:00.000Z');
  await office.deliver(placed, new Date().toISOString());
}

scoreRow(
  {
    row: 'R9',
    what: 'every invariant, on histories and at volume',
    target: '0 rows; each breakage named; under 5 s at 20,000 accounts and 2 M trades',
    short: { histories: 12, accounts: 200, trades: 20 },
    full: { histories: 60, accounts: atVolume(20_000, 500), trades: 100 },
    faults: ['histories', 'breakages named', 'trades'],
  },
  async ({ volume, seed, met, counts }) => {
    const drawn = lives(16, 3, false)
      .map(toldOnly)
      .chain((life) => fc.tuple(fc.constant(life), deliveries(life)));
    const told = fc.sample(drawn, { seed: seed === 0 ? 1 : seed, numRuns: volume.histories });
    for (const [life, order] of told) {
      const office = await SqlOffice.open(await openShop(db.sql, life.book, 900), life.book.ruleSet, life.activated_at);
      for (const delivery of order) if ('told' in delivery) await office.deliver(delivery.told, new Date().toISOString());
      met('histories');
    }
    const document = {
      format: 'rule-set/1',
      code: 'volume',
      version: 1,
      currency: 'USD',
      initial_balance: '100000.00',
      rules: { 'max-daily-loss': [{}] },
    };
    const compiled = compileRuleSet(document);
    if (!compiled.ok) throw new Error(compiled.refusal.message);
    const shop = await openShop(db.sql, { document, initial: 10_000_000n, currency: 'USD' }, 900);
    await plant(shop, compiled.value);
    expect([...(await check(db.sql))]).toEqual([]);
    for (const [invariant, statement] of BREAKAGES) {
      expect([invariant, (await breakage(statement)).has(invariant)]).toEqual([invariant, true]);
      met('breakages named');
    }
    await fill(shop, volume.accounts, volume.trades);
    met('trades', volume.accounts * volume.trades);
    const began = performance.now();
    expect([...(await check(db.sql))]).toEqual([]);
    counts.milliseconds = Math.round(performance.now() - began);
    if (IS_FULL) expect(counts.milliseconds).toBeLessThan(5_000);
  },
);
