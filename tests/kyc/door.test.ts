// Identity providers over real HTTP: proven, stored once, applied in the order things were said; the test mode refused where money is real.
import { createHmac, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { seal } from '@/lib/db/vault';
import { serveDoor } from '../flow/door-server';
import { startTestStack, type TestStack } from '../support/stack';

const SECRET = 'identity_secret';
let stack: TestStack;
let door: Server;
let made = 0;

beforeAll(async () => {
  stack = await startTestStack();
  for (const platform of ['sumsub', 'veriff']) {
    const id = randomUUID();
    const secrets = [{ ...seal(SECRET, `connections:${id}:signing_secrets`), expires_at: null }];
    await stack.sql.query(`insert into public.connections (id, slug, kind, platform, signing_secrets) values ($1, $2, 'kyc', $2, $3)`, [
      id,
      platform,
      JSON.stringify(secrets),
    ]);
  }
  door = await serveDoor();
}, 60_000);
afterAll(async () => {
  door?.close();
  await stack?.close();
});
afterEach(() => vi.unstubAllEnvs());

async function trader(): Promise<string> {
  made += 1;
  const { rows } = await stack.sql.query<{ id: string }>('insert into public.traders (email) values ($1) returning id', [
    `door${made}@mail.test`,
  ]);
  return rows[0]?.id ?? '';
}
const statusOf = async (id: string) =>
  (await stack.sql.query<{ kyc_status: string }>('select kyc_status from public.traders where id = $1', [id])).rows[0]?.kyc_status;

async function post(slug: string, message: unknown, headers: (body: string) => Record<string, string>) {
  const body = JSON.stringify(message);
  const { port } = door.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/api/webhooks/${slug}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers(body) },
  });
  return { status: answer.status, json: (await answer.json()) as { outcome?: string; results?: unknown[]; error?: { code: string } } };
}
const hmac = (algorithm: string, body: string) => createHmac(algorithm, SECRET).update(body).digest('hex');
const sumsub = (message: unknown, algorithm = 'sha256') =>
  post('sumsub', message, (body) => ({
    'x-payload-digest': hmac(algorithm, body),
    'x-payload-digest-alg': `HMAC_${algorithm.toUpperCase()}_HEX`,
  }));
const veriff = (message: unknown) => post('veriff', message, (body) => ({ 'x-hmac-signature': hmac('sha256', body) }));

const reviewed = (externalUserId: string, minute: number, result: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'applicantReviewed',
  applicantId: `app-${externalUserId}`,
  externalUserId,
  reviewStatus: 'completed',
  reviewResult: result,
  createdAtMs: `2026-11-20 10:${String(minute).padStart(2, '0')}:00.000`,
  ...more,
});

test('asked again, sent in again, approved: three times each and backwards, it ends approved', async () => {
  const id = await trader();
  const words = [
    reviewed(id, 1, { reviewAnswer: 'RED', reviewRejectType: 'RETRY' }),
    { ...reviewed(id, 2, {}), type: 'applicantPending' },
    reviewed(id, 3, { reviewAnswer: 'GREEN' }),
  ];
  for (const word of [...words, ...words, ...words].reverse()) expect((await sumsub(word)).status).toBe(200);
  expect(await statusOf(id)).toBe('approved');
  const { rows } = await stack.sql.query(`select state from public.inbox where position($1 in body) > 0`, [id]);
  expect(rows).toEqual(Array(3).fill({ state: 'settled' }));
});

test('a session sent in again after a resubmission is decided by its own attempt', async () => {
  const id = await trader();
  const decision = (attemptId: string, status: string, decisionTime: string) => ({
    status: 'success',
    verification: { id: 'session-1', attemptId, vendorData: id, status, decisionTime },
  });
  await veriff(decision('a1', 'resubmission_requested', '2026-11-20T10:00:00.000Z'));
  expect(await statusOf(id)).toBe('retry');
  await veriff(decision('a2', 'approved', '2026-11-20T11:00:00.000Z'));
  expect(await statusOf(id)).toBe('approved');
});

test('forged or signed with an algorithm of the caller’s choice: refused, and nothing is written', async () => {
  const id = await trader();
  const before = (await stack.sql.query('select count(*) from public.inbox')).rows;
  expect(await sumsub(reviewed(id, 1, { reviewAnswer: 'GREEN' }), 'sha1')).toMatchObject({ status: 401 });
  expect(
    await post('sumsub', reviewed(id, 1, {}), () => ({ 'x-payload-digest': 'f'.repeat(64), 'x-payload-digest-alg': 'HMAC_SHA256_HEX' })),
  ).toMatchObject({ status: 401 });
  expect((await stack.sql.query('select count(*) from public.inbox')).rows).toEqual(before);
  expect(await statusOf(id)).toBe('none');
});

test('a signed approval of the test mode approves nobody in production, and the message is kept', async () => {
  const id = await trader();
  vi.stubEnv('STACK_EMBEDDED', '');
  vi.stubEnv('NODE_ENV', 'production');
  const answer = await sumsub(reviewed(id, 1, { reviewAnswer: 'GREEN' }, { sandboxMode: true }));
  expect(answer).toMatchObject({ status: 422, json: { error: { code: 'sandbox-refused' } } });
  expect(await statusOf(id)).toBe('none');
  const { rows } = await stack.sql.query(`select state from public.inbox where position($1 in body) > 0`, [id]);
  expect(rows).toEqual([{ state: 'rejected' }]);
});

test('only outcome, codes and ids are kept beside the raw message', async () => {
  const id = await trader();
  await sumsub(
    reviewed(id, 1, {
      reviewAnswer: 'RED',
      reviewRejectType: 'FINAL',
      rejectLabels: ['FORGERY'],
      moderationComment: 'The passport is false.',
    }),
  );
  const { rows } = await stack.sql.query('select to_jsonb(k)::text as kept from public.kyc_reports k where trader_id = $1', [id]);
  expect(rows).toHaveLength(1);
  expect(String(rows[0]?.kept)).toMatch(/FORGERY/);
  expect(String(rows[0]?.kept)).not.toMatch(/passport/);
});
