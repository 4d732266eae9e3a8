// Proof that a message comes from who holds the secret: Standard Webhooks, checked over the bytes as they came.
// The HMAC is taken here and not by a library's `verify`, because that one decodes the body to text first (so a changed byte that is
// no UTF-8 may pass) and reads its own clock. Tests hold this file to the library's answers.
import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedHeaders {
  id: string | null;
  timestamp: string | null;
  signature: string | null;
}

const TOLERANCE_SECONDS = 300;
const MAX_SIGNATURES = 5;
const PREFIX = 'whsec_';
// No dot, comma or space: the signed content is joined with dots, and a header sent twice arrives joined with a comma.
const ID = /^[!-+\-/-~]{1,255}$/;
const TIMESTAMP = /^[1-9][0-9]{8,10}$/;
const SIGNATURE = /^v[0-9]+[a-z]?,[A-Za-z0-9+/=]{1,512}$/;

/** True when one of the signatures is right under one of the secrets and the timestamp is within five minutes of `now` (ms). */
export function isAuthentic(body: Uint8Array, headers: SignedHeaders, secrets: string[], now: number): boolean {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || !ID.test(id) || !TIMESTAMP.test(timestamp)) return false;
  const apart = Math.floor(now / 1000) - Number.parseInt(timestamp, 10);
  if (Math.abs(apart) > TOLERANCE_SECONDS) return false;
  const offered = signature.split(' ');
  if (offered.length > MAX_SIGNATURES || !offered.every((one) => SIGNATURE.test(one))) return false;
  const claims = offered.filter((one) => one.startsWith('v1,')).map((one) => Buffer.from(one.slice(3), 'ascii'));
  let authentic = false;
  // Every pair is compared, so the time taken does not tell which secret or signature was the right one.
  for (const secret of secrets) {
    // Nobody holds an empty key, or everybody does.
    if (keyOf(secret).length === 0) continue;
    const expected = Buffer.from(sign(body, id, timestamp, secret), 'ascii');
    for (const claim of claims) {
      if (claim.length === expected.length && timingSafeEqual(claim, expected)) authentic = true;
    }
  }
  return authentic;
}

/** The signature alone, without its version: what our own messages to others carry too. */
export function sign(body: Uint8Array, id: string, timestamp: string, secret: string): string {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`, 'utf8').update(body).digest('base64');
}

const keyOf = (secret: string): Buffer => Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
