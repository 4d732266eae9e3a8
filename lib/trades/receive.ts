// The one way in for what brokers report, whether posted, pulled or imported: stored raw first, then judged, then answered per event.
import { createHash } from 'node:crypto';
import { loadAssessment, readInbox, receiveInbox, type Connection, type InboxMessage, type Loaded, type Received } from '@/lib/db/ingest';
import { answerOf, errorAnswer, type Answer } from '@/lib/trades/answer';
import { inOrder, loadSpecOf, partsOf, type MessageParts } from '@/lib/trades/message-parts';
import { settleStored, type StoredMessage } from '@/lib/trades/settle';
import { parseMessage } from '@/lib/trades/sources/any-wire';
import { decodeText } from '@/lib/trades/strict-json';

export interface IncomingMessage {
  /** Its platform decides which wire it may speak beside our own. */
  connection: Pick<Connection, 'id'> & { platform?: string };
  webhookId: string;
  headers: Record<string, string>;
  body: Uint8Array;
  auth: InboxMessage['auth'];
  now: Date;
}

const NOTHING: MessageParts = { parts: [], problems: new Map(), accesses: [], count: 0 };

/** The message must already be proven authentic. Answers per event; never throws for what a sender can cause. */
export async function receiveMessage(incoming: IncomingMessage): Promise<Answer> {
  const { parts, rejected } = read(incoming);
  let received: Received;
  try {
    received = await receiveInbox(inboxMessage(incoming, parts, rejected));
  } catch (error) {
    console.error('A message could not be stored.', error);
    return errorAnswer(503, 'not-stored', 'The message could not be stored; send it again.', { retry_after: 5 });
  }
  if (received.outcome === 'slow-down') {
    return errorAnswer(429, 'slow-down', 'Too many messages; send this one again later.', { retry_after: received.retry_after ?? 1 });
  }
  if (received.outcome === 'id-reused') return errorAnswer(409, 'id-reused', 'This webhook-id came before with other bytes.');
  if (received.answer) return { ...received.answer, isRepeat: true };
  if (rejected) return rejected;
  const message = {
    inbox_id: received.inbox_id,
    connection_id: incoming.connection.id,
    message_id: incoming.webhookId,
    auth: incoming.auth,
    received_at: incoming.now.toISOString(),
    parts,
  };
  return received.outcome === 'duplicate' ? finishFirst(message, incoming.now) : judgeNow(message, received, incoming.now);
}

/** Whatever goes wrong from here on, the message is stored and a job will settle it, so the sender need not send it again. */
async function judgeNow(message: StoredMessage, loaded: Loaded, now: Date): Promise<Answer> {
  try {
    return (await settleStored(message, loaded, now)).answer;
  } catch (error) {
    console.error(`Message ${message.inbox_id} is left to its job.`, error);
    return answerOf(message.message_id, inOrder(message.parts.problems, message.parts.count));
  }
}

/** A second delivery came while the first was not settled: it is settled now, and both get the answer that was written first. */
async function finishFirst(message: StoredMessage, now: Date): Promise<Answer> {
  const first = await readInbox(message.inbox_id);
  if (first?.answer) return first.answer;
  const received_at = first?.received_at ?? message.received_at;
  const answer = await judgeNow({ ...message, received_at }, await loadAssessment(message.parts.parts.map(loadSpecOf)), now);
  return (await readInbox(message.inbox_id))?.answer ?? answer;
}

function read(incoming: IncomingMessage): { parts: MessageParts; rejected: Answer | null } {
  const parsed = parseMessage(incoming.body, incoming.connection.platform ?? 'other');
  if (!parsed.ok) return { parts: NOTHING, rejected: errorAnswer(parsed.status, parsed.code, parsed.message, { path: parsed.path }) };
  const parts = partsOf(parsed.events);
  const refused = [...parts.problems.values()].every((one) => one.outcome === 'refused');
  const hopeless = parts.parts.length === 0 && parts.accesses.length === 0 && refused;
  return { parts, rejected: hopeless ? answerOf(incoming.webhookId, inOrder(parts.problems, parts.count)) : null };
}

function inboxMessage(incoming: IncomingMessage, parts: MessageParts, rejected: Answer | null): InboxMessage {
  const text = decodeText(incoming.body);
  const bytes = Buffer.from(incoming.body);
  return {
    connection_id: incoming.connection.id,
    webhook_id: incoming.webhookId,
    body: text ?? '',
    body_sha256: createHash('sha256').update(bytes).digest('hex'),
    headers: incoming.headers,
    auth: incoming.auth,
    now: incoming.now.toISOString(),
    bytes_valid_utf8: text !== null,
    ...(text === null ? { body_base64: bytes.toString('base64') } : {}),
    rejected: rejected ? { status: rejected.status, body: rejected.body } : null,
    accounts: parts.parts.map(loadSpecOf),
  };
}
