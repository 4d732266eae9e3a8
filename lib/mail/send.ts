// The mail job: take one delivery, re-read what it is about, write the letter, hand it to the provider, write down what became of it.
// Sent at least once: our key goes along, so the provider drops a second copy; a letter is never lost silently.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resend } from 'resend';
import { z } from 'zod';
import { serviceClient } from '@/lib/db/clients';
import { appUrl, dataDir, isEmbedded, mailFrom, resendApiKey, resendBaseUrl, secretKey } from '@/lib/env';
import { compose } from '@/lib/mail/compose';
import { withInviteLink } from '@/lib/mail/invite-link';
import type { Dress, Letter } from '@/lib/mail/render';
import { unsubscribeDoor, unsubscribePage, unsubscribeToken } from '@/lib/mail/unsubscribe-link';
import type { Result } from '@/lib/refusal';

/** What `begin_mail` answers when a letter is due: its address, its words where staff edited them, and what it is about. */
const due = z.object({
  id: z.string(),
  event_id: z.union([z.string(), z.number()]).transform(String),
  message: z.string(),
  to_email: z.string(),
  template: z.object({ subject: z.string(), body: z.string(), version: z.number() }).nullish(),
  context: z.unknown(),
  is_test: z.boolean(),
  /** Whose letters may be switched off; null where this one may not. */
  unsubscribes: z.string().nullish(),
});
type Due = z.infer<typeof due>;

/** `queued`: refused for now, and surely not accepted. `unknown`: nobody answered, so the letter may have left. */
type Settlement = { state: 'sent'; provider_id: string } | { state: 'not_sent' | 'failed' | 'queued' | 'unknown'; state_reason: string };

/** What was written: in which words, and why not in the ones the office chose. */
interface Written {
  letter: Letter;
  template_version: number;
  template_trouble: string | null;
}

/**
 * Sends the delivery `deliveryId`, if it is still due at `now`. Voided, postponed and settled ones are left alone.
 * Throws where another try may help (the provider is busy, down or unreachable), so that the job is tried again.
 */
export async function sendMail(deliveryId: string, now: Date): Promise<void> {
  const begun = await serviceClient().rpc('begin_mail', { p_id: deliveryId, p_now: now.toISOString() });
  if (begun.error) throw new Error(`begin_mail: ${begun.error.message}`);
  if (begun.data === null) return;
  const delivery = due.parse(begun.data);
  const written = write(delivery);
  if (!written.ok) {
    const { code, message } = written.refusal;
    await settle(deliveryId, { state: 'failed', state_reason: `${code}: ${message}` }, now);
    return;
  }
  const { letter, ...words } = written.value;
  const settlement = await handOver(delivery, letter);
  await settle(deliveryId, { ...settlement, ...words, subject: letter.subject }, now);
  if (settlement.state === 'queued' || settlement.state === 'unknown') {
    throw new Error(`The mail provider did not take delivery ${deliveryId}: ${settlement.state_reason}`);
  }
}

/** Words of the office that cannot be used keep no letter from its reader: the words of the house go out, and the trouble is told. */
function write(delivery: Due): Result<Written> {
  const { message, template, is_test: isTest } = delivery;
  const context = withInviteLink(delivery.context, isTest ? null : secretKey());
  const dress: Dress = { origin: appUrl(), isTest, unsubscribe: linksOf(delivery)?.page ?? null };
  const chosen = compose(message, template ?? null, context, dress);
  if (chosen.ok) return { ok: true, value: { letter: chosen.value, template_version: template?.version ?? 0, template_trouble: null } };
  const house = template && !isTest ? compose(message, null, context, dress) : chosen;
  if (!house.ok) return chosen;
  const trouble = `${chosen.refusal.code}: ${chosen.refusal.message}`;
  return { ok: true, value: { letter: house.value, template_version: 0, template_trouble: trouble } };
}

function linksOf({ unsubscribes }: Due): { page: string; door: string } | null {
  if (!unsubscribes) return null;
  const token = unsubscribeToken(secretKey(), unsubscribes);
  return { page: appUrl() + unsubscribePage(token), door: appUrl() + unsubscribeDoor(token) };
}

/** One click in the reader's mail program posts to the door (RFC 8058). */
function headersOf(delivery: Due): Record<string, string> {
  const links = linksOf(delivery);
  return links ? { 'List-Unsubscribe': `<${links.door}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {};
}

async function handOver(delivery: Due, letter: Letter): Promise<Settlement> {
  const key = resendApiKey();
  if (key === null) return { state: 'not_sent', state_reason: `no mail provider is set${keepHere(delivery, letter)}` };
  const baseUrl = resendBaseUrl();
  const provider = new Resend(key, baseUrl ? { baseUrl } : undefined);
  const { data, error } = await provider.emails.send(
    { from: mailFrom(), to: delivery.to_email, headers: headersOf(delivery), ...letter },
    // One event may tell several people: the delivery's own id keeps their letters apart.
    { idempotencyKey: `${delivery.event_id}:${delivery.message}:${delivery.id}` },
  );
  if (!error) return { state: 'sent', provider_id: data.id };
  const reason = `${error.name}: ${error.message}`;
  // A server that broke may have broken after it took the letter.
  if (error.statusCode === null || error.statusCode >= 500) return { state: 'unknown', state_reason: reason };
  return { state: isFinal(error.statusCode, error.name) ? 'failed' : 'queued', state_reason: reason };
}

/** On one machine a letter that goes nowhere becomes a file, beside those of the auth server, so that its links can be followed. */
function keepHere({ id, to_email: to }: Due, letter: Letter): string {
  const folder = dataDir();
  if (!isEmbedded() || folder === null) return '';
  mkdirSync(join(folder, 'mail'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'mail', `letter-${id}.json`), `${JSON.stringify({ to, ...letter }, null, 2)}\n`, { mode: 0o600 });
  return '; kept as a file in mail/ of the data folder';
}

/** A refusal that no repetition will change. A wrong key is not one: staff will set the right one, and the letter must then go. */
function isFinal(status: number, name: string): boolean {
  if (status >= 500 || [401, 403, 408, 429].includes(status)) return false;
  return name !== 'concurrent_idempotent_requests';
}

type Settled = Settlement & Partial<Omit<Written, 'letter'>> & { subject?: string };

async function settle(deliveryId: string, settlement: Settled, now: Date): Promise<void> {
  const settled = await serviceClient().rpc('settle_mail', { p: { id: deliveryId, ...settlement, now: now.toISOString() } });
  if (settled.error) throw new Error(`settle_mail: ${settled.error.message}`);
}
