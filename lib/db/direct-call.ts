// Statements over a connection of our own that end when a signal says so. For answers of many accounts, which the API would only read and
// write once more.
import type { Pool, PoolClient, QueryResultRow } from 'pg';

/** Calls one public function and answers what it answers. */
export async function callDirectly<T>(pool: Pool, name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<T> {
  const named = Object.keys(args).map((one, place) => `${one} => $${place + 1}`);
  const text = `select public.${name}(${named.join(', ')}) as answer`;
  const [row] = await queryDirectly<{ answer: T }>(pool, text, Object.values(args).map(written), signal);
  return (row as { answer: T }).answer;
}

export async function queryDirectly<R extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: unknown[],
  signal: AbortSignal,
): Promise<R[]> {
  const client = await connection(pool, signal);
  let isCut = false;
  const cut = (): void => {
    isCut = true;
    client.release(true);
  };
  signal.addEventListener('abort', cut);
  try {
    return (await client.query<R>(text, values)).rows;
  } catch (error) {
    throw isCut ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', cut);
    if (!isCut) client.release();
  }
}

/** The wait for a turn ends with the signal as well; a connection that comes too late is given back. */
function connection(pool: Pool, signal: AbortSignal): Promise<PoolClient> {
  return new Promise((done, fail) => {
    if (signal.aborted) return fail(signal.reason as Error);
    const leave = (): void => fail(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    pool.connect().then((client) => {
      signal.removeEventListener('abort', leave);
      if (signal.aborted) client.release();
      else done(client);
    }, fail);
  });
}

const written = (value: unknown): unknown => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
