// Reads the spine for those who listen outside: behind a cursor that one reader holds at a time, never past an event that may still commit,
// and everything that is a topic becomes a message to each listener in the same transaction that moves the cursor on.
import type { PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import { advance, HORIZON, snapshotOf, type Horizon, type TailState } from '@/lib/events/tail';
import { outboundMessage, topicOf, type OutboundEvent, type OutboundFacts } from '@/lib/outbound/topics';

const BATCH = 500;
const COLUMNS = 'e.id::text, e.kind, e.occurred_at, e.account_id, e.reason, e.data';
type Row = Omit<OutboundEvent, 'occurred_at'> & { occurred_at: Date };
type Queued = { event_id: string; topic: string; account_id: string; lane: string; body: string };

/** Holes that were seen and may still be filled; forgotten when the process ends, which only makes the next one wait once more. */
let holes: TailState['holes'] = new Map();

/** Reads on to the newest settled event. Answers how many messages were queued; nothing while somebody else is reading. */
export async function readOn(now: Date): Promise<number> {
  let queued = 0;
  for (;;) {
    const turn = await inTransaction((client) => step(client, now));
    queued += turn?.queued ?? 0;
    if (!turn || turn.read < BATCH) return queued;
  }
}

async function step(client: PoolClient, now: Date): Promise<{ read: number; queued: number } | null> {
  const held = await client.query<{ event_id: string }>('select event_id::text from private.outbound_cursor for update skip locked');
  if (!held.rows[0]) return null;
  const cursor = BigInt(held.rows[0].event_id);
  const { rows } = await client.query<Row & Horizon>(
    `select ${COLUMNS}, ${HORIZON} from public.events e where e.id > $1 order by e.id limit ${BATCH}`,
    [held.rows[0].event_id],
  );
  const advanced = advance({ cursor, holes }, rows, snapshotOf(rows[0]));
  holes = advanced.state.holes;
  if (advanced.state.cursor === cursor) return { read: 0, queued: 0 };
  const messages = await messagesOf(client, advanced.ready, now);
  const queued = await queue(client, { cursor: advanced.state.cursor.toString(), now: now.toISOString(), messages });
  return { read: advanced.ready.length, queued };
}

/** Everything since an event, for one listener: what it never got, because it asked for fewer topics or came later. */
export async function queueAgain(endpointId: string, fromEvent: bigint, now: Date): Promise<number> {
  let queued = 0;
  let after = fromEvent - 1n;
  for (;;) {
    const read = await inTransaction(async (client) => {
      const rows = await client.query<Row>(
        `select ${COLUMNS} from public.events e where e.id > $1 and e.id <= (select c.event_id from private.outbound_cursor c) order by e.id limit ${BATCH}`,
        [after.toString()],
      );
      const messages = await messagesOf(client, rows.rows, now);
      if (messages.length > 0) queued += await queue(client, { endpoint_id: endpointId, now: now.toISOString(), messages });
      return rows.rows;
    });
    const last = read?.at(-1);
    if (!last || !read || read.length < BATCH) return queued;
    after = BigInt(last.id);
  }
}

async function messagesOf(client: PoolClient, rows: Row[], now: Date): Promise<Queued[]> {
  const wanted = rows.filter((row) => topicOf(row.kind) !== null);
  if (wanted.length === 0) return [];
  const found = await client.query<{ event_id: string; facts: OutboundFacts }>(
    'select event_id::text, facts from private.outbound_facts($1::bigint[])',
    [wanted.map((row) => row.id)],
  );
  const facts = new Map(found.rows.map((row) => [row.event_id, row.facts]));
  const untold: { row: Row; error: unknown }[] = [];
  const messages = wanted.flatMap((row) => {
    try {
      const event = { ...row, occurred_at: row.occurred_at.toISOString() };
      const message = outboundMessage(event, facts.get(row.id) ?? {});
      return message ? [{ event_id: row.id, lane: message.account_id, ...message }] : [];
    } catch (error) {
      // One event that cannot be told must not keep the others from being told.
      untold.push({ row, error });
      return [];
    }
  });
  for (const { row, error } of untold) await askAbout(client, row, error, now);
  return messages;
}

/** The cursor does not come back to it, so a person has to hear of it: kept with the very move of the cursor that leaves it behind. */
async function askAbout(client: PoolClient, row: Row, error: unknown, now: Date): Promise<void> {
  console.error(`Event ${row.id} (${row.kind}) could not be put into words for listeners.`, error);
  const said = error instanceof Error ? error.message : String(error);
  const job = {
    ...{ job_id: `event:${row.id}`, task: 'tell-listeners', attempts: 1, error: said.slice(0, 500), now: now.toISOString() },
    payload: { event_id: row.id, kind: row.kind, account_id: row.account_id },
  };
  await client.query('select public.open_job_review($1::jsonb)', [JSON.stringify(job)]);
}

async function queue(client: PoolClient, p: object): Promise<number> {
  const { rows } = await client.query<{ made: number }>('select private.queue_outbound($1::jsonb) as made', [JSON.stringify(p)]);
  return rows[0]?.made ?? 0;
}

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T | null> {
  const client = await pool().connect();
  try {
    await client.query('begin');
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
