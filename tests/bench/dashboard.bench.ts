// How long each part of the dashboard takes over a firm of 20,000 accounts and 2,000,000 trades, the lists its figures link to, and the list of trades.
import type { Pool } from 'pg';
import { endingsList } from '@/lib/accounts/endings-list';
import { accountsList } from '@/lib/accounts/list';
import { closePool } from '@/lib/db/pool';
import type { ListDefinition } from '@/lib/lists/definition';
import { readQuery } from '@/lib/lists/query';
import { facetsStatement, rowsStatement, type Statement } from '@/lib/lists/sql';
import { proof } from '@/lib/stats/figures';
import { tradersList } from '@/lib/traders/list';
import { tradesList } from '@/lib/trades/list';
import { startBench } from './bench-stack';
import { machine } from './bench-table';

const ACCOUNTS = 20_000;
const TRADERS = 8_000;
const TRADES_EACH = 100;
const STAFF = '00000000-0000-4000-8000-0000000000aa';
const PARTS = ['accounts', 'breaches', 'trend', 'exposure', 'feeds', 'times', 'growth', 'funnel', 'churn'];

/** Every fourth account has failed, every eighth has passed; each holds a position and closed a hundred trades, stored as they closed. */
async function fill(sql: Pool, first: string): Promise<void> {
  for (const table of ['accounts', 'trades', 'risk_violations', 'positions', 'account_facts'])
    await sql.query(`alter table public.${table} disable trigger user`);
  await sql.query(`insert into public.staff (id, email, full_name, role) values ($1, 'bench@firm.test', 'Bench', 'admin')`, [STAFF]);
  await sql.query(
    `insert into public.traders (email, full_name, created_at) select 'book' || n || '@bench.test', 'Trader ' || n, now() - n * interval '20 minutes' from generate_series(1, $1) n`,
    [TRADERS],
  );
  await sql.query(
    `insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps,
       status, closure_reason, activated_at, closed_at)
     select a.connection_id, a.platform, a.server, 'book' || n, t.id, a.challenge_type_id, a.phase_id, a.rule_set_id, a.initial_balance_cents, a.currency, a.profit_split_bps,
       case when n % 4 = 0 then 'failed' when n % 8 = 1 then 'passed' else 'active' end, null, now() - interval '100 days' + n * interval '5 minutes',
       case when n % 4 = 0 or n % 8 = 1 then now() - n * interval '90 seconds' end
     from public.accounts a, generate_series(1, $2) n join public.traders t on t.email = 'book' || (n % $3 + 1) || '@bench.test' where a.id = $1`,
    [first, ACCOUNTS, TRADERS],
  );
  await sql.query(
    `insert into public.account_facts (account_id, balance_cents, high_water_cents, risk_state) select id, 1, 1, 'safe' from public.accounts where login like 'book%'`,
  );
  await sql.query(
    `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents)
     select a.id, 't' || k, 't' || k, 't' || k, 'EURUSD', 'buy', 1, 1, 1, a.activated_at + k * interval '1 day', a.activated_at + k * interval '1 day' + interval '1 hour', 1, 1
     from public.accounts a, generate_series(1, $1) k where a.login like 'book%' order by a.activated_at + k * interval '1 day'`,
    [TRADES_EACH],
  );
  await sql.query(
    `insert into public.events (stream, seq, kind, account_id, actor_kind, occurred_at, created_at, prev_hash, hash)
     select 'account:' || id, 9, 'account.' || status, id, 'system', closed_at, closed_at, '', '' from public.accounts where closed_at is not null`,
  );
  await sql.query(
    `insert into public.risk_violations (account_id, rule, outcome, consequence, severity, state, unit, breached_at, detected_at, rule_set_id)
     select a.id, case when k = 1 then 'max-daily-loss' else 'max-drawdown' end, 'breach', 'fail', 'breach', 'confirmed', 'cents', a.closed_at, a.closed_at, a.rule_set_id
     from public.accounts a, generate_series(1, 2) k where a.status = 'failed'`,
  );
  await sql.query(
    `insert into public.positions (account_id, position_id, symbol, side, lots, open_price, reported_at)
     select a.id, 'p', 'S' || (abs(hashtext(a.login)) % 40), 'buy', 1, 1, now() from public.accounts a where a.login like 'book%'`,
  );
  await sql.query('analyze');
}

