// The job that finishes a stored message, whoever sent it: trading reports go to the judge, the others to what their sender's kind says.
import { parkMessage } from '@/lib/db/ingest';
import { serviceClient } from '@/lib/db/clients';
import type { RawMessage, Sender } from '@/lib/inbox/raw';
import { reportsTrading } from '@/lib/inbox/sources';
import { settleMailNotice } from '@/lib/mail/receive';
import { settleOrders } from '@/lib/orders/receive';
import { settlePayoutNotices } from '@/lib/payouts/receive';
import type { Answer } from '@/lib/trades/answer';
import { settleKyc } from '@/lib/reviews/receive';
import { settleMessage } from '@/lib/trades/settle';

/** Brings about what a stored message says and writes down its answer. Throws to be tried again. */
export async function settleRaw(sender: Sender, message: RawMessage, now: Date): Promise<Answer> {
  const results = await resultsOf(sender, message, now);
  const outcome = results.length > 0 ? 'settled' : 'ignored';
  const answer = { status: 200, body: JSON.stringify({ outcome, results }) };
  await parkMessage(message.inbox_id, 'settled', answer, null);
  return answer;
}

function resultsOf(sender: Sender, message: RawMessage, now: Date): Promise<unknown[]> {
  if (sender.kind === 'checkout') return settleOrders(sender, message, now);
  if (sender.kind === 'mail') return settleMailNotice(message, now);
  return sender.kind === 'payout' ? settlePayoutNotices(sender, message, now) : settleKyc(sender, message, now);
}

interface StoredRow {
  connection_id: string;
  body: string | null;
  headers: Record<string, string>;
  state: string;
  received_at: string;
}

/** The job `settle-message`. */
export async function settleInbox(inboxId: string, now: Date): Promise<void> {
  const stored = await one<StoredRow>('inbox', 'connection_id, body, headers, state, received_at', inboxId);
  const sender = stored && (await one<Sender>('connections', 'id, slug, kind, platform', stored.connection_id));
  if (!stored || !sender || stored.state === 'settled' || stored.state === 'rejected') return;
  if (reportsTrading(sender)) return settleMessage(inboxId, now);
  if (stored.body === null) throw new Error(`Message ${inboxId} is no text.`);
  const received_at = new Date(stored.received_at).toISOString();
  await settleRaw(sender, { inbox_id: inboxId, text: stored.body, headers: stored.headers, received_at }, now);
}

async function one<Row>(table: string, columns: string, id: string): Promise<Row | null> {
  const { data, error } = await serviceClient().from(table).select(columns).eq('id', id).maybeSingle();
  if (error) throw new Error(`${table}: ${error.message}`);
  return data as Row | null;
}
