// The same search over trades that lie in Postgres: reading, comparing and writing the signals down.
import { loadavg } from 'node:os';
import { rescanCopies, scanCopies } from '@/lib/abuse/copy-scan';
import { closePool } from '@/lib/db/pool';
import { DAY, START } from '../abuse/crowd';
import { firm } from '../abuse/planted';
import { startBench, type BenchStack } from './bench-stack';

const AT_ONCE = 40_000;
const MINUTE = 60_000;
/** The busiest hour of the last workday but one. */
const NOW = new Date(START + 29 * DAY + 15 * 60 * MINUTE);

/** Who else wanted the processors in the minute before. */
export const load = (): number => Math.round((loadavg()[0] ?? 0) * 10) / 10;

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

async function storeTrades({ sql }: BenchStack, ids: readonly string[], size: number, mean: number, stored: Date): Promise<number> {
  // As it happens, a trade is stored when it closes; what closes later is not there yet.
  const all = firm(7, size, mean, 10)
    .accounts.flatMap((opens, who) => opens.map((one) => ({ ...one, closed: Math.max(Math.round(one.at), Math.round(one.closed)), who })))
    .filter(({ closed }) => closed <= NOW.getTime())
    .sort((a, b) => a.closed - b.closed);
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const part = all.slice(from, from + AT_ONCE);
    await sql.query(
      `insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, open_price, close_price, open_time, close_time, profit_loss_cents, booked_cents, created_at)
       select x.account, x.id, x.id, x.id, 'S' || x.symbol, case x.side when 0 then 'buy' else 'sell' end, x.lots, 1, 1, to_timestamp(x.opened / 1000), to_timestamp(x.closed / 1000), 0, 0, $8::timestamptz - (to_timestamp($9::float8 / 1000) - to_timestamp(x.closed / 1000))
       from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::numeric[], $6::float8[], $7::float8[]) x(account, id, symbol, side, lots, opened, closed)`,
      [
        part.map(({ who }) => ids[who]),
        part.map((_, k) => `${from + k}`),
        part.map(({ symbol }) => symbol),
        part.map(({ side }) => side),
        part.map(({ lots }) => lots),
        part.map(({ at }) => Math.round(at)),
        part.map(({ closed }) => closed),
        stored.toISOString(),
        NOW.getTime(),
      ],
    );
  }
  await sql.query('analyze public.trades');
  return all.length;
}

export async function searchOfDatabase(size: number, mean: number): Promise<[string, string][]> {
  const bench = await startBench();
  const stored = new Date();
  try {
    const trades = await storeTrades(bench, await openAccounts(bench, size + 400), size, mean, stored);
    const began = performance.now();
    const spent = process.cpuUsage();
    const whole = await rescanCopies(NOW);
    const took = performance.now() - began;
    const { user, system } = process.cpuUsage(spent);
    // The search before stood five minutes ago.
    await bench.sql.query(`update public.abuse_scans set through = $1`, [new Date(stored.getTime() - 5 * MINUTE).toISOString()]);
    const again = performance.now();
    const near = await scanCopies(NOW);
    const nearTook = performance.now() - again;
    const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
    return [
      [
        `${trades.toLocaleString('en')} trades read from Postgres, whole, load ${load()}`,
        `${seconds(took)} on the clock, ${seconds((user + system) / 1000)} of processor time here; ${whole.pairs_weighed.toLocaleString('en')} pairs weighed, ${whole.pairs_alike} alike, signals written`,
      ],
      [
        `a search five minutes later, load ${load()}`,
        `${seconds(nearTook)} on the clock, ${near.mode}, ${near.trades_read.toLocaleString('en')} openings read, ${near.accounts_compared.toLocaleString('en')} accounts compared`,
      ],
    ];
  } finally {
    await closePool();
    await bench.close();
  }
}
