// What every signed outside party has in common: bytes with headers in, proven or not, under a name that is stored once.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Lower-case names; a header sent twice arrives joined with a comma and proves nothing. */
export type HeaderMap = Readonly<Record<string, string>>;

export interface SignedSource {
  /** Over the raw bytes, before anything is read of them. `now` in milliseconds. */
  isAuthentic: (body: Uint8Array, headers: HeaderMap, secrets: string[], now: number) => boolean;
  /** The name under which a proven message is stored once. */
  idOf: (text: string, headers: HeaderMap) => string;
  /** Headers that say what the message is; signatures are never kept. */
  keptHeaders: readonly string[];
  /** True where a sender repeats a message with other incidental bytes: the first one counts, and the repeat is no trouble. */
  repeatsLoosely: boolean;
}

export interface Claim {
  algorithm: 'sha256' | 'sha512';
  encoding: 'hex' | 'base64';
  /** What the sender says the signature is. */
  signatures: string[];
  /** Comes before the body in what is signed. */
  prefix?: string;
}

/** True when one of the signatures is right under one of the secrets. Every pair is compared, so time tells nothing. */
export function isSigned(body: Uint8Array, claim: Claim, secrets: string[]): boolean {
  let authentic = false;
  for (const secret of secrets) {
    const hmac = createHmac(claim.algorithm, secret).update(claim.prefix ?? '', 'utf8');
    const expected = Buffer.from(hmac.update(body).digest(claim.encoding), 'ascii');
    for (const signature of claim.signatures) {
      const given = Buffer.from(signature, 'ascii');
      if (given.length === expected.length && timingSafeEqual(given, expected)) authentic = true;
    }
  }
  return authentic;
}

/** The name of a message whose sender gives it none: its own bytes. */
export const digestId = (text: string): string => `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
