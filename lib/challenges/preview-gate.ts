// Proof that a person saw a preview to its end: publishing asks for it. It is computed, not stored, because a preview writes nothing.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { credentialsKey } from '@/lib/env';

interface PreviewOf {
  rule_set_id: string;
  /** Of the document previewed, so that one more edit asks for one more preview. */
  checksum: string;
  staff_id: string;
}

export function previewProof({ rule_set_id, checksum, staff_id }: PreviewOf): string {
  return createHmac('sha256', credentialsKey().key).update(`what-if:${rule_set_id}:${checksum}:${staff_id}`).digest('base64url');
}

export function provesPreview(proof: string, of: PreviewOf): boolean {
  const [given, due] = [Buffer.from(proof), Buffer.from(previewProof(of))];
  return given.length === due.length && timingSafeEqual(given, due);
}
