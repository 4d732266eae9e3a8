// The provider's own messages: proven over the bytes under its header names, read in our words, and no kind of them mistaken for another.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readMailNotice, resendNotices } from '@/lib/mail/notice';
import { readUnsubscribeToken, unsubscribeToken } from '@/lib/mail/unsubscribe-link';

// The vector of the Standard Webhooks documentation, which Svix signs by.
const SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl';
const BODY = '{"event_type":"ping","data":{"success":true}}';
const VECTOR = {
  'svix-id': 'msg_loFOjxBNrRLzqYUf',
  'svix-timestamp': '1731705121',
  'svix-signature': 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
};
const AT = 1_731_705_121_000;
const proves = (headers: Record<string, string>, body = BODY, now = AT, secrets = [SECRET]) =>
  resendNotices.isAuthentic(Buffer.from(body), headers, secrets, now);

describe('a signature', () => {
  test('of the published vector proves the message', () => expect(proves(VECTOR)).toBe(true));

  test.each([
    { name: 'another body', holds: () => proves(VECTOR, `${BODY} `) },
    { name: 'another id', holds: () => proves({ ...VECTOR, 'svix-id': 'msg_other' }) },
    { name: 'another secret', holds: () => proves(VECTOR, BODY, AT, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']) },
    { name: 'a message of six minutes ago', holds: () => proves(VECTOR, BODY, AT + 360_000) },
    { name: 'no signature', holds: () => proves({ 'svix-id': VECTOR['svix-id'], 'svix-timestamp': VECTOR['svix-timestamp'] }) },
    {
      name: 'our own header names instead of the provider’s',
      holds: () =>
        proves({
          'webhook-id': VECTOR['svix-id'],
          'webhook-timestamp': VECTOR['svix-timestamp'],
          'webhook-signature': VECTOR['svix-signature'],
        }),
    },
  ])('does not prove $name', ({ holds }) => expect(holds()).toBe(false));

  test('is the one any library of that scheme would make', () => {
    const key = Buffer.from(SECRET.slice(6), 'base64');
    const signed = createHmac('sha256', key).update(`${VECTOR['svix-id']}.${VECTOR['svix-timestamp']}.${BODY}`).digest('base64');
    expect(VECTOR['svix-signature']).toBe(`v1,${signed}`);
  });
});

const event = (type: string, data: object = {}) =>
  readMailNotice(JSON.stringify({ type, created_at: '2026-11-20T10:00:00.123Z', data: { email_id: 'e-1', to: ['a@b.test'], ...data } }));

describe('what is said', () => {
  test.each([
    { type: 'email.delivered', kind: 'delivered', is_final: false },
    { type: 'email.delivery_delayed', kind: 'delayed', is_final: false },
    { type: 'email.failed', kind: 'failed', is_final: false },
    { type: 'email.complained', kind: 'complained', is_final: true },
    { type: 'email.suppressed', kind: 'bounced', is_final: true },
  ])('$type is $kind', ({ type, kind, is_final }) =>
    expect(event(type)).toMatchObject({ ok: true, value: { provider_id: 'e-1', kind, is_final, occurred_at: '2026-11-20T10:00:00.123Z' } }),
  );

  test('a bounce carries its reason, and gives the address up only where it is for good', () => {
    const bounce = (type: string) => event('email.bounced', { bounce: { type, subType: 'General', message: 'No such mailbox.' } });
    expect(bounce('Permanent')).toMatchObject({
      value: { kind: 'bounced', is_final: true, reason: 'Permanent: General: No such mailbox.' },
    });
    expect(bounce('Transient')).toMatchObject({ value: { kind: 'bounced', is_final: false } });
    expect(bounce('Undetermined')).toMatchObject({ value: { kind: 'bounced', is_final: false } });
  });

  test.each(['email.sent', 'email.opened', 'email.clicked', 'contact.created'])('%s is none of our business', (type) =>
    expect(event(type)).toEqual({ ok: true, value: null }),
  );

  test('bytes that are no such message are refused', () => {
    expect(readMailNotice('{')).toMatchObject({ ok: false, refusal: { code: 'malformed-json' } });
    expect(readMailNotice('{"type":1}')).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });
});

test('an unsubscribe link names its trader under our signature alone', () => {
  const trader = '00000000-0000-4000-8000-0000000000aa';
  const token = unsubscribeToken('secret', trader);
  expect(readUnsubscribeToken('secret', token)).toBe(trader);
  expect(readUnsubscribeToken('other', token)).toBeNull();
  expect(readUnsubscribeToken('secret', token.replace('aa.', 'ab.'))).toBeNull();
  expect(readUnsubscribeToken('secret', trader)).toBeNull();
});
