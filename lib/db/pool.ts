// The direct Postgres connections, for what supabase-js cannot do: the worker, the stream's tail, work over whole books; and, apart from
// those, downloads, because a reader who is slow must not hold a connection that everybody else waits for.
import { Pool } from 'pg';
import { databaseUrl } from '@/lib/env';

const SIZES = { work: 8, downloads: 4, books: 4 } as const;
type Purpose = keyof typeof SIZES;
const shared = new Map<Purpose, Pool>();

export const pool = (): Pool => poolFor('work');

/** For what goes out as fast as somebody takes it: few at once, and `DOWNLOAD_LIMITS` end those that are not taken. */
export const downloadPool = (): Pool => poolFor('downloads');

/** For judging whole books: many calls at once, which wait here for each other and not before everybody else's work. */
export const bookPool = (): Pool => poolFor('books');

/** To be set inside the transaction: one that waits a minute for its reader, or takes a quarter of an hour in all, is ended by the database. */
export const DOWNLOAD_LIMITS = `select set_config('idle_in_transaction_session_timeout', '60s', true), set_config('transaction_timeout', '15min', true)`;

function poolFor(purpose: Purpose): Pool {
  const known = shared.get(purpose);
  if (known) return known;
  const made = new Pool({
    connectionString: databaseUrl(),
    max: SIZES[purpose],
    idleTimeoutMillis: 30_000,
    // Calls of a book have an end of their own, and their turn may come late.
    connectionTimeoutMillis: purpose === 'books' ? 0 : 10_000,
  });
  // An idle connection that the database drops is replaced by the pool, and one in use fails with its next query; without listeners the process would end.
  made.on('error', () => undefined);
  made.on('connect', (client) => client.on('error', () => undefined));
  shared.set(purpose, made);
  return made;
}

/** Ends the pools of a process that wants to exit. */
export async function closePool(): Promise<void> {
  const ending = [...shared.values()];
  shared.clear();
  await Promise.all(ending.map((one) => one.end()));
}
