// The mail job against a real database and a provider on loopback: sent once, voided when the verdict is gone, never lost in silence.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendMail } from '@/lib/mail/send';
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
    key: `${owed.event}:rule-violation`,
  });
  expect(mail?.subject).toBe(`Account ${owed.login}: Maximum daily loss exceeded`);
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

test('saved words that cannot be rendered fail the letter and tell why', async () => {
  await stack.sql.query("update public.mail_templates set body = 'Dear {{nobody}}'");
  const owed = await owe(stack);
  await sendMail(owed.delivery, now());
  expect(provider.calls).toBe(0);
  expect(await kept(stack, owed)).toMatchObject({ state: 'failed', state_reason: expect.stringContaining('unknown-field') });
});

test('an unknown delivery is nothing to do', async () => {
  await expect(sendMail('00000000-0000-4000-8000-000000000000', now())).resolves.toBeUndefined();
});
