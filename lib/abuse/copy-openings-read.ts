// Openings as the scans for copied trades read them: straight from Postgres, packed there into a few long values, since reading millions of
// rows one by one takes longer than comparing them. Trades that were taken back and the accounts of load tests are left out.
import type { PoolClient } from 'pg';
import { BookBuilder, type Book, type Side } from '@/lib/abuse/book';

/** Packed at once; Postgres holds so much in memory. */
const STRETCH_MS = 5 * 86_400_000;
const NOT_LOAD_TESTS = `a.server not like 'scale:%'`;
/** By symbol four rows of bytes in one order: twice the account's number and one more for a sell, the microseconds of both ends, the lots. */
const PACKED = `select t.symbol, string_agg(int4send(n.number * 2 + (t.type = 'sell')::int), '') as who, string_agg(timestamptz_send(t.open_time), '') as opened,
  string_agg(timestamptz_send(t.close_time), '') as closed, string_agg(float8send(t.lots::float8), '') as lots`;
const NUMBERED = `join (select a.id, (row_number() over (order by a.id) - 1)::int as number from public.accounts a where ${NOT_LOAD_TESTS}) n on n.id = t.account_id`;
const COUNTED = `t.open_time is not null and t.reverses_id is null and not exists (select from public.trades y where y.reverses_id = t.id)`;

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

const WINDOW_MS = 30 * 86_400_000;

/** What is compared: the last thirty days, this instant included. */
export const windowUntil = (now: Date): Time => ({ from: now.getTime() - WINDOW_MS, to: now.getTime() + 1 });

export async function readFirm(client: PoolClient): Promise<Firm> {
  const accounts = await client.query<{ id: string }>(`select a.id from public.accounts a where ${NOT_LOAD_TESTS} order by a.id`);
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

function symbolNumber({ symbols, codes }: Firm, name: string): number {
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
export async function readBook(client: PoolClient, firm: Firm, time: Time): Promise<Book> {
  const builder = new BookBuilder();
  for (let from = time.from; from < time.to; from += STRETCH_MS) {
    const values = [iso(from), iso(Math.min(from + STRETCH_MS, time.to))];
    await gather(client, firm, builder, `public.trades t ${NUMBERED} where t.open_time >= $1 and t.open_time < $2`, values);
  }
  return builder.build(firm.accounts.length, time.from, time.to);
}

/** What some accounts opened between two instants. */
export async function readAccountsBook(client: PoolClient, firm: Firm, { from, to }: Time, accounts: readonly number[]): Promise<Book> {
  const builder = new BookBuilder();
  // A trade closes after it opens, and the index of an account's trades goes by closing.
  const source = `public.trades t ${NUMBERED} where t.account_id = any ($3::uuid[]) and t.close_time >= $1 and t.open_time >= $1 and t.open_time < $2`;
  await gather(client, firm, builder, source, [iso(from), iso(to), accounts.map((number) => firm.accounts[number])]);
  return builder.build(firm.accounts.length, from, to);
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
  const builder = new BookBuilder();
  const spans = merged(instants, reach);
  const source = `unnest($1::timestamptz[], $2::timestamptz[]) w(starts, ends) join public.trades t on t.open_time between w.starts and w.ends ${NUMBERED} where true`;
  await gather(client, firm, builder, source, [spans.map(({ from }) => iso(from)), spans.map(({ to }) => iso(to))]);
  return builder.build(firm.accounts.length, time.from, time.to, totals);
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

type Packed = [symbol: string, who: Buffer, opened: Buffer, closed: Buffer, lots: Buffer];
/** Postgres counts its microseconds from the beginning of 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);

async function gather(client: PoolClient, firm: Firm, into: BookBuilder, source: string, values: unknown[]): Promise<void> {
  const text = `${PACKED} from ${source} and ${COUNTED} group by t.symbol`;
  const { rows } = await client.query<Packed>({ text, values, rowMode: 'array' });
  for (const [name, who, opened, closed, lots] of rows) {
    const symbol = symbolNumber(firm, name);
    for (let k = 0; k < who.length / 4; k++) {
      const packed = who.readInt32BE(k * 4);
      into.add(packed >> 1, symbol, instantAt(opened, k), (packed & 1) as Side, lots.readDoubleBE(k * 8), instantAt(closed, k));
    }
  }
}

const instantAt = (bytes: Buffer, k: number): number =>
  Math.round((bytes.readInt32BE(k * 8) * 2 ** 32 + bytes.readUInt32BE(k * 8 + 4)) / 1000 + EPOCH_MS);

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
