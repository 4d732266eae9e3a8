// The search for accounts that trade as one, over the last thirty days: whole once a day, and in between only where new trades stand. It
// writes signals and nothing else; what follows from them people decide.
import { setImmediate } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { instantsOf, type Book } from '@/lib/abuse/book';
import {
  readAccountsBook,
  readBook,
  readFirm,
  readNear,
  readTotals,
  readTrades,
  windowUntil,
  type Firm,
  type Time,
} from '@/lib/abuse/copy-openings-read';
import { signalOf } from '@/lib/abuse/copy-signals';
import { findAlike, weigh, type Alike } from '@/lib/abuse/copy-trading';
import { neighboursOf, type Neighbours } from '@/lib/abuse/neighbours';
import { REACH_MS } from '@/lib/abuse/sweep';
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';
import { inSnapshot } from '@/lib/db/snapshot';

/** A transaction stores its trades under the time it began, so what was under way is looked at again. */
const OVERLAP_MS = 10 * 60_000;
const MOST_FRESH = 20_000;
const MOST_ACCOUNTS = 2_000;
const SIGNALS_AT_ONCE = 25;

interface Found {
  book: Book;
  alike: Alike[];
}
interface Count {
  mode: 'full' | 'incremental';
  trades_read: number;
  accounts_compared: number;
  pairs_weighed: number;
  pairs_alike: number;
}
type Outcome = { counts: Count; found: Found };

/** Everything of the window against everything. */
export const rescanCopies = (now: Date): Promise<Count> => scan(now, fullSearch);

/** What was stored since the last search, against its neighbours in time; the first search, and one with too much to catch up, is whole. */
export async function scanCopies(now: Date): Promise<Count> {
  return scan(now, async (client, firm, time) => {
    const fresh = await readFresh(client, firm, time);
    const near = fresh === null ? null : await nearSearch(client, firm, time, fresh);
    return near ?? fullSearch(client, firm, time);
  });
}

type Searching = (client: PoolClient, firm: Firm, time: Time) => Promise<Outcome>;

async function scan(now: Date, searching: Searching): Promise<Count> {
  const began = performance.now();
  const time = windowUntil(now);
  const { counts, told, through } = await inSnapshot(pool(), async (client) => {
    const taken = await client.query<{ now: Date }>('select now() as now');
    const firm = await readFirm(client);
    const { counts, found } = await searching(client, firm, time);
    return { counts, told: await signalsOf(client, firm, time, found), through: taken.rows[0]?.now.toISOString() };
  });
  for (let k = 0; k < told.length; k += SIGNALS_AT_ONCE) {
    await callFunction(serviceClient(), 'record_signals', { p: { now: now.toISOString(), signals: told.slice(k, k + SIGNALS_AT_ONCE) } });
  }
  const instants = { window_from: new Date(time.from).toISOString(), window_to: now.toISOString(), now: now.toISOString() };
  const took_ms = Math.round(performance.now() - began);
  await callFunction(serviceClient(), 'note_scan', { p: { ...counts, ...instants, took_ms, through } });
  return counts;
}

async function fullSearch(client: PoolClient, firm: Firm, time: Time): Promise<Outcome> {
  const book = await readBook(client, firm, time);
  const steps = findAlike(book);
  let step = steps.next();
  while (!step.done) {
    await setImmediate();
    step = steps.next();
  }
  const { alike, weighed } = step.value;
  const counts: Count = {
    ...{ mode: 'full', trades_read: book.openings, accounts_compared: comparedIn(book) },
    ...{ pairs_weighed: weighed, pairs_alike: alike.length },
  };
  return { counts, found: { book, alike } };
}

const comparedIn = (book: Book): number => {
  let compared = 0;
  for (let account = 0; account < book.accounts; account++) if (instantsOf(book, account).length > 0) compared++;
  return compared;
};

interface Fresh {
  accounts: Set<number>;
  instants: number[];
}

/** Null where a whole search is due: there was none in the window, or there is more than one of this kind should take on. */
async function readFresh(client: PoolClient, firm: Firm, time: Time): Promise<Fresh | null> {
  const last = await client.query<{ through: Date | null }>(
    `select max(s.through) as through from public.abuse_scans s where s.kind = 'copy_trade' and exists (select from public.abuse_scans f where f.mode = 'full' and f.ended_at > $1)`,
    [new Date(time.from).toISOString()],
  );
  const through = last.rows[0]?.through ?? null;
  if (through === null) return null;
  const { rows } = await client.query<[string, number]>({
    text: `select t.account_id, round(extract(epoch from t.open_time) * 1000)::float8 from public.trades t
      where t.created_at > $1 and t.open_time >= $2 and t.open_time < $3 and t.reverses_id is null limit $4`,
    values: [
      new Date(through.getTime() - OVERLAP_MS).toISOString(),
      new Date(time.from).toISOString(),
      new Date(time.to).toISOString(),
      MOST_FRESH + 1,
    ],
    rowMode: 'array',
  });
  if (rows.length > MOST_FRESH) return null;
  const accounts = new Set(rows.flatMap(([id]) => firm.numberOf.get(id) ?? []));
  return { accounts, instants: rows.map(([, at]) => at) };
}

/** Null where the neighbours are so many that reading all that each of them did would cost more than the whole search. */
async function nearSearch(client: PoolClient, firm: Firm, time: Time, fresh: Fresh): Promise<Outcome | null> {
  const near = await readNear(client, firm, time, fresh.instants, REACH_MS);
  const taken = neighboursOf(near, fresh.accounts);
  if (accountsOf(taken).length > MOST_ACCOUNTS) return null;
  const own = await readAccountsBook(client, firm, time, accountsOf(taken));
  const likely = taken.flatMap((one) => weigh(own, one, firm.accounts.length) ?? []);
  const found = likely.length === 0 ? { book: own, alike: [] } : await amongTheCrowd(client, firm, time, own, likely);
  const counts: Count = {
    ...{ mode: 'incremental', trades_read: near.openings + own.openings, accounts_compared: comparedIn(near) },
    ...{ pairs_weighed: taken.length, pairs_alike: found.alike.length },
  };
  return { counts, found };
}

/** What looks alike by itself is weighed again beside everybody who opened at those moments. */
async function amongTheCrowd(client: PoolClient, firm: Firm, time: Time, own: Book, likely: readonly Alike[]): Promise<Found> {
  const instants = accountsOf(likely).flatMap((account) => [...instantsOf(own, account)]);
  const book = await readNear(client, firm, time, instants, REACH_MS, await readTotals(client, firm, time));
  return { book, alike: likely.flatMap((one) => weigh(book, one, firm.accounts.length) ?? []) };
}

const accountsOf = (pairs: readonly Pick<Neighbours, 'a' | 'b'>[]): number[] => [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];

async function signalsOf(client: PoolClient, firm: Firm, time: Time, { book, alike }: Found) {
  if (alike.length === 0) return [];
  const tradeOf = await readTrades(client, firm, time, accountsOf(alike));
  return alike.map((one) => signalOf(book, one, { accounts: firm.accounts, codes: firm.codes, tradeOf }));
}
