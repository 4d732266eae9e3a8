// Whether a request carries the secret of the scheduled doors. Compared by digest, so that neither length nor content shows in the time.
import { createHash, timingSafeEqual } from 'node:crypto';
import { cronSecret } from '@/lib/env';

/** False where no secret is set: those doors are then closed. */
export function carriesCronSecret(headers: Headers): boolean {
  const secret = cronSecret();
  const given = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  const isSame = sameSecret(given, secret ?? '');
  return secret !== null && isSame;
}

export const sameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret));

const digest = (text: string) => createHash('sha256').update(text).digest();
