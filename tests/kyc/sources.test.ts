// What identity providers sign and say: known answers, algorithms that are refused, and which words end where.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseSumsub, sumsub } from '@/lib/reviews/sources/sumsub';
import { parseVeriff, veriff } from '@/lib/reviews/sources/veriff';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const SUMSUB =
  '{"type":"applicantReviewed","applicantId":"app-1","externalUserId":"user-1","reviewStatus":"completed","reviewResult":{"reviewAnswer":"GREEN"},"createdAtMs":"2026-11-20 10:00:00.000"}';
const VERIFF =
  '{"status":"success","verification":{"id":"f04bdb47-d3be-4b28-b028-a652feb060b5","status":"approved","code":9001,"vendorData":"user-1"}}';

describe('Sumsub', () => {
  const secret = 'sumsub_test_secret';
  const proves = (digest: string, alg: string, body = SUMSUB) =>
    sumsub.isAuthentic(bytes(body), { 'x-payload-digest': digest, 'x-payload-digest-alg': alg }, [secret], 0);
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(SUMSUB).digest('hex');

  test('the known answer, and the longer algorithm', () => {
    expect(proves('b853408ad835fdd7edd756bc82a726173eb0414ddfd7824783f170b7d40b7ff9', 'HMAC_SHA256_HEX')).toBe(true);
    expect(proves(sign('sha512'), 'HMAC_SHA512_HEX')).toBe(true);
  });

  test.each([
    ['SHA1, which the caller may not choose', sign('sha1'), 'HMAC_SHA1_HEX'],
    ['a right digest under the name of another algorithm', sign('sha256'), 'HMAC_SHA512_HEX'],
    ['no algorithm', sign('sha256'), ''],
    ['a name every object has', sign('sha256'), 'constructor'],
    ['no digest', '', 'HMAC_SHA256_HEX'],
  ])('%s is refused', (_name, digest, alg) => expect(proves(digest, alg)).toBe(false));

  test('another body is refused', () => expect(proves(sign('sha256'), 'HMAC_SHA256_HEX', SUMSUB.replace('GREEN', 'REDXX'))).toBe(false));

  const say = (change: Record<string, unknown>, sandbox = true) =>
    parseSumsub(JSON.stringify({ ...JSON.parse(SUMSUB), ...change }), { sandbox });
  const red = (reviewRejectType?: string) => ({ reviewResult: { reviewAnswer: 'RED', reviewRejectType, rejectLabels: ['ID_INVALID'] } });

  test('each answer ends where it should', () => {
    expect(say({})).toMatchObject({
      value: { status: 'approved', trader_ref: 'user-1', reference: 'app-1', occurred_at: '2026-11-20T10:00:00.000Z' },
    });
    expect(say(red('RETRY'))).toMatchObject({ value: { status: 'retry', codes: ['ID_INVALID'], needs_person: false } });
    expect(say(red('FINAL'))).toMatchObject({ value: { status: 'rejected' } });
    expect(say(red())).toMatchObject({ value: { status: 'pending', needs_person: true } });
    expect(say({ type: 'applicantPending' })).toMatchObject({ value: { status: 'pending', needs_person: false } });
    expect(say({ type: 'applicantOnHold' })).toMatchObject({ value: { status: 'pending', needs_person: true } });
    expect(say({ type: 'applicantReset' })).toMatchObject({ value: { status: 'pending' } });
    expect(say({ type: 'applicantCreated' })).toEqual({ ok: true, value: null });
  });

  test('answers of the test mode are refused where money is real', () => {
    expect(say({ sandboxMode: true }, false)).toMatchObject({ ok: false, refusal: { code: 'sandbox-refused' } });
    expect(say({ sandboxMode: true }, true)).toMatchObject({ ok: true, value: { status: 'approved' } });
    expect(say({ sandboxMode: false }, false)).toMatchObject({ ok: true });
  });
});

describe('Veriff', () => {
  const good = '4acd2559a038f8997efb84255ecbb5de2e3a6848842e6a5fe55b4cfa57cacd1b';
  const proves = (headers: Record<string, string>, body = VERIFF) => veriff.isAuthentic(bytes(body), headers, ['veriff_test_secret'], 0);

  test('the known answer, under either name of the header, and not under the old scheme', () => {
    expect(proves({ 'x-hmac-signature': good })).toBe(true);
    expect(proves({ 'vrf-hmac-signature': good })).toBe(true);
    expect(proves({ 'x-signature': good })).toBe(false);
    expect(proves({ 'x-hmac-signature': good }, VERIFF.replace('approved', 'declined'))).toBe(false);
  });

  const say = (verification: Record<string, unknown>) =>
    parseVeriff(JSON.stringify({ verification: { id: 's1', attemptId: 'a1', vendorData: 'user-1', ...verification } }));

  test('each decision ends where it should', () => {
    const ends = (status: string) => say({ status });
    expect(ends('approved')).toMatchObject({ value: { status: 'approved', external_id: 's1:a1:approved' } });
    expect(ends('declined')).toMatchObject({ value: { status: 'rejected' } });
    expect(ends('resubmission_requested')).toMatchObject({ value: { status: 'retry' } });
    expect(ends('review')).toMatchObject({ value: { status: 'pending', needs_person: true } });
    expect(ends('expired')).toMatchObject({ value: { status: 'retry' } });
    expect(ends('abandoned')).toMatchObject({ value: { status: 'retry' } });
    expect(ends('started')).toEqual({ ok: true, value: null });
    expect(say({ status: 'declined', code: 9102, reasonCode: 106 })).toMatchObject({ value: { codes: ['9102', '106'] } });
  });

  test('a session sent in again is another outcome than the first', () => {
    const ids = ['a1', 'a2']
      .map((attemptId) => say({ status: 'resubmission_requested', attemptId }))
      .map((read) => (read.ok ? read.value?.external_id : null));
    expect(new Set(ids).size).toBe(2);
  });
});
