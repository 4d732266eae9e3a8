// What an identity provider's stored message brings about: the trader's status moves, or a person is asked.
import { serviceClient } from '@/lib/db/clients';
import { isEmbedded, nodeEnv } from '@/lib/env';
import type { RawMessage, Sender } from '@/lib/inbox/raw';
import type { KycRead } from '@/lib/reviews/kyc-notice';
import { parseSumsub } from '@/lib/reviews/sources/sumsub';
import { parseVeriff } from '@/lib/reviews/sources/veriff';

export function readKyc({ platform }: Pick<Sender, 'platform'>, message: Pick<RawMessage, 'text'>): KycRead {
  // On the embedded stack nothing outside is real, so the providers' test modes are welcome there.
  const sandbox = isEmbedded() || nodeEnv() !== 'production';
  return platform === 'sumsub' ? parseSumsub(message.text, { sandbox }) : parseVeriff(message.text);
}

/** Answers what became of the outcome; throws where it could not be written, to be tried again. */
export async function settleKyc(sender: Sender, message: RawMessage, now: Date): Promise<unknown[]> {
  const read = readKyc(sender, message);
  if (!read.ok) throw new Error(`Message ${message.inbox_id} was stored as readable and is not.`);
  if (!read.value) return [];
  const occurred_at = read.value.occurred_at ?? message.received_at;
  const p = { ...read.value, occurred_at, provider: sender.platform, inbox_id: message.inbox_id, now: now.toISOString() };
  const { data, error } = await serviceClient().rpc('record_kyc', { p });
  if (error) throw new Error(`record_kyc: ${error.message}`);
  return [data];
}
