// Forty-one ways to forge a signed message, made of any right one: the body, its headers, and the moment it arrives.
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import type { SignedHeaders } from '@/lib/trades/signature';

export interface Signed {
  text: string;
  headers: { id: string; timestamp: string; signature: string };
  /** Milliseconds. */
  now: number;
  secret: string;
}
export interface Forgery {
  name: string;
  change: Partial<SignedHeaders>;
  body?: Uint8Array;
  now?: number;
}

export const OTHER = 'whsec_' + Buffer.from('another secret of 24 byte').toString('base64');

export function forgeriesOf(signed: Signed): Forgery[] {
  return [...headersOf(signed), ...timesOf(signed), ...bodiesOf(signed)].map(([name, change, body, now]) => ({
    name,
    change,
    ...(body === undefined ? {} : { body }),
    ...(now === undefined ? {} : { now }),
  }));
}

type Row = [name: string, change: Partial<SignedHeaders>, body?: Uint8Array, now?: number];

function signedBy({ headers }: Signed, secret: string, text: string, at: number): string {
  return new Webhook(secret).sign(headers.id, new Date(at), text);
}

function headersOf(signed: Signed): Row[] {
  const { text, headers, now, secret } = signed;
  const good = headers.signature;
  const seconds = (n: number) => String(Math.floor(now / 1000) + n);
  const many = (n: number) => Array.from({ length: n }, (_, i) => signedBy(signed, secret, `guess ${i}`, now)).join(' ');
  return [
    ['no signature', { signature: null }],
    ['an empty signature', { signature: '' }],
    ['no id', { id: null }],
    ['an empty id', { id: '' }],
    ['no timestamp', { timestamp: null }],
    ['an empty timestamp', { timestamp: '' }],
    ['the version alone', { signature: 'v1,' }],
    ['the version without a comma', { signature: 'v1' }],
    ['the signature without its version', { signature: good.slice(3) }],
    ['another version', { signature: good.replace('v1,', 'v2,') }],
    ['a version in capitals', { signature: good.replace('v1,', 'V1,') }],
    ['a lowercased signature', { signature: good.toLowerCase() }],
    ['a signature without its padding', { signature: good.replace('=', '') }],
    ['a signature with one character more', { signature: good + 'A' }],
    ['a signature with its first character changed', { signature: changedAt(good, 3) }],
    ['a signature with its last character changed', { signature: changedAt(good, good.length - 3) }],
    ['a signature in hexadecimal', { signature: 'v1,' + Buffer.from(good.slice(3), 'base64').toString('hex') }],
    ['a signature in base64url', { signature: good.replaceAll('/', '_') }],
    ['a doubled signature header', { signature: `${good}, ${good}` }],
    ['a doubled id header', { id: `${headers.id}, ${headers.id}` }],
    ['a doubled timestamp header', { timestamp: `${headers.timestamp}, ${headers.timestamp}` }],
    ['another secret', { signature: signedBy(signed, OTHER, text, now) }],
    ['a hundred wrong signatures', { signature: many(100) }],
    ['the right signature among a hundred', { signature: `${many(99)} ${good}` }],
    ['another id', { id: 'msg_2026_000002' }],
    ['an id in capitals', { id: headers.id.toUpperCase() }],
    ['an id that swallows the timestamp', { id: `${headers.id}.${headers.timestamp}` }],
    ['another timestamp', { timestamp: seconds(1) }],
    ['a timestamp with a fraction', { timestamp: `${headers.timestamp}.0` }],
    ['a timestamp in exponents', { timestamp: `${headers.timestamp.slice(0, 1)}.${headers.timestamp.slice(1)}e9` }],
    ['a timestamp that is no number', { timestamp: 'now' }],
  ];
}

/** Another character that base64 has, so that only the value is wrong. */
function changedAt(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'A' ? 'E' : 'A') + text.slice(at + 1);
}

function timesOf(signed: Signed): Row[] {
  const { text, now, secret } = signed;
  const body = Buffer.from(text);
  const seconds = (n: number) => String(Math.floor(now / 1000) + n);
  return [
    ['a stale but right message', {}, body, now + 301_000],
    ['a future but right message', {}, body, now - 301_000],
    ['a stale timestamp, signed', { timestamp: seconds(-301), signature: signedBy(signed, secret, text, now - 301_000) }],
  ];
}

function bodiesOf({ text }: Signed): Row[] {
  const body = Buffer.from(text);
  const flipped = (at: number): Uint8Array => {
    const copy = Uint8Array.from(body);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  return [
    ['the first bit of the body flipped', {}, flipped(0)],
    ['a bit in the middle of the body flipped', {}, flipped(body.length >> 1)],
    ['the last bit of the body flipped', {}, flipped(body.length - 1)],
    ['the same JSON written again', {}, Buffer.from(JSON.stringify(JSON.parse(text), null, 1))],
    ['the body compressed', {}, gzipSync(body)],
    ['a byte order mark before the body', {}, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])],
    ['an empty body', {}, new Uint8Array()],
  ];
}
