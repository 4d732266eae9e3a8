// Veriff: decisions on verification sessions. A session may be sent in again, so session, attempt and status together name an outcome.
// Signature: hex HMAC-SHA256 of the body; the older X-Signature scheme is refused (devdocs.veriff.com, read 2026-11-20).
import { z } from 'zod';
import { digestId, isSigned, type HeaderMap, type SignedSource } from '@/lib/inbox/source';
import { readSigned } from '@/lib/orders/notice';
import type { KycNotice, KycRead } from '@/lib/reviews/kyc-notice';
import type { KycStatus } from '@/lib/reviews/kyc-states';

function isAuthentic(body: Uint8Array, headers: HeaderMap, secrets: string[]): boolean {
  const given = (headers['x-hmac-signature'] ?? headers['vrf-hmac-signature'] ?? '').toLowerCase();
  return isSigned(body, { algorithm: 'sha256', encoding: 'hex', signatures: [given] }, secrets);
}

export const veriff: SignedSource = { isAuthentic, idOf: (text) => digestId(text), keptHeaders: ['x-auth-client'], repeatsLoosely: false };

const schema = z.looseObject({
  verification: z
    .looseObject({
      id: z.string().min(1).max(120),
      attemptId: z.string().max(120).nullish(),
      vendorData: z.string().max(200).nullish(),
      status: z.string(),
      code: z.int().nullish(),
      reasonCode: z.union([z.int(), z.string()]).nullish(),
      decisionTime: z.string().nullish(),
    })
    .nullish(),
});

const OUTCOMES = new Map<string, KycStatus>([
  ['approved', 'approved'],
  ['declined', 'rejected'],
  ['resubmission_requested', 'retry'],
  ['review', 'pending'],
  // A session nobody finished says nothing about the person: they are asked again.
  ['expired', 'retry'],
  ['abandoned', 'retry'],
]);

export function parseVeriff(text: string): KycRead {
  const read = readSigned(text, schema);
  if (!read.ok) return read;
  const session = read.value.verification;
  const status = session && OUTCOMES.get(session.status);
  if (!session || !status) return { ok: true, value: null };
  const notice: KycNotice = {
    external_id: [session.id, session.attemptId ?? '', session.status].join(':'),
    trader_ref: session.vendorData ?? '',
    reference: session.id,
    codes: [session.code, session.reasonCode].filter((one) => one !== null && one !== undefined).map(String),
    occurred_at: instant(session.decisionTime),
    status,
    needs_person: session.status === 'review',
  };
  return { ok: true, value: notice };
}

function instant(written: string | null | undefined): string | null {
  const at = written ? Date.parse(written) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
