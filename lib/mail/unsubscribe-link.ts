// The link by which a trader switches off letters that only help. It carries the trader's id under a signature and never ends: whoever
// holds the letter may use it, and all it can do is stop letters.
import { createHmac, timingSafeEqual } from 'node:crypto';

const SHAPE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

const sign = (secret: string, trader: string): string => createHmac('sha256', secret).update(`unsubscribe:${trader}`).digest('base64url');

export const unsubscribeToken = (secret: string, trader: string): string => `${trader}.${sign(secret, trader)}`;

/** The trader's id, if we signed it; null for anything else. */
export function readUnsubscribeToken(secret: string, token: string): string | null {
  const [, trader, signature] = SHAPE.exec(token) ?? [];
  if (!trader || !signature) return null;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(secret, trader))) ? trader : null;
}

/** The page a person opens, and the door a mail program posts to by itself (RFC 8058). */
export const unsubscribePage = (token: string): string => `/unsubscribe?token=${token}`;
export const unsubscribeDoor = (token: string): string => `/api/unsubscribe?token=${token}`;
