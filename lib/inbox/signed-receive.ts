// The way in for shops and identity providers: proven over the raw bytes, stored untouched, then settled at once or by the job.
import type { Connection } from '@/lib/db/ingest';
import { keepMessage } from '@/lib/inbox/keep-receive';
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

interface SignedDelivery {
  connection: Connection;
  source: SignedSource;
  body: Uint8Array;
  headers: HeaderMap;
  now: Date;
}

const accepted = (outcome: string): Answer => ({ status: 200, body: JSON.stringify({ outcome }) });

/** The delivery must be proven already. Never throws for what a sender can cause. */
export async function receiveSigned(delivery: SignedDelivery): Promise<Answer> {
  const { connection, source, body, now } = delivery;
  const text = decodeText(body);
  const refusal = refusalOf(delivery, text);
  const rejected = refusal && errorAnswer(refusal.code === 'malformed-json' ? 400 : 422, refusal.code, refusal.message, refusal);
  const webhook_id = source.idOf(text ?? Buffer.from(body).toString('base64'), delivery.headers);
  const headers = keptHeaders(delivery);
  const stored = { connection_id: connection.id, webhook_id, headers, auth: 'signature' as const, accounts: [] };
  const arrived = await keepMessage({ ...stored, bytes: body, rejected, now });
  if ('answer' in arrived) return arrived.answer;
  const received = arrived.kept;
  if (received.outcome === 'id-reused') {
    if (source.repeatsLoosely) return accepted('duplicate');
    return errorAnswer(409, 'id-reused', 'This message id came before with other bytes.');
  }
  if (received.answer) return received.answer;
  if (rejected) return rejected;
  const message = { inbox_id: received.inbox_id, text: text ?? '', headers, received_at: now.toISOString() };
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
