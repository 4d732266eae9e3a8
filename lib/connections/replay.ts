// A message that was kept back goes in once more, by the same way as the first time but under the name of the deed that asked for it: the
// first answer stands, and what was recorded already is known again and changes nothing.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import type { Connection } from '@/lib/db/ingest';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { reportsTrading, signedSource } from '@/lib/inbox/sources';
import { receiveMessage } from '@/lib/trades/receive';

interface Replay {
  connection: Connection;
  webhook_id: string;
  body: string;
  headers: Record<string, string>;
}

/** The job `replay-message`. Throws to be tried again where the message could not even be stored. */
export async function replayMessage(deedId: string, now: Date): Promise<void> {
  const replay = await callFunction<Replay | null>(serviceClient(), 'load_replay', { p_deed_id: deedId });
  if (!replay) return;
  const { connection, webhook_id: webhookId, headers } = replay;
  const body = Buffer.from(replay.body, 'utf8');
  const answer = reportsTrading(connection)
    ? await receiveMessage({ connection, webhookId, headers, body, auth: 'pull', now })
    : await replaySigned(replay, body, now);
  if (answer.status >= 500) throw new Error(`The message ${webhookId} could not be stored.`);
}

/** Shops and identity providers proved themselves the first time; signatures are not kept, so they are not asked again. */
async function replaySigned({ connection, webhook_id, headers }: Replay, body: Buffer, now: Date) {
  const source = signedSource(connection);
  if (!source) throw new Error(`Nobody reads messages of ${connection.kind}:${connection.platform}.`);
  return receiveSigned({ connection, source: { ...source, idOf: () => webhook_id, repeatsLoosely: false }, body, headers, now });
}
