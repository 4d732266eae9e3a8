// Who may post: the known-answer request passes, forty forgeries of it do not.
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { isAuthentic, type SignedHeaders } from '@/lib/trades/signature';
import { bytes, KNOWN_BODY, KNOWN_HEADERS, KNOWN_NOW, SECRET } from './wire-samples';

const OTHER = 'whsec_' + Buffer.from('another secret of 24 byte').toString('base64');
const body = bytes(KNOWN_BODY);
const good = KNOWN_HEADERS.signature;

function signedBy(secret: string, text: string, at = KNOWN_NOW, id = KNOWN_HEADERS.id): string {
  return new Webhook(secret).sign(id, new Date(at), text);
}
function flipped(at: number): Uint8Array {
  const copy = Uint8Array.from(body);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
const seconds = (n: number) => String(KNOWN_NOW / 1000 + n);
const many = (n: number) => Array.from({ length: n }, (_, i) => signedBy(SECRET, `guess ${i}`)).join(' ');

const forgeries: [name: string, change: Partial<SignedHeaders>, body?: Uint8Array, now?: number][] = [
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
  ['a signature with its first character changed', { signature: good.replace('v1,s', 'v1,t') }],
  ['a signature with its last character changed', { signature: good.replace('g=', 'h=') }],
  ['a signature in hexadecimal', { signature: 'v1,' + Buffer.from(good.slice(3), 'base64').toString('hex') }],
  ['a signature in base64url', { signature: good.replaceAll('/', '_') }],
  ['a doubled signature header', { signature: `${good}, ${good}` }],
  ['a doubled id header', { id: `${KNOWN_HEADERS.id}, ${KNOWN_HEADERS.id}` }],
  ['a doubled timestamp header', { timestamp: `${KNOWN_HEADERS.timestamp}, ${KNOWN_HEADERS.timestamp}` }],
  ['another secret', { signature: signedBy(OTHER, KNOWN_BODY) }],
  ['a hundred wrong signatures', { signature: many(100) }],
  ['the right signature among a hundred', { signature: `${many(99)} ${good}` }],
  ['another id', { id: 'msg_2026_000002' }],
  ['an id in capitals', { id: KNOWN_HEADERS.id.toUpperCase() }],
  ['an id that swallows the timestamp', { id: `${KNOWN_HEADERS.id}.${KNOWN_HEADERS.timestamp}` }],
  ['another timestamp', { timestamp: seconds(1) }],
  ['a timestamp with a fraction', { timestamp: `${KNOWN_HEADERS.timestamp}.0` }],
  ['a timestamp in exponents', { timestamp: '1.795012802e9' }],
  ['a timestamp that is no number', { timestamp: 'now' }],
  ['a stale but right message', {}, body, KNOWN_NOW + 301_000],
  ['a future but right message', {}, body, KNOWN_NOW - 301_000],
  ['a stale timestamp, signed', { timestamp: seconds(-301), signature: signedBy(SECRET, KNOWN_BODY, KNOWN_NOW - 301_000) }],
  ['the first bit of the body flipped', {}, flipped(0)],
  ['a bit in the middle of the body flipped', {}, flipped(380)],
  ['the last bit of the body flipped', {}, flipped(761)],
  ['the same JSON written again', {}, bytes(JSON.stringify(JSON.parse(KNOWN_BODY), null, 1))],
  ['the body compressed', {}, gzipSync(body)],
  ['a byte order mark before the body', {}, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])],
  ['an empty body', {}, new Uint8Array()],
];

describe('a message is authentic only when its bytes are signed', () => {
  it('accepts the known-answer request', () => {
    expect(body.length).toBe(762);
    expect(isAuthentic(body, KNOWN_HEADERS, [SECRET], KNOWN_NOW)).toBe(true);
  });

  it('agrees with the Standard Webhooks library on what a signature is', () => {
    for (const text of [KNOWN_BODY, '', 'é…😀', '{}']) {
      const headers = { ...KNOWN_HEADERS, signature: signedBy(SECRET, text) };
      expect(isAuthentic(bytes(text), headers, [SECRET], KNOWN_NOW)).toBe(true);
    }
  });

  it.each(forgeries)('refuses %s', (_name, change, forged = body, now = KNOWN_NOW) => {
    expect(isAuthentic(forged, { ...KNOWN_HEADERS, ...change }, [SECRET], now)).toBe(false);
  });

  it('refuses a byte that is no text in place of the character it would decode to', () => {
    const headers = { ...KNOWN_HEADERS, signature: signedBy(SECRET, 'a\uFFFDb') };
    expect(isAuthentic(bytes('a\uFFFDb'), headers, [SECRET], KNOWN_NOW)).toBe(true);
    expect(isAuthentic(Uint8Array.from([0x61, 0xff, 0x62]), headers, [SECRET], KNOWN_NOW)).toBe(false);
  });

  it('accepts a timestamp that is exactly five minutes away', () => {
    expect(isAuthentic(body, KNOWN_HEADERS, [SECRET], KNOWN_NOW + 300_000)).toBe(true);
    expect(isAuthentic(body, KNOWN_HEADERS, [SECRET], KNOWN_NOW - 300_000)).toBe(true);
  });

  it('accepts either secret during a rotation, and a second signature beside the right one', () => {
    expect(isAuthentic(body, KNOWN_HEADERS, [OTHER, SECRET], KNOWN_NOW)).toBe(true);
    const both = { ...KNOWN_HEADERS, signature: `${signedBy(OTHER, KNOWN_BODY)} ${good}` };
    expect(isAuthentic(body, both, [SECRET], KNOWN_NOW)).toBe(true);
  });

  it('accepts nothing when no secret is valid', () => {
    expect(isAuthentic(body, KNOWN_HEADERS, [], KNOWN_NOW)).toBe(false);
  });
});
