// Reads the spine: an account's timeline through the reader's own session, and one shared tail per process for the live stream.
import type { SupabaseClient } from '@supabase/supabase-js';
import { pool } from '@/lib/db/pool';
import { byLearning, HISTORY_COLUMNS, type HistoryLine } from '@/lib/events/line';
import { withTrades } from '@/lib/events/trade-lines-read';
import { advance, HORIZON, snapshotOf, type Horizon, type TailState } from './tail';
import { heardIn, type SpineEvent, type StreamAudience } from './topic';

const TIMELINE_PAGE = 50;

/** The last learnt first. `before` is the lowest id that is shown already, which `older` answers while there is more. */
export async function readTimeline(client: SupabaseClient, accountId: string, filter: { kind: string; before: number | null }) {
  let request = client.from('timeline').select(HISTORY_COLUMNS).eq('account_id', accountId);
  if (filter.kind) request = request.like('kind', `${filter.kind}.%`);
  if (filter.before) request = request.lt('id', filter.before);
  const { data, error } = await request.order('id', { ascending: false }).limit(TIMELINE_PAGE + 1);
  if (error) throw new Error(`timeline: ${error.message}`);
  const rows = (data ?? []) as HistoryLine[];
  const page = rows.slice(0, TIMELINE_PAGE);
  const older = rows.length > TIMELINE_PAGE ? (page.at(-1)?.id ?? null) : null;
  return { rows: await withTrades(client, accountId, page.sort(byLearning)), older };
}

const POLL_MS = 500;
const BATCH = 500;
const GIVE_UP_AFTER_MS = 20_000;
const SETTLE_LIMIT_MS = 2000;

/** More than this is not told one by one: whoever was away so long reads their page anew. */
const MAX_BACKLOG = 2000;
/** What may wait for one listener who is still being told what was. */
const MAX_WAITING = 5000;

type Listener = { send: (event: SpineEvent) => void; fail: () => void };
/** `reload`: too much has happened, it goes on from this id. `room`: ends when there is room for more. */
type Follower = Listener & { audience: StreamAudience; reload: (id: string) => void; room: () => Promise<void> };
const listeners = new Set<Listener>();
let tail: TailState | null = null;
let starting: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
let failingSince: number | null = null;

// Ids come as text, because they may outgrow a number. They are ordered by `e.id`: a bare `id` would name that text, in which 100
// stands before 99.
const COLUMNS = 'id::text, stream, kind, account_id, trader_id, occurred_at, data';
type Row = Omit<SpineEvent, 'occurred_at'> & { occurred_at: Date };
const spineEvent = (row: Row): SpineEvent => ({ ...row, occurred_at: row.occurred_at.toISOString() });

async function look(state: TailState): Promise<{ state: TailState; ready: SpineEvent[] }> {
  // One statement, so one snapshot: a transaction that began between two could draw an id, be overtaken, and be taken for one that never was.
  const { rows } = await pool().query<Row & Horizon>(
    `select ${COLUMNS}, ${HORIZON} from public.events e where id > $1 order by e.id limit ${BATCH}`,
    [state.cursor.toString()],
  );
  const events = rows.map(({ xmin: _xmin, xmax: _xmax, ...row }) => spineEvent(row));
  return advance(state, events, snapshotOf(rows[0]));
}

// Begins a little below the newest id, so that a hole left by a transaction still running is seen as a hole.
async function begin(): Promise<void> {
  const newest = await pool().query<{ id: string | null }>(
    `select (min(id) - 1)::text as id from (select id from public.events order by id desc limit 100) latest`,
  );
  let state: TailState = { cursor: BigInt(newest.rows[0]?.id ?? '0'), holes: new Map() };
  const deadline = Date.now() + SETTLE_LIMIT_MS;
  do {
    state = (await look(state)).state;
    if (state.holes.size > 0) await new Promise((wake) => setTimeout(wake, 50));
  } while (state.holes.size > 0 && Date.now() < deadline);
  tail = state;
}

async function turn(): Promise<void> {
  try {
    if (tail) {
      const advanced = await look(tail);
      tail = advanced.state;
      failingSince = null;
      for (const event of advanced.ready) for (const listener of [...listeners]) listener.send(event);
    }
  } catch {
    // The database may be restarting. Listeners are let go only when it stays away: they then poll, and come back by themselves.
    failingSince ??= Date.now();
    if (Date.now() - failingSince > GIVE_UP_AFTER_MS) for (const listener of [...listeners]) listener.fail();
  }
  timer = listeners.size > 0 ? setTimeout(() => void turn(), POLL_MS) : null;
  if (listeners.size === 0) tail = null;
}

