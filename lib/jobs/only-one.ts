// Work of which there may be only one at a time, on however many machines: the database holds the place, and gives it back by itself
// when the process that took it is gone. A lock of a transaction is used, because poolers do not keep those of a session.
import { pool } from '@/lib/db/pool';

/** What `work` answers, or null where it is under way already. */
export async function onlyOne<T>(name: string, work: () => Promise<T>): Promise<{ value: T } | null> {
  const client = await pool().connect();
  try {
    await client.query('begin');
    const taken = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 7)) as mine', [
      `only:${name}`,
    ]);
    const value = taken.rows[0]?.mine ? { value: await work() } : null;
    await client.query('commit');
    client.release();
    return value;
  } catch (error) {
    // The connection is closed, not handed back: whatever state it is in, its lock ends with it.
    client.release(true);
    throw error;
  }
}
