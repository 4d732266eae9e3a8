// Tokens as an attacker would make them: signed with a guess, with nothing, or kept past their time.
import { createHmac } from 'node:crypto';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Claims {
  sub?: string;
  role?: string;
  [claim: string]: unknown;
}

const claimsOf = (claims: Claims, lastsSeconds: number): object => {
  const now = Math.floor(Date.now() / 1000);
  return { aud: 'authenticated', role: 'authenticated', iat: now - 7_200, exp: now + lastsSeconds, ...claims };
};

/** Signed with whatever secret is given; a negative life makes one that has run out. */
export function makeToken(secret: string, claims: Claims, lastsSeconds = 3_600): string {
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claimsOf(claims, lastsSeconds))}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

/** Says that it needs no signature. */
export const makeUnsigned = (claims: Claims): string => `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsOf(claims, 3_600))}.`;

/** A true token with other claims under the old signature. */
export function rewrite(token: string, claims: Claims): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const held = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as object;
  return [head, part({ ...held, ...claims }), signature].join('.');
}
