// Brings about what the mail provider says of a letter, and what a reader's click says of all of them. The database keeps each word once
// and puts them in order.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { secretKey } from '@/lib/env';
import type { RawMessage } from '@/lib/inbox/raw';
import { readMailNotice } from '@/lib/mail/notice';
import { readUnsubscribeToken } from '@/lib/mail/unsubscribe-link';

export async function settleMailNotice(message: RawMessage, now: Date): Promise<unknown[]> {
  const read = readMailNotice(message.text);
  if (!read.ok) throw new Error(`Message ${message.inbox_id} was stored as readable and is not.`);
  if (read.value === null) return [];
  const p = { ...read.value, inbox_id: message.inbox_id, now: now.toISOString() };
  const state = await callFunction<string>(serviceClient(), 'record_mail_notice', { p });
  return [{ letter: read.value.provider_id, outcome: state }];
}

/** Switches letters that only help off or on again for whoever the link was written to; false where we did not sign it. */
export async function setUnsubscribed(token: string, off: boolean, now: Date): Promise<boolean> {
  const trader = readUnsubscribeToken(secretKey(), token);
  if (trader === null) return false;
  const args = { p_trader_id: trader, p_is_off: off, p_now: now.toISOString() };
  return (await callFunction<string>(serviceClient(), 'set_unsubscribed', args)) !== 'unknown';
}
