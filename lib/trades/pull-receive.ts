// The job that asks a feed for what it may have failed to post. Every message goes in by the one way in, raw first and under the id it was
// or would have been posted with, so a message that came already changes nothing and one that was lost is judged as if it had come in time.
import { createHash, randomUUID } from 'node:crypto';
import { serviceClient } from '@/lib/db/clients';
import type { Answer } from '@/lib/trades/answer';
import { listenerOf } from '@/lib/trades/providers/choose-settle';
import { askFeed, type FeedPage } from '@/lib/trades/providers/neutral-feed';
import type { AccountRef, OrderConnection } from '@/lib/trades/providers/provider';
import { PullTally } from '@/lib/trades/pull-tally';
import { receiveMessage } from '@/lib/trades/receive';
import { callFunction } from '@/lib/db/call';

interface Pull {
  connection: OrderConnection;
  resync_url: string;
  complete_through: string | null;
  account: (AccountRef & { activated_at: string | null }) | null;
}

/** Late bookings are dated back, so each window reaches a day behind the last. */
const OVERLAP_MS = 86_400_000;
const MAX_PAGES = 10_000;

/** Throws where another try may help; what the feed said is written down either way. */
export async function pullFeed(connectionId: string, accountId: string | null, now: Date): Promise<void> {
  const pull = await call<Pull | null>('load_pull', { p_connection_id: connectionId, p_account_id: accountId });
  if (!pull || (accountId !== null && pull.account === null)) return;
  const tally = new PullTally();
  const window = { from: begin(pull, now).toISOString(), to: now.toISOString() };
  const failed = await pullWindow(pull, window, tally);
  const p = { connection_id: connectionId, account_id: accountId, ...window, ...tally.counts, failed, now: new Date().toISOString() };
  await call('settle_pull', { p });
  if (failed) throw new Error(`The feed ${pull.connection.slug} could not be pulled: ${failed.code} ${failed.message}`);
}

/** One account is asked for whole; a feed from a day before it was last known to be complete, or a month back at first. */
function begin({ account, complete_through }: Pull, now: Date): Date {
  if (account)
    return new Date(account.activated_at === null ? now.getTime() - 30 * OVERLAP_MS : Date.parse(account.activated_at) - OVERLAP_MS);
  return new Date(complete_through === null ? now.getTime() - 30 * OVERLAP_MS : Date.parse(complete_through) - OVERLAP_MS);
}

type Failure = { code: string; message: string };

async function pullWindow(pull: Pull, window: { from: string; to: string }, tally: PullTally): Promise<Failure | null> {
  const listener = listenerOf(pull.connection, new Date(window.to), pull.resync_url);
  if (!listener) return { code: 'no-address', message: 'The connection has no address to ask.' };
  const account = pull.account && { platform: pull.account.platform, server: pull.account.server, login: pull.account.login };
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const answer = await askFeed(listener, `pull:${randomUUID()}`, { ...window, cursor, account });
    if (answer.outcome === 'unknown') return { code: 'transient', message: answer.message };
    if (answer.outcome === 'refused') return { code: answer.code, message: answer.message };
    const trouble = await take(pull.connection, answer.value, tally);
    if (trouble) return trouble;
    if (answer.value.next_cursor === null) return tally.unsettled > 0 ? notJudged(tally.unsettled) : null;
    if (answer.value.next_cursor === cursor) return { code: 'endless', message: 'The feed answers the same page again and again.' };
    cursor = answer.value.next_cursor;
  }
  return { code: 'endless', message: `The feed has more than ${MAX_PAGES} pages.` };
}

/** Stored is not known: the feed is complete only as far as what came was judged, and the next pull finds that done. */
const notJudged = (messages: number): Failure => ({ code: 'not-judged', message: `${messages} messages are stored and not judged yet.` });

/** A page counts only when every message of it is stored. */
async function take(connection: OrderConnection, page: FeedPage, tally: PullTally): Promise<Failure | null> {
  for (const { id, body } of page.messages) {
    const answer = await receive(connection, id, Buffer.from(body, 'utf8'));
    if (answer.status >= 500) return { code: 'not-stored', message: `Message ${id} could not be stored.` };
    tally.add(answer);
  }
  return null;
}

/**
 * Where other bytes came under this id before, these are judged under a name of their own: the events in them are known by their ids, so
 * what is the same changes nothing, what is new is recorded, and what contradicts is kept aside for a person.
 */
async function receive(connection: OrderConnection, id: string, body: Uint8Array): Promise<Answer> {
  const message = { connection, headers: {}, body, auth: 'pull' as const, now: new Date() };
  const answer = await receiveMessage({ ...message, webhookId: id });
  if (answer.status !== 409) return answer;
  return receiveMessage({ ...message, webhookId: `${id}#${createHash('sha256').update(body).digest('hex').slice(0, 16)}` });
}

const call = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);
