// What the mail provider says of a letter: proven over the bytes, read in our own words. Its messages come in any order and more than once.
// Signature: Standard Webhooks under the provider's own header names (resend.com/docs/webhooks, read 2026-11-20).
import { z } from 'zod';
import { digestId, type SignedSource } from '@/lib/inbox/source';
import { readSigned } from '@/lib/orders/notice';
import { accept, type Result } from '@/lib/refusal';
import { isAuthentic } from '@/lib/trades/signature';

interface MailNotice {
  provider_id: string;
  kind: 'delayed' | 'delivered' | 'failed' | 'bounced' | 'complained';
  reason: string | null;
  /** False where another letter may still arrive, such as a mailbox that is full: the address is not given up for it. */
  is_final: boolean;
  occurred_at: string | null;
}

export const resendNotices: SignedSource = {
  isAuthentic: (body, headers, secrets, now) =>
    isAuthentic(
      body,
      { id: headers['svix-id'] ?? null, timestamp: headers['svix-timestamp'] ?? null, signature: headers['svix-signature'] ?? null },
      secrets,
      now,
    ),
  idOf: (text, headers) => headers['svix-id'] ?? digestId(text),
  keptHeaders: ['svix-id', 'svix-timestamp'],
  repeatsLoosely: false,
};

const words = z.string().max(2_000).nullish();
const schema = z.looseObject({
  type: z.string(),
  created_at: z.string().nullish(),
  data: z.looseObject({
    email_id: z.string().min(1).max(120).nullish(),
    bounce: z.looseObject({ message: words, type: words, subType: words }).nullish(),
    failed: z.looseObject({ reason: words }).nullish(),
    suppressed: z.looseObject({ message: words, type: words }).nullish(),
  }),
});

const KINDS = new Map<string, MailNotice['kind']>([
  ['email.delivery_delayed', 'delayed'],
  ['email.delivered', 'delivered'],
  ['email.failed', 'failed'],
  ['email.bounced', 'bounced'],
  // The provider no longer writes to this address, because of what happened before: as good as a bounce.
  ['email.suppressed', 'bounced'],
  ['email.complained', 'complained'],
]);

/** Null: nothing that concerns us, such as a letter that was opened. */
export function readMailNotice(text: string): Result<MailNotice | null> {
  const read = readSigned(text, schema);
  if (!read.ok) return read;
  const { type, created_at, data } = read.value;
  const kind = KINDS.get(type);
  if (!kind || !data.email_id) return accept(null);
  const at = created_at ? Date.parse(created_at) : Number.NaN;
  const told = [data.bounce?.type, data.bounce?.subType, data.bounce?.message, data.suppressed?.message, data.failed?.reason];
  return accept({
    provider_id: data.email_id,
    kind,
    reason: told.filter(Boolean).join(': ').slice(0, 500) || null,
    is_final: kind === 'complained' || (kind === 'bounced' && data.bounce?.type !== 'Transient' && data.bounce?.type !== 'Undetermined'),
    occurred_at: Number.isNaN(at) ? null : new Date(at).toISOString(),
  });
}
