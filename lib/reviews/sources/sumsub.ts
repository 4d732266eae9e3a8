// Sumsub: applicant events. Ordered by when they were made, because they are retried for a day and may overtake each other.
// Signature: hex HMAC of the body, the algorithm named in a header; only two are accepted (docs.sumsub.com, webhooks, read 2026-11-20).
import { z } from 'zod';
import { digestId, isSigned, type Claim, type HeaderMap, type SignedSource } from '@/lib/inbox/source';
import { readSigned } from '@/lib/orders/notice';
import { refuse } from '@/lib/refusal';
import type { KycNotice, KycRead } from '@/lib/reviews/kyc-notice';
import type { KycStatus } from '@/lib/reviews/kyc-states';

// SHA1 is documented too and refused: the algorithm is ours to choose, never the caller's.
const ALGORITHMS = new Map<string, Claim['algorithm']>([
  ['HMAC_SHA256_HEX', 'sha256'],
  ['HMAC_SHA512_HEX', 'sha512'],
]);

function isAuthentic(body: Uint8Array, headers: HeaderMap, secrets: string[]): boolean {
  const algorithm = ALGORITHMS.get(headers['x-payload-digest-alg'] ?? '');
  const given = (headers['x-payload-digest'] ?? '').toLowerCase();
  return algorithm !== undefined && isSigned(body, { algorithm, encoding: 'hex', signatures: [given] }, secrets);
}

export const sumsub: SignedSource = {
  isAuthentic,
  idOf: (text) => digestId(text),
  keptHeaders: ['x-payload-digest-alg'],
  repeatsLoosely: false,
};

const schema = z.looseObject({
  type: z.string(),
  applicantId: z.string().min(1).max(120),
  externalUserId: z.string().max(200).nullish(),
  reviewResult: z
    .looseObject({
      reviewAnswer: z.string().nullish(),
      reviewRejectType: z.string().nullish(),
      rejectLabels: z.array(z.string().max(80)).max(50).nullish(),
    })
    .nullish(),
  sandboxMode: z.boolean().nullish(),
  createdAtMs: z.string().nullish(),
});
type Event = z.output<typeof schema>;

/** `sandbox`: whether answers of the provider's test mode count here. In production they are refused, or anybody could approve themselves. */
export function parseSumsub(text: string, { sandbox }: { sandbox: boolean }): KycRead {
  const read = readSigned(text, schema);
  if (!read.ok) return read;
  const event = read.value;
  if (event.sandboxMode === true && !sandbox) return refuse('sandbox-refused', 'An answer of the test mode does not count here.');
  const told = outcome(event);
  if (!told) return { ok: true, value: null };
  const occurred_at = instant(event.createdAtMs);
  const notice: KycNotice = {
    external_id: `${event.applicantId}:${event.type}:${occurred_at ?? digestId(text)}`,
    trader_ref: event.externalUserId ?? '',
    reference: event.applicantId,
    codes: event.reviewResult?.rejectLabels ?? [],
    occurred_at,
    ...told,
  };
  return { ok: true, value: notice };
}

function outcome({ type, reviewResult }: Event): { status: KycStatus; needs_person: boolean } | null {
  const sure = (status: KycStatus) => ({ status, needs_person: false });
  if (type === 'applicantPending' || type === 'applicantReset') return sure('pending');
  if (type === 'applicantOnHold') return { status: 'pending', needs_person: true };
  if (type !== 'applicantReviewed') return null;
  if (reviewResult?.reviewAnswer === 'GREEN') return sure('approved');
  if (reviewResult?.reviewAnswer !== 'RED') return { status: 'pending', needs_person: true };
  // A rejection that does not say it is final is an invitation to try again; one that says neither is for a person.
  if (reviewResult.reviewRejectType === 'RETRY') return sure('retry');
  if (reviewResult.reviewRejectType === 'FINAL') return sure('rejected');
  return { status: 'pending', needs_person: true };
}

/** "2026-11-20 10:00:00.000", which is UTC. */
function instant(written: string | null | undefined): string | null {
  const at = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,3})?)Z?$/.exec(written ?? '');
  const millis = at ? Date.parse(`${at[1]}T${at[2]}Z`) : Number.NaN;
  return Number.isNaN(millis) ? null : new Date(millis).toISOString();
}
