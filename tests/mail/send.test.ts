// The mail job against a real database and a provider on loopback: sent once, voided when the verdict is gone, never lost in silence.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET, POST as unsubscribe } from '@/app/api/unsubscribe/route';
import { POST } from '@/app/api/webhooks/[source]/route';
import { seal } from '@/lib/db/vault';
import { setUnsubscribed } from '@/lib/mail/receive';
import { sendMail } from '@/lib/mail/send';
import { sign } from '@/lib/trades/signature';
import { startFakeResend, type Answer, type FakeResend } from '../support/fake-resend';
import { startTestStack, type TestStack } from '../support/stack';
import { kept, owe } from './owed-mail';

let stack: TestStack;
let provider: FakeResend;

beforeAll(async () => {
  stack = await startTestStack();
  provider = await startFakeResend();
});
beforeEach(() => {
  provider.answer = 'ok';
  provider.mails.length = 0;
  provider.calls = 0;
  Object.assign(process.env, { RESEND_API_KEY: 're_test', RESEND_BASE_URL: provider.url, MAIL_FROM: 'Tideline <office@tideline.test>' });
});
afterAll(async () => {
  await provider.close();
  await stack.close();
});

const now = () => new Date();

test('a confirmed breach reaches its trader once, with the figures and our own link', async () => {
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  expect(provider.mails).toHaveLength(1);
  const [mail] = provider.mails;
  expect(mail).toMatchObject({
    to: `${owed.login}@trader.test`,
    from: 'Tideline <office@tideline.test>',
    key: `${owed.event}:rule-violation:${owed.delivery}`,
  });
  expect(mail?.subject).toBe(`Account ${owed.login}: Daily loss exceeded`);
  for (const part of ['94,800.00 USD', '95,000.00 USD', 'Daily allowance: 5,000.00', '/portal/accounts/'])
    expect(mail?.text).toContain(part);
  expect(await kept(stack, owed)).toMatchObject({ state: 'sent', provider_id: mail?.id });
});

test('a second run of the job sends nothing', async () => {
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(1);
});

test('a letter accepted while the answer was lost is tried again under the same key, and arrives once', async () => {
  const owed = await owe(stack);
  provider.answer = 'reset-after-accept';
  await expect(sendMail(owed.delivery, now())).rejects.toThrow('did not take');
  provider.answer = 'ok';
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(2);
  expect(provider.mails).toHaveLength(1);
  expect(await kept(stack, owed)).toMatchObject({ state: 'sent', provider_id: provider.mails[0]?.id });
});

test('a withdrawn verdict voids its letter, and says why', async () => {
  const owed = await owe(stack, 'withdrawn');
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(0);
  expect(await kept(stack, owed)).toMatchObject({ state: 'voided', state_reason: expect.stringMatching(/withdrawn/) });
});

test('a provisional verdict is not mailed yet, and the letter stays owed', async () => {
  const owed = await owe(stack, 'provisional');
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(0);
  expect(await kept(stack, owed)).toMatchObject({ state: 'queued' });
});

test.each<{ answer: Answer }>([
  { answer: 'rate-limit' },
  { answer: 'broken' },
  { answer: 'no-json' },
  { answer: 'reset' },
  { answer: 'wrong-key' },
])('a provider that answers $answer makes the job try again, and the letter is not lost', async ({ answer }) => {
  const owed = await owe(stack);
  provider.answer = answer;
  await expect(sendMail(owed.delivery, now())).rejects.toThrow('did not take');
  expect((await kept(stack, owed))?.state).toMatch(/^(queued|sending)$/);
  provider.answer = 'ok';
  await sendMail(owed.delivery, now());
  expect(await kept(stack, owed)).toMatchObject({ state: 'sent' });
});

test.each<{ answer: Answer; reason: RegExp }>([
  { answer: 'rate-limit', reason: /^verdict contested$/ },
  { answer: 'reset-after-accept', reason: /an earlier attempt may have arrived/ },
])('a letter met with $answer is not tried again once its verdict no longer stands', async ({ answer, reason }) => {
  const owed = await owe(stack);
  provider.answer = answer;
  await expect(sendMail(owed.delivery, now())).rejects.toThrow('did not take');
  await stack.sql.query(
    "update public.risk_violations set state = 'contested' where id = (select violation_id from public.mail_deliveries where id = $1)",
    [owed.delivery],
  );
  provider.answer = 'ok';
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(1);
  expect(await kept(stack, owed)).toMatchObject({ state: 'voided', state_reason: expect.stringMatching(reason) });
});

test('an address the provider refuses is failed with its reason, not tried for ever', async () => {
  const owed = await owe(stack);
  provider.answer = 'refuse';
  await sendMail(owed.delivery, now());
  expect(await kept(stack, owed)).toMatchObject({ state: 'failed', state_reason: expect.stringContaining('validation_error') });
});

test('without a provider the letter is kept as not sent', async () => {
  delete process.env.RESEND_API_KEY;
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(0);
  expect(await kept(stack, owed)).toMatchObject({ state: 'not_sent', state_reason: expect.stringContaining('no mail provider') });
});

