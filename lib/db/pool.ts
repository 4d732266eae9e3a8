// The one direct Postgres pool, for what supabase-js cannot do: the worker, the stream's tail, work over whole books.
import { Pool } from 'pg';
import { databaseUrl } from '@/lib/env';

let shared: Pool | undefined;

export function pool(): Pool {
  if (!shared) {
    shared = new Pool({ connectionString: databaseUrl(), max: 8, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 });
    // An idle connection that the database drops is replaced by the pool; without a listener the process would end.
    shared.on('error', () => undefined);
  }
  return shared;
}

/** Ends the pool of a process that wants to exit. */
export async function closePool(): Promise<void> {
  const ending = shared;
  shared = undefined;
  await ending?.end();
}
