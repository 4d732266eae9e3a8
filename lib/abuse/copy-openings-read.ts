// Openings as the scans for copied trades read them: straight from Postgres, in pieces, as bare numbers. Trades that were taken back and the
// accounts of load tests are left out.
import type { PoolClient } from 'pg';
import { BookBuilder, type Book, type Side } from '@/lib/abuse/book';

const PIECE = 20_000;
const COLUMNS = `t.account_id, t.symbol, (t.type = 'sell')::int, round(extract(epoch from t.open_time) * 1000)::float8, t.lots::float8,
  round(extract(epoch from t.close_time) * 1000)::float8`;
const COUNTED = `t.open_time is not null and t.reverses_id is null and not exists (select from public.trades y where y.reverses_id = t.id)`;
type Row = [account: string, symbol: string, side: Side, at: number, lots: number, closed: number];

export interface Firm {
  /** In the order of their ids, so that of two numbers the lower is the lower id as well. */
  accounts: string[];
  numberOf: Map<string, number>;
  /** The number of a symbol by any name brokers give it; unknown names are numbered as they come. */
  symbols: Map<string, number>;
  codes: string[];
}
export interface Time {
  from: number;
  to: number;
}

export async function readFirm(client: PoolClient): Promise<Firm> {
  const accounts = await client.query<{ id: string }>(`select a.id from public.accounts a where a.server not like 'scale:%' order by a.id`);
  const known = await client.query<{ code: string; names: string[] }>(
    'select s.code, s.aliases as names from public.symbols s order by s.code',
  );
  const symbols = new Map<string, number>();
  known.rows.forEach(({ code, names }, number) => [code, ...names].forEach((name) => symbols.set(name.toUpperCase(), number)));
  const ids = accounts.rows.map(({ id }) => id);
  return {
    ...{ accounts: ids, numberOf: new Map(ids.map((id, number) => [id, number])) },
    ...{ symbols, codes: known.rows.map(({ code }) => code) },
  };
}

export function symbolNumber({ symbols, codes }: Firm, name: string): number {
  const wanted = name.toUpperCase();
  let number = symbols.get(wanted);
  if (number === undefined) {
    number = codes.push(name) - 1;
    symbols.set(wanted, number);
  }
  return number;
}

const iso = (instant: number): string => new Date(instant).toISOString();

/** Everything opened between two instants. */
export function readBook(client: PoolClient, firm: Firm, time: Time): Promise<Book> {
  const text = `select ${COLUMNS} from public.trades t where t.open_time >= $1 and t.open_time < $2 and ${COUNTED}`;
  return gathered(client, firm, time, text, [iso(time.from), iso(time.to)]);
}

/** What some accounts opened between two instants. */
export function readAccountsBook(client: PoolClient, firm: Firm, time: Time, accounts: readonly number[]): Promise<Book> {
  // A trade closes after it opens, and the index of an account's trades goes by closing.
  const text = `select ${COLUMNS} from public.trades t where t.account_id = any ($3::uuid[]) and t.close_time >= $1 and t.open_time >= $1 and t.open_time < $2 and ${COUNTED}`;
  return gathered(client, firm, time, text, [iso(time.from), iso(time.to), accounts.map((number) => firm.accounts[number])]);
}

/** What everybody opened near some instants, each account's own among them. `totals` as in a book. */
export async function readNear(
  client: PoolClient,
  firm: Firm,
  time: Time,
  instants: readonly number[],
  reach: number,
  totals?: readonly number[],
): Promise<Book> {
  const spans = merged(instants, reach);
  const text = `select ${COLUMNS} from unnest($1::timestamptz[], $2::timestamptz[]) w(starts, ends) join public.trades t on t.open_time between w.starts and w.ends where ${COUNTED}`;
  return gathered(client, firm, time, text, [spans.map(({ from }) => iso(from)), spans.map(({ to }) => iso(to))], totals);
}

/** How many openings of each symbol there are between two instants. */
export async function readTotals(client: PoolClient, firm: Firm, { from, to }: Time): Promise<number[]> {
  const { rows } = await client.query<{ symbol: string; count: number }>(
    `select t.symbol, count(*)::int as count from public.trades t where t.open_time >= $1 and t.open_time < $2 and t.reverses_id is null group by t.symbol`,
    [iso(from), iso(to)],
  );
  const totals: number[] = [];
  for (const { symbol, count } of rows) {
    const number = symbolNumber(firm, symbol);
    totals[number] = (totals[number] ?? 0) + count;
  }
  return Array.from(totals, (count) => count ?? 0);
}

/** Touching stretches are one: nothing is read twice. */
export function merged(instants: readonly number[], reach: number): Time[] {
  const spans: Time[] = [];
  for (const at of Float64Array.from(instants).sort()) {
    const last = spans.at(-1);
    if (last && at - reach <= last.to) last.to = at + reach;
    else spans.push({ from: at - reach, to: at + reach });
  }
  return spans;
}

async function gathered(
  client: PoolClient,
  firm: Firm,
  time: Time,
  text: string,
  values: unknown[],
  totals?: readonly number[],
): Promise<Book> {
  const builder = new BookBuilder();
  await client.query(`declare openings no scroll cursor for ${text}`, values);
  for (;;) {
    const { rows } = await client.query<Row>({ text: `fetch ${PIECE} from openings`, rowMode: 'array' });
    for (const [id, symbol, side, at, lots, closed] of rows) {
      const account = firm.numberOf.get(id);
      if (account !== undefined) builder.add(account, symbolNumber(firm, symbol), at, side, lots, closed);
    }
    if (rows.length < PIECE) break;
  }
  await client.query('close openings');
  return builder.build(firm.accounts.length, time.from, time.to, totals);
}

/** The trade that stands for each opening of some accounts: of several slices, the first to close. */
export async function readTrades(
  client: PoolClient,
  firm: Firm,
  { from, to }: Time,
  accounts: readonly number[],
): Promise<(account: number, symbol: number, side: number, at: number) => string | null> {
  const { rows } = await client.query<[string, string, number, number, string]>({
    text: `select t.account_id, t.symbol, (t.type = 'sell')::int, round(extract(epoch from t.open_time) * 1000)::float8, t.id from public.trades t
      where t.account_id = any ($3::uuid[]) and t.close_time >= $1 and t.open_time >= $1 and t.open_time < $2 and ${COUNTED} order by t.close_time desc, t.id desc`,
    values: [iso(from), iso(to), accounts.map((number) => firm.accounts[number])],
    rowMode: 'array',
  });
  const trades = new Map<string, string>();
  for (const [id, symbol, side, at, trade] of rows)
    trades.set([firm.numberOf.get(id), symbolNumber(firm, symbol), side, at].join('|'), trade);
  return (...opening) => trades.get(opening.join('|')) ?? null;
}