test('the words staff saved are used, and a hostile name stays text in them', async () => {
  await stack.sql.query(
    `insert into public.mail_templates (message, subject, body, version, is_active) values ('rule-violation', 'Re {{first_name}}', 'Dear {{first_name}}, {{measured}}', 1, true)`,
  );
  const owed = await owe(stack, 'confirmed', '<script>alert(1)</script>\r\nBcc:x');
  await sendMail(owed.delivery, now());
  expect(provider.mails[0]?.subject).not.toMatch(/[\r\n]/);
  expect(provider.mails[0]?.html).not.toContain('<script');
  expect(provider.mails[0]?.text).toContain('94,800.00 USD');
});

test('saved words that cannot be used keep no letter back: the words of the house go out, and staff are told', async () => {
  await stack.sql.query("update public.mail_templates set body = 'Dear {{nobody}}'");
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  expect(provider.mails[0]?.text).toContain('has broken a rule');
  expect(await kept(stack, owed)).toMatchObject({
    state: 'sent',
    template_version: 0,
    template_trouble: expect.stringContaining('unknown-field'),
  });
  const { rows } = await stack.sql.query(`select 1 from public.reviews where rule = 'mail-words'`);
  expect(rows).toHaveLength(1);
});

test('letters of one event to several people are each sent', async () => {
  const owed = await owe(stack);
  const { rows } = await stack.sql.query<{ id: string }>(
    `insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, violation_id, state, run_at)
     select event_id, message, 'second@trader.test', account_id, trader_id, violation_id, 'queued', now() from public.mail_deliveries where id = $1 returning id`,
    [owed.delivery],
  );
  await sendMail(owed.delivery, now());
  await sendMail(rows[0]?.id ?? '', now());
  expect(provider.mails.map(({ to }) => to)).toEqual([`${owed.login}@trader.test`, 'second@trader.test']);
});

test('only a letter that helps carries the one click by which its reader switches it off', async () => {
  const owed = await owe(stack);
  await stack.sql.query(
    `insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, context, state, run_at)
     select event_id, 'account-warning', to_email, account_id, trader_id, $2, 'queued', now() from public.mail_deliveries where id = $1`,
    [owed.delivery, { warning: { rule: 'max-daily-loss', used_bps: 9120, headroom: 44000, limit: 9500000 } }],
  );
  const { rows } = await stack.sql.query<{ id: string; trader_id: string }>(
    `select id, trader_id from public.mail_deliveries where message = 'account-warning'`,
  );
  await sendMail(owed.delivery, now());
  await sendMail(rows[0]?.id ?? '', now());
  const [owing, helping] = provider.mails;
  expect(owing?.headers ?? {}).toEqual({});
  expect(helping?.headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' });
  const token = /token=([^>]+)>/.exec(helping?.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '';
  expect(helping?.text).toContain(`/unsubscribe?token=${token}`);
  expect(await setUnsubscribed(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, true, now())).toBe(false);
  const door = new URL(/<([^>]+)>/.exec(helping?.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '');
  const opened = GET(new Request(door));
  expect([opened.status, opened.headers.get('location')]).toEqual([303, `/unsubscribe?token=${token}`]);
  expect((await stack.sql.query('select 1 from private.mail_unsubscribes')).rows).toEqual([]);
  const clicked = await unsubscribe(new Request(door, { method: 'POST', body: 'List-Unsubscribe=One-Click' }));
  expect(clicked.status).toBe(200);
  expect((await unsubscribe(new Request(`${door.href}x`, { method: 'POST' }))).status).toBe(404);
  const switched = await stack.sql.query('select trader_id from private.mail_unsubscribes');
  expect(switched.rows).toEqual([{ trader_id: rows[0]?.trader_id }]);
});

test('an unknown delivery is nothing to do', async () => {
  await expect(sendMail('00000000-0000-4000-8000-000000000000', now())).resolves.toBeUndefined();
});

test('what the provider posts is proven, kept once and brought about, in whatever order', async () => {
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  const secret = `whsec_${Buffer.from('a secret of the provider').toString('base64')}`;
  const id = randomUUID();
  const sealed = [{ ...seal(secret, `connections:${id}:signing_secrets`), expires_at: null }];
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, signing_secrets) values ($1, 'resend-test', 'mail', 'resend', $2)`,
    [id, JSON.stringify(sealed)],
  );
  const post = async (type: string, name: string, key = secret) => {
    const body = Buffer.from(
      JSON.stringify({
        type,
        created_at: '2026-11-20T10:00:00Z',
        data: { email_id: provider.mails[0]?.id, bounce: { type: 'Permanent', message: 'gone' } },
      }),
    );
    const at = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      'svix-id': name,
      'svix-timestamp': at,
      'svix-signature': `v1,${sign(body, name, at, key)}`,
    };
    return POST(new Request('http://x/api/webhooks/resend-test', { method: 'POST', headers, body }), {
      params: Promise.resolve({ source: 'resend-test' }),
    });
  };
  expect((await post('email.bounced', 'forged', 'whsec_AAAA')).status).toBe(401);
  expect(await kept(stack, owed)).toMatchObject({ state: 'sent' });
  for (const [type, name] of [
    ['email.bounced', 'one'],
    ['email.delivered', 'two'],
    ['email.bounced', 'one'],
    ['email.opened', 'three'],
  ] as const)
    expect((await post(type, name)).status).toBe(200);
  expect(await kept(stack, owed)).toMatchObject({ state: 'bounced', state_reason: 'Permanent: gone' });
  const { rows } = await stack.sql.query(`select state from public.inbox where connection_id = $1`, [id]);
  expect(rows).toEqual([{ state: 'settled' }, { state: 'settled' }, { state: 'settled' }]);
});
