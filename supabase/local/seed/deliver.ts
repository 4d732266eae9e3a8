// A message of the demo's story, as if a broker had sent it then: taken in by the path that real ones take, signature aside. Sent twice it is
// known, as every message is.
import { receiveMessage } from '@/lib/trades/receive';

/** What was answered, where anything was taken. */
export async function deliver(connectionId: string, id: string, body: string, at: number): Promise<string> {
  const answer = await receiveMessage({
    connection: { id: connectionId },
    webhookId: id,
    headers: { 'content-type': 'application/json', 'webhook-id': id },
    body: Buffer.from(body, 'utf8'),
    auth: 'signature',
    now: new Date(at),
  });
  if (answer.status !== 200) throw new Error(`the message ${id} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
  return answer.body;
}

/** Several events in one message. */
export const deliverAll = (connectionId: string, id: string, events: readonly object[], at: number): Promise<string> =>
  deliver(connectionId, id, JSON.stringify({ type: 'batch', timestamp: new Date(at).toISOString(), events }), at);
