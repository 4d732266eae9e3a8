// The same search over trades that lie in Postgres: reading, comparing and writing the signals down.
import { rescanCopies, scanCopies } from '@/lib/abuse/copy-scan';
import { closePool } from '@/lib/db/pool';
import { DAY, DAYS, START } from '../abuse/crowd';
import { firm } from '../abuse/planted';
import { startBench, type BenchStack } from './bench-stack';

const AT_ONCE = 40_000;
/** Trades stored since the search before, for the incremental one. */
const FRESH = 1_000;

async function openAccounts({ sql, open }: BenchStack, count: number): Promise<string[]> {
  const first = await open('500000');
  await sql.query(
    `insert into public.traders (email, full_name) select 'copy' || n || '@bench.test', 'Trader ' || n from generate_series(1, $1) n`,
    [count],
  );
  await sql.query(
    `insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps)
     select a.connection_id, a.platform, a.server, 'copy' || n, t.id, a.challenge_type_id, a.phase_id, a.rule_set_id, a.initial_balance_cents, a.currency, a.profit_split_bps
     from public.accounts a, generate_series(1, $2) n join public.traders t on t.email = 'copy' || n || '@bench.test' where a.id = $1`,
    [first, count],
  );
  const { rows } = await sql.query<{ id: string }>(`select id from public.accounts where login like 'copy%' order by id`);
  return rows.map(({ id }) => id);
}

async function storeTrades({ sql }: BenchStack, ids: readonly string[], size: number, mean: number): Promise<number> {
  const all = firm(7, size, mean, 10).accounts.flatMap((opens, who) => opens.map((one) => ({ ...one, who })));
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const part = all.slice(from, from + AT_ONCE);
    await sql.query(
      `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents, created_at)
       select x.account, x.id, x.id, x.id, 'S' || x.symbol, case x.side when 0 then 'buy' else 'sell' end, x.lots, 1, 1, to_timestamp(x.opened / 1000), to_timestamp(x.closed / 1000), 0, 0, now() - case when x.is_fresh then interval '0' else interval '1 day' end
       from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::numeric[], $6::float8[], $7::float8[], $8::bool[]) x(account, id, symbol, side, lots, opened, closed, is_fresh)`,
      [
        part.map(({ who }) => ids[who]),
        part.map((_, k) => `${from + k}`),
        part.map(({ symbol }) => symbol),
        part.map(({ side }) => side),
        part.map(({ lots }) => lots),
        part.map(({ at }) => Math.round(at)),
        part.map(({ at, closed }) => Math.max(Math.round(at), Math.round(closed))),
        part.map((_, k) => from + k >= all.length - FRESH),
      ],
    );
  }
  await sql.query('analyze public.trades');
  return all.length;
}

export async function searchOfDatabase(size: number, mean: number): Promise<[string, string][]> {
  const bench = await startBench();
  const now = new Date(START + DAYS * DAY);
  try {
    const trades = await storeTrades(bench, await openAccounts(bench, size + 400), size, mean);
    const began = performance.now();
    const whole = await rescanCopies(now);
    const took = performance.now() - began;
    await bench.sql.query(`update public.abuse_scans set through = now()`);
    const again = performance.now();
    const near = await scanCopies(now);
    const nearTook = performance.now() - again;
    const text = (ms: number): string => `${Math.round(ms / 100) / 10} s on the clock`;
    return [
      [
        `${trades.toLocaleString('en')} trades read from Postgres, whole`,
        `${text(took)}, ${whole.pairs_alike} pairs alike, signals written`,
      ],
      ['the next search after it', `${text(nearTook)}, ${near.mode}, ${near.trades_read.toLocaleString('en')} openings read`],
    ];
  } finally {
    await closePool();
    await bench.close();
  }
}
