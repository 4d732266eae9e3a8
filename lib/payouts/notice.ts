// What a provider says of its own accord: proven over the bytes, and believed for one thing only, which payout to ask about.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { HeaderMap, SignedSource } from '@/lib/inbox/source';
import { stripeCheckout } from '@/lib/orders/sources/stripe-checkout';
import { accept, refuse, type Result } from '@/lib/refusal';

export interface ProviderNotice {
  id: string;
  /** Ours where the message names it. */
  payout_id: string | null;
  /** The provider's own. */
  reference: string | null;
}

const metadata = z.record(z.string(), z.string()).nullish();
const stripeEvent = z.looseObject({
  id: z.string().min(1).max(200),
  data: z.looseObject({ object: z.looseObject({ id: z.string().max(200), transfer_group: z.string().nullish(), metadata }) }),
});
const id = z.union([z.string(), z.number()]).transform(String);
const nowNotice = z.looseObject({ id, status: z.string().max(60), unique_external_id: z.string().nullish() });
const uuid = z.uuid().nullable().catch(null);

/** The payouts a message is about; `platform` is the provider. */
export function readNotices(platform: string, text: string): Result<ProviderNotice[]> {
  const body = jsonOf(text);
  if (platform === 'stripe') {
    const read = stripeEvent.safeParse(body);
    if (!read.success) return refuse('schema-mismatch', 'The event is not understood.');
    const { object } = read.data.data;
    const payout_id = uuid.parse(object.metadata?.payout_id ?? object.transfer_group ?? null);
    return accept([{ id: read.data.id, payout_id, reference: object.id }]);
  }
  const read = nowNotice.safeParse(body);
  if (!read.success) return refuse('schema-mismatch', 'The notice is not understood.');
  const payout_id = uuid.parse(read.data.unique_external_id?.split(':')[1] ?? null);
  return accept([{ id: `${read.data.id}:${read.data.status}`, payout_id, reference: read.data.id }]);
}

export const stripeNotices: SignedSource = stripeCheckout;
export const nowNotices: SignedSource = {
  isAuthentic(body, headers, secrets) {
    const given = headers['x-nowpayments-sig'] ?? '';
    const forms = signedForms(jsonOf(new TextDecoder().decode(body)));
    return secrets.some((secret) => forms.some((form) => isRight(form, given, secret)));
  },
  idOf: (text) => {
    const read = readNotices('nowpayments', text);
    return read.ok ? (read.value[0]?.id ?? 'unreadable') : 'unreadable';
  },
  keptHeaders: [],
  repeatsLoosely: true,
};

/** What may have been signed. Nested deeper than it can be sorted is nothing they send, and a stranger's word may not throw. */
function signedForms(parsed: unknown): string[] {
  try {
    return [JSON.stringify(sorted(parsed)), shallow(parsed)];
  } catch {
    return [];
  }
}

/** Notices sign the body with its keys in order, at every depth. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, one]) => [key, sorted(one)]));
}

/** Their own example sorts the outer keys and thereby drops every inner one. Nothing inner is read of such a notice. */
function shallow(body: unknown): string {
  return typeof body === 'object' && body !== null ? JSON.stringify(body, Object.keys(body).sort()) : '';
}

function isRight(text: string, given: string, secret: string): boolean {
  const expected = Buffer.from(createHmac('sha512', secret).update(text).digest('hex'), 'ascii');
  const said = Buffer.from(given, 'ascii');
  return said.length === expected.length && timingSafeEqual(said, expected);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Proven and read in one go, for those who hold the bytes. */
export function provenNotices(platform: string, source: SignedSource, raw: Uint8Array, headers: HeaderMap, secrets: string[], now: number) {
  if (!source.isAuthentic(raw, headers, secrets, now))
    return refuse('bad-signature', 'The signature is not valid.', { status: 401 }).refusal;
  const read = readNotices(platform, new TextDecoder().decode(raw));
  return read.ok ? read.value : read.refusal;
}