/** The newest id that everybody has been handed; where a page's live part takes over from what the page itself read. */
export async function readHead(): Promise<string> {
  const newest = await pool().query<{ id: string }>('select coalesce(max(id), 0)::text as id from public.events');
  return newest.rows[0]?.id ?? '0';
}

/** Events after an id, up to another, in order: one page of what this audience may hear. */
async function readEvents(after: bigint, upTo: bigint, audience: StreamAudience): Promise<SpineEvent[]> {
  const { where, accounts } = heardIn(audience);
  const rows = await pool().query<Row>(
    `select ${COLUMNS} from public.events e where ${where} and $1::uuid[] is not null and id > $2 and id <= $3 order by e.id limit ${BATCH}`,
    [accounts, after.toString(), upTo.toString()],
  );
  return rows.rows.map(spineEvent);
}

async function isTooMuch(after: bigint, upTo: bigint, audience: StreamAudience): Promise<boolean> {
  const { where, accounts } = heardIn(audience);
  const found = await pool().query<{ total: number }>(
    `select count(*)::int as total from (select from public.events
       where ${where} and $1::uuid[] is not null and id > $2 and id <= $3 limit ${MAX_BACKLOG + 1}) backlog`,
    [accounts, after.toString(), upTo.toString()],
  );
  return (found.rows[0]?.total ?? 0) > MAX_BACKLOG;
}

/** For those who poll: a page of what came after an id, and from where to ask on; or that they must read anew. */
export async function readNews(
  after: bigint | null,
  audience: StreamAudience,
): Promise<{ events: SpineEvent[]; after: string; reload: boolean }> {
  const { cursor } = await started();
  if (after === null || after >= cursor) return { events: [], after: String(after ?? cursor), reload: false };
  if (await isTooMuch(after, cursor, audience)) return { events: [], after: String(cursor), reload: true };
  const events = await readEvents(after, cursor, audience);
  const last = events.length === BATCH ? events.at(-1)?.id : undefined;
  return { events, after: last ?? String(cursor), reload: false };
}

/** Whether a listener is still somebody here: a disabled member of staff is let go without waiting for their session to end. */
export async function isStillActive(kind: 'staff' | 'trader', id: string): Promise<boolean> {
  const table = kind === 'staff' ? 'public.staff' : 'public.traders';
  const found = await pool().query(`select from ${table} where id = $1 and is_active`, [id]);
  return found.rowCount === 1;
}

async function started(): Promise<TailState> {
  if (!tail) {
    starting ??= begin().finally(() => (starting = null));
    await starting;
  }
  if (!tail) throw new Error('The tail of the events could not be read.');
  if (!timer) timer = setTimeout(() => void turn(), POLL_MS);
  return tail;
}

/**
 * Hands on every event after `after` (null: from now on) that the audience may hear, each exactly once and in order, until the answer is
 * called. What happened before joining is read back page by page, no faster than it is taken, while what happens meanwhile waits in line.
 */
export async function follow(after: bigint | null, follower: Follower): Promise<() => void> {
  const waiting: SpineEvent[] = [];
  let live = false;
  let last = after ?? -1n;
  const pass = (event: SpineEvent) => {
    if (BigInt(event.id) <= last) return;
    last = BigInt(event.id);
    follower.send(event);
  };
  const hold = (event: SpineEvent) => (waiting.length < MAX_WAITING ? void waiting.push(event) : follower.fail());
  const member: Listener = { send: (event) => (live ? pass(event) : hold(event)), fail: follower.fail };
  // Joined before the head is read, so nothing can fall between the two.
  listeners.add(member);
  try {
    const { cursor } = await started();
    if (after === null) last = cursor;
    else if (last < cursor && (await isTooMuch(last, cursor, follower.audience))) {
      last = cursor;
      follower.reload(String(cursor));
    }
    for (;;) {
      const page = last < cursor ? await readEvents(last, cursor, follower.audience) : [];
      if (page.length === 0) break;
      page.forEach(pass);
      await follower.room();
    }
  } catch (trouble) {
    listeners.delete(member);
    throw trouble;
  }
  live = true;
  waiting.forEach(pass);
  return () => void listeners.delete(member);
}
