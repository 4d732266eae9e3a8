// The way in for shops and identity providers: proven over the raw bytes, stored untouched, then settled at once or by the job.
import { createHash } from 'node:crypto';
import { receiveInbox, type Connection, type InboxMessage, type Received } from '@/lib/db/ingest';
import type { RawMessage } from '@/lib/inbox/raw';
import { settleRaw } from '@/lib/inbox/settle';
import type { HeaderMap, SignedSource } from '@/lib/inbox/source';
import { readMailNotice } from '@/lib/mail/notice';
import { readOrders } from '@/lib/orders/receive';
import { readNotices } from '@/lib/payouts/notice';
import type { Refusal, Result } from '@/lib/refusal';
import { readKyc } from '@/lib/reviews/receive';
import { errorAnswer, type Answer } from '@/lib/trades/answer';
import { decodeText } from '@/lib/trades/strict-json';

export interface SignedDelivery {
  connection: Connection;
  source: SignedSource;
  body: Uint8Array;
  headers: HeaderMap;
  now: Date;
}

const accepted = (outcome: string): Answer => ({ status: 200, body: JSON.stringify({ outcome }) });

/** The delivery must be proven already. Never throws for what a sender can cause. */
export async function receiveSigned(delivery: SignedDelivery): Promise<Answer> {
  const { connection, source, now } = delivery;
  const text = decodeText(delivery.body);
  const refusal = refusalOf(delivery, text);
  const rejected = refusal && errorAnswer(refusal.code === 'malformed-json' ? 400 : 422, refusal.code, refusal.message, refusal);
  let received: Received;
  try {
    received = await receiveInbox(inboxMessage(delivery, text, rejected));
  } catch (error) {
    console.error('A message could not be stored.', error);
    return errorAnswer(503, 'not-stored', 'The message could not be stored; send it again.', { retry_after: 5 });
  }
  if (received.outcome === 'slow-down') {
    return errorAnswer(429, 'slow-down', 'Too many messages; send this one again later.', { retry_after: received.retry_after ?? 1 });
  }
  if (received.outcome === 'id-reused') {
    if (source.repeatsLoosely) return accepted('duplicate');
    return errorAnswer(409, 'id-reused', 'This message id came before with other bytes.');
  }
  if (received.answer) return received.answer;
  if (rejected) return rejected;
  const message = { inbox_id: received.inbox_id, text: text ?? '', headers: keptHeaders(delivery), received_at: now.toISOString() };
  return settleNow(connection, message, now);
}

function keptHeaders({ source, headers }: SignedDelivery): Record<string, string> {
  const kept = ['content-type', 'user-agent', ...source.keptHeaders];
  return Object.fromEntries(kept.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name] ?? '']])));
}

/** Stored is enough: what fails from here on is done by the message's job, so the sender need not send it again. */
async function settleNow(connection: Connection, message: RawMessage, now: Date): Promise<Answer> {
  try {
    return await settleRaw(connection, message, now);
  } catch (error) {
    console.error(`Message ${message.inbox_id} is left to its job.`, error);
    return accepted('accepted');
  }
}

function refusalOf({ connection, headers }: SignedDelivery, text: string | null): Refusal | null {
  if (text === null) return { code: 'malformed-json', message: 'The message is not UTF-8 text.' };
  const read = readBy(connection, text, headers);
  return read.ok ? null : read.refusal;
}

function readBy(connection: Connection, text: string, headers: HeaderMap): Result<unknown> {
  if (connection.kind === 'checkout') return readOrders(connection, { text, headers });
  if (connection.kind === 'mail') return readMailNotice(text);
  return connection.kind === 'payout' ? readNotices(connection.platform, text) : readKyc(connection, { text });
}

function inboxMessage(delivery: SignedDelivery, text: string | null, rejected: Answer | null): InboxMessage {
  const { connection, source, headers, now } = delivery;
  const bytes = Buffer.from(delivery.body);
  return {
    connection_id: connection.id,
    webhook_id: source.idOf(text ?? bytes.toString('base64'), headers),
    body: text ?? '',
    body_sha256: createHash('sha256').update(bytes).digest('hex'),
    headers: keptHeaders(delivery),
    auth: 'signature',
    now: now.toISOString(),
    bytes_valid_utf8: text !== null,
    ...(text === null ? { body_base64: bytes.toString('base64') } : {}),
    rejected: rejected ? { status: rejected.status, body: rejected.body } : null,
    accounts: [],
  };
}
