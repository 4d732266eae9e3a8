// The one way in for what brokers report, whether posted, pulled or imported: stored raw first, then judged, then answered per event.
import { loadAssessment, readInbox, type Connection, type InboxMessage, type Loaded } from '@/lib/db/ingest';
import { keepMessage } from '@/lib/inbox/keep-receive';
import { answerOf, errorAnswer, type Answer } from '@/lib/trades/answer';
import { inOrder, loadSpecOf, partsOf, type MessageParts } from '@/lib/trades/message-parts';
import { settleStored, type StoredMessage } from '@/lib/trades/settle';
import { parseMessage } from '@/lib/trades/sources/any-wire';

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
  const { connection, webhookId, headers, auth, body, now } = incoming;
  const named = { connection_id: connection.id, webhook_id: webhookId, headers, auth, accounts: parts.parts.map(loadSpecOf) };
  const arrived = await keepMessage({ ...named, bytes: body, rejected, now });
  if ('answer' in arrived) return arrived.answer;
  const received = arrived.kept;
  if (received.outcome === 'id-reused') return errorAnswer(409, 'id-reused', 'This webhook-id came before with other bytes.');
  if (received.answer) return { ...received.answer, isRepeat: true };
  if (rejected) return rejected;
  const message = {
    inbox_id: received.inbox_id,
    connection_id: connection.id,
    message_id: webhookId,
    auth,
    received_at: now.toISOString(),
    parts,
  };
  return received.outcome === 'duplicate' ? finishFirst(message, now) : judgeNow(message, received, now);
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
