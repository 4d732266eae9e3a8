// Reading that must hang together: one transaction that writes nothing and whose statements all see the database as it was when it began.
import type { Pool, PoolClient } from 'pg';

export async function inSnapshot<T>(from: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await from.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const done = await work(client);
    await client.query('commit');
    client.release();
    return done;
  } catch (trouble) {
    // The transaction, and whatever the work set within it, goes with its connection: it is closed, never handed to somebody else.
    client.release(true);
    throw trouble;
  }
}