async function timed(sql: Pool, text: string, values: unknown[] = []): Promise<number> {
  const client = await sql.connect();
  const times: number[] = [];
  try {
    for (let run = 0; run < 4; run += 1) {
      await client.query('begin');
      await client.query(`select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`, [
        JSON.stringify({ sub: STAFF, role: 'authenticated' }),
      ]);
      const started = performance.now();
      await client.query(text, values);
      times.push(performance.now() - started);
      await client.query('commit');
    }
  } finally {
    client.release(true);
  }
  // The first run reads from disk and plans; the page of a firm that is at work does neither.
  return Math.round(times.slice(1).sort((a, b) => a - b)[1] ?? 0);
}

const count = ({ text, values }: Statement): [string, unknown[]] => [`select count(*) from (${text}) s`, values];
const queryOf = (list: ListDefinition, href: string) => readQuery(list, new URL(href, 'http://office').searchParams);
const counts = (list: ListDefinition, href: string): [string, unknown[]] => {
  const { text, values } = facetsStatement(list, queryOf(list, href));
  return [text, values];
};
const page = (list: ListDefinition, href: string): [string, unknown[]] => {
  const query = queryOf(list, href);
  const { text, values } = rowsStatement(list, query, list.key, query.q ? [] : null);
  return [`${text} limit ${query.size} offset ${(query.page - 1) * query.size}`, values];
};
const rows = (list: ListDefinition, href: string) => count(rowsStatement(list, queryOf(list, href), list.key));

async function main(): Promise<void> {
  const bench = await startBench();
  try {
    await fill(bench.sql, await bench.open('500000'));
    const refreshed = await bench.sql.query<{ took: string }>(`select public.refresh_statistics() ->> 'took_ms' as took`);
    const again = await bench.sql.query<{ took: string }>(`select public.refresh_statistics() ->> 'took_ms' as took`);
    const { rows: products } = await bench.sql.query<{ id: string }>('select challenge_type_id as id from public.accounts limit 1');
    const lists: [string, [string, unknown[]]][] = [
      ['accounts behind the daily breaches', rows(accountsList, proof.broke('max-daily-loss'))],
      ['endings of a day', rows(endingsList, proof.ended([new Date().toISOString().slice(0, 10)], 'failed'))],
      ['accounts of a stage of the funnel', rows(accountsList, proof.journey(products[0]?.id ?? '', 'traded'))],
      ['traders who are gone', rows(tradersList, proof.activity('gone'))],
      ['facets of all accounts', counts(accountsList, '/accounts?scope=all')],
      ...[accountsList, tradesList].map((list): [string, [string, unknown[]]] => [
        `${list.name} by a name`,
        counts(list, `${list.path}?q=Trader 77`),
      ]),
      ['facets of all trades', counts(tradesList, '/trades')],
      ['keys of a page of trades far down', page(tradesList, '/trades?page=20000')],
      ['keys of trades by their result', page(tradesList, '/trades?sort=net')],
      ['a trade by its ticket', page(tradesList, '/trades?q=t77')],
    ];
    console.log(`${machine().join(': ')}; ${ACCOUNTS} accounts, ${TRADERS} traders, ${ACCOUNTS * TRADES_EACH} trades`);
    console.log(`counting anew ${refreshed.rows[0]?.took} ms, and again ${again.rows[0]?.took} ms`);
    for (const part of PARTS) console.log(`${part}: ${await timed(bench.sql, 'select public.dashboard_part($1)', [part])} ms`);
    for (const [name, statement] of lists) console.log(`${name}: ${await timed(bench.sql, ...statement)} ms`);
    console.log(`risk analysis: ${await timed(bench.sql, 'select public.risk_analysis()')} ms`);
  } finally {
    await closePool();
    await bench.close();
  }
}

await main();
