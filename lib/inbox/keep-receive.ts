// A message is kept untouched before anyone interprets it: its bytes and their digest, or what its sender hears where it could not be kept.
import { createHash } from 'node:crypto';
import { receiveInbox, type InboxMessage, type Received } from '@/lib/db/ingest';
import { errorAnswer, type Answer } from '@/lib/trades/answer';
import { decodeText } from '@/lib/trades/strict-json';

export const NOT_STORED: Answer = errorAnswer(503, 'not-stored', 'The message could not be stored; send it again.', { retry_after: 5 });

type Arrived = Pick<InboxMessage, 'connection_id' | 'webhook_id' | 'headers' | 'auth' | 'accounts'> & {
  bytes: Uint8Array;
  /** The answer where the message means nothing: it is kept all the same. */
  rejected: Answer | null;
  now: Date;
};

/** Never throws: what the database cannot take now, the sender sends again. */
export async function keepMessage({ bytes, rejected, now, ...named }: Arrived): Promise<{ kept: Received } | { answer: Answer }> {
  const text = decodeText(bytes);
  const raw = Buffer.from(bytes);
  const message: InboxMessage = {
    ...named,
    body: text ?? '',
    body_sha256: createHash('sha256').update(raw).digest('hex'),
    now: now.toISOString(),
    bytes_valid_utf8: text !== null,
    ...(text === null ? { body_base64: raw.toString('base64') } : {}),
    rejected: rejected ? { status: rejected.status, body: rejected.body } : null,
  };
  try {
    const kept = await receiveInbox(message);
    return kept.outcome === 'slow-down' ? { answer: slowDown(kept) } : { kept };
  } catch (error) {
    console.error('A message could not be stored.', error);
    return { answer: NOT_STORED };
  }
}

function slowDown({ retry_after }: Received): Answer {
  return errorAnswer(429, 'slow-down', 'Too many messages; send this one again later.', { retry_after: retry_after ?? 1 });
}
