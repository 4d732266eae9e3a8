// Who may post: the known-answer request passes, forty forgeries of it do not.
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { isAuthentic } from '@/lib/trades/signature';
import { forgeriesOf, OTHER } from './forgeries';
import { bytes, KNOWN_BODY, KNOWN_HEADERS, KNOWN_NOW, SECRET } from './wire-samples';

const body = bytes(KNOWN_BODY);
const good = KNOWN_HEADERS.signature;

function signedBy(secret: string, text: string, at = KNOWN_NOW, id = KNOWN_HEADERS.id): string {
  return new Webhook(secret).sign(id, new Date(at), text);
}

const forgeries = forgeriesOf({ text: KNOWN_BODY, headers: KNOWN_HEADERS, now: KNOWN_NOW, secret: SECRET });

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

  it.each(forgeries)('refuses $name', ({ change, body: forged = body, now = KNOWN_NOW }) => {
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

  it('accepts nothing under a secret that is an empty key, such as one pasted as it is shown', () => {
    const { id, timestamp } = KNOWN_HEADERS;
    const signature = `v1,${createHmac('sha256', '').update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
    for (const shown of ['whsec_••••••••••••', '************'])
      expect(isAuthentic(body, { ...KNOWN_HEADERS, signature }, [shown], KNOWN_NOW)).toBe(false);
  });
});
